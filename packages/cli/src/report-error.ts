import { ApiError } from '@telltale/api';
import { TelltaleError } from '@telltale/core';
import { EmbeddedPostgresError } from '@telltale/embedded-postgres';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Output } from './output.ts';

const USAGE_CODES = ['usage_invalid', 'config_invalid', 'input_invalid', 'pipeline_unknown'];
const UNREACHABLE_CODES = ['server_unreachable', 'server_silent', 'database_unreachable'];

/** Says on stderr what went wrong and what to do about it, as JSON with `--json`. Gives the exit code for it. */
export function reportError(error: unknown, output: Output): ExitCode {
  const { code, message, hint, details } = describe(error);
  const faults = error instanceof ApiError ? error.faults : [];
  if (output.json) {
    const parts = { code, message, ...(hint === undefined ? {} : { hint }), details: { ...details, faults } };
    output.note(JSON.stringify({ error: parts }));
  } else {
    output.note(`Error: ${message}`);
    for (const fault of faults) output.note(`  ${fault.path === '' ? '' : `${fault.path}: `}${fault.message}`);
    if (hint !== undefined) output.note(`  ${hint}`);
  }
  if (USAGE_CODES.includes(code)) return EXIT.usage;
  return UNREACHABLE_CODES.includes(code) ? EXIT.unreachable : EXIT.failed;
}

function describe(error: unknown): Pick<TelltaleError, 'code' | 'message' | 'hint' | 'details'> {
  if (error instanceof TelltaleError || error instanceof EmbeddedPostgresError) return error;
  // Not one that we foresaw, so where it came from is worth more than a short message.
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const hint = 'This is a fault of Telltale itself: please report it, with what you did.';
  return { code: 'internal', message, hint, details: {} };
}
