import { describeNext, type FailureKind, type NextStep, type StepFailure, toFailure } from '@telltale/core';
import { StepFailedError } from '../errors/step-failed-error.ts';
import { ItemFailure } from './item-failure.ts';
import { plainError } from './plain-error.ts';
import type { StepAttempt } from './step-attempt.ts';

/** The error of a step whose last allowed attempt failed: the sentence, and all that a person needs to go on. */
export function stepFailure(
  attempt: StepAttempt,
  error: unknown,
  { number, allowed }: { readonly number: number; readonly allowed: number },
): StepFailedError {
  const { runId, name: step, progressed, actions, sources } = attempt;
  const item = error instanceof ItemFailure ? error : null;
  const cause = item?.cause ?? error;
  const kind: FailureKind = (cause as { code?: unknown } | null)?.code === 'timed_out' ? 'timeout' : 'error';
  const counts = progressed.counted ? progressed.counts() : null;
  const next: NextStep[] = [...advice(cause), { do: 'retry', runId, step }, { do: 'trace', runId }];
  const failure: StepFailure = {
    kind,
    step,
    cause: toFailure(cause).message,
    counts,
    unit: progressed.unit,
    item: item === null ? null : { key: item.key, ...(item.label === undefined ? {} : { label: item.label }) },
    action: actions.telling(Date.now()),
    attempt: allowed > 1 ? { number, allowed } : null,
    tried: sources,
    next,
  };
  const report = {
    runId,
    step,
    item: item?.key ?? null,
    kind,
    counts,
    openActions: actions.open,
    lastActions: actions.last,
    tried: sources,
    next: next.map((one) => describeNext(one)),
  };
  return new StepFailedError(failure, report, plainError(cause));
}

/** The error of a run that failed outside of its steps, or before it could begin. */
export function runFailure(
  runId: string,
  failure: Pick<StepFailure, 'kind' | 'cause'> & {
    readonly step?: string | null;
    readonly counts?: StepFailure['counts'];
  },
  error: unknown,
): StepFailedError {
  const { kind, cause, step = null, counts = null } = failure;
  const next: NextStep[] = [
    ...advice(error),
    ...(step === null ? [] : [{ do: 'retry', runId, step } as const]),
    { do: 'trace', runId },
  ];
  return new StepFailedError(
    { kind, step, cause, counts, next },
    {
      runId,
      step,
      item: null,
      kind,
      counts,
      openActions: [],
      lastActions: [],
      tried: [],
      next: next.map((one) => describeNext(one)),
    },
    error === undefined ? undefined : plainError(error),
  );
}

/** What an error itself advises comes before what can be done about every failure. */
function advice(error: unknown): readonly NextStep[] {
  const hint: unknown = (error as { readonly hint?: unknown } | null | undefined)?.hint;
  if (typeof hint !== 'string' || hint === '') return [];
  return [{ do: 'other', text: `${hint.charAt(0).toLowerCase()}${hint.slice(1)}`.replace(/\.$/, '') }];
}
