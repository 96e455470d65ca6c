import { redactText, TelltaleError } from '@telltale/core';
import { type Check, type Finding, fail, type Scene } from './check.ts';

export interface Checked extends Finding {
  readonly check: string;
}

interface RunChecksOptions {
  /** How long one check may take. Default: 15,000. */
  readonly patienceMs?: number;
}

/** Starts all checks at once, and gives what they find, in their order, each as soon as it and all before it are there. */
export async function* runChecks(
  checks: readonly Check[],
  scene: Omit<Scene, 'signal'>,
  { patienceMs = 15_000 }: RunChecksOptions = {},
): AsyncGenerator<Checked, void, undefined> {
  const found = checks.map((check) => runCheck(check, scene, patienceMs));
  for (const each of found) yield await each;
}

async function runCheck({ name, look }: Check, scene: Omit<Scene, 'signal'>, patienceMs: number): Promise<Checked> {
  const tooLong = new AbortController();
  const late = Promise.withResolvers<Finding>();
  const timer = setTimeout(() => {
    const seconds = patienceMs / 1_000;
    late.resolve(
      fail(`Nothing was heard within ${seconds} seconds.`, 'Look whether it is overloaded, or a firewall in between.'),
    );
    tooLong.abort();
  }, patienceMs);
  const looking = look({ ...scene, signal: tooLong.signal }).catch(failure);
  const finding = await Promise.race([looking, late.promise]);
  clearTimeout(timer);
  // It may quote an address with a password in it.
  const hint = finding.hint === undefined ? {} : { hint: redactText(finding.hint) };
  return { check: name, ...finding, message: redactText(finding.message), ...hint };
}

/** What a check throws is what it found: its own errors say what to do. */
function failure(error: unknown): Finding {
  if (error instanceof Error && 'hint' in error && typeof error.hint === 'string')
    return fail(error.message, error.hint);
  const message = error instanceof Error ? error.message : String(error);
  const hint =
    error instanceof TelltaleError
      ? 'Mend that, and run it again.'
      : 'Run it again; if that does not help, please report it.';
  return fail(message, hint);
}
