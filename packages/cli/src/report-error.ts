import { ApiError } from '@telltale/api';
import { TelltaleError } from '@telltale/core';
import type { EmbeddedPostgresError } from '@telltale/embedded-postgres';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { jsonLine } from './format/json-line.ts';
import { plain } from './format/plain.ts';
import type { Output } from './output.ts';

const USAGE_CODES = ['usage_invalid', 'config_invalid', 'input_invalid', 'pipeline_unknown'];
const UNREACHABLE_CODES = ['server_unreachable', 'server_silent', 'database_unreachable'];

/** Says on stderr what went wrong and what to do about it, as JSON with `--json`. Gives the exit code for it. */
export function reportError(error: unknown, output: Output): ExitCode {
  const { code, message, hint, details } = describe(error);
  const faults = error instanceof ApiError ? error.faults : [];
  if (output.json) {
    const parts = {
      code,
      message,
      ...(hint === undefined ? {} : { hint }),
      details: faults.length === 0 ? details : { ...details, faults },
    };
    output.note(jsonLine({ error: parts }));
  } else {
    const say = (text: string) => output.note(text.split('\n').map(plain).join('\n'));
    say(`Error: ${message}`);
    for (const fault of faults) say(`  ${fault.path === '' ? '' : `${fault.path}: `}${fault.message}`);
    if (hint !== undefined) say(`  ${hint}`);
  }
  if (USAGE_CODES.includes(code)) return EXIT.usage;
  return UNREACHABLE_CODES.includes(code) ? EXIT.unreachable : EXIT.failed;
}

const MEND = 'The system of this machine refuses that. Mend it, then try again.';

function describe(error: unknown): Pick<TelltaleError, 'code' | 'message' | 'hint' | 'details'> {
  if (error instanceof TelltaleError || isOfEmbeddedPostgres(error)) return error;
  if (isOfSystem(error)) return { code: 'system_refused', message: `${error.message}.`, hint: MEND, details: {} };
  // Not one that we foresaw, so where it came from is worth more than a short message.
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const hint = 'This is a fault of Telltale itself: please report it, with what you did.';
  return { code: 'internal', message, hint, details: {} };
}

/** By its name: that package stands on nothing of ours, and no other command shall load it for its error's class. */
function isOfEmbeddedPostgres(error: unknown): error is EmbeddedPostgresError {
  return error instanceof Error && error.name === 'EmbeddedPostgresError';
}

/** A full disk, a folder without the right to write there, … */
function isOfSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
