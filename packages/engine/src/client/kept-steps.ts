import type { RecordedStep } from '@telltale/ledger';
import { StepsChangedError } from '../errors/control-errors.ts';

/** What an earlier run did: the steps that it declared, and what DBOS recorded of it, both in their order. */
export interface Past {
  readonly runId: string;
  readonly declared: readonly string[];
  readonly recorded: readonly RecordedStep[];
}

/**
 * The step at which a run goes on that has not succeeded: the first that failed; else the one after the last that it did;
 * and the last one again, where it failed after all of them.
 */
export function stepToRetry({ declared, recorded }: Past): string {
  const ofSteps = recorded.filter(({ name }) => declared.includes(name));
  const failed = ofSteps.find((step) => step.failed);
  if (failed !== undefined) return failed.name;
  const next = declared.indexOf(ofSteps.at(-1)?.name ?? '') + 1;
  return declared[Math.min(next, declared.length - 1)] ?? '';
}

/** The steps that a run came to; `current` is the one that it was at last, of which nothing may be recorded. */
export function reachedSteps({ declared, recorded }: Past, current: string | null): readonly string[] {
  return declared.filter((step) => step === current || recorded.some(({ name }) => name === step));
}

/** The name from whose first record on nothing is kept: the step itself, or, if it was passed over, the next that was not. */
export function firstLeftOut({ declared, recorded }: Past, step: string): string {
  const place = declared.indexOf(step);
  return recorded.find(({ name }) => declared.indexOf(name) >= place)?.name ?? step;
}

/**
 * The step of today at which a run begins that keeps what came before `step`. DBOS gives results back by their place, so what
 * is kept has to stand where it stood. Throws `StepsChangedError`.
 */
export function beginAt({ runId, declared, recorded }: Past, step: string, now: readonly string[]): string {
  const place = declared.indexOf(step);
  if (place === 0) return now[0] ?? step;
  const parted = declared.findIndex((name, index) => now[index] !== name);
  const kept = declared.slice(0, place).filter((name) => recorded.some((record) => record.name === name));
  const moved = parted < 0 ? undefined : kept.find((name) => declared.indexOf(name) >= parted);
  if (moved === undefined && now.includes(step)) return step;
  const changed = moved ?? step;
  const rerunFrom = now.includes(changed) ? changed : (declared[Math.max(0, parted - 1)] ?? step);
  throw new StepsChangedError(runId, changed, { before: declared, now, rerunFrom });
}
