import type { FailureKind } from '@telltale/core';
import type { StepFailedError } from '../errors/step-failed-error.ts';
import { runFailure } from './fail-step.ts';
import type { RunExecution } from './run-execution.ts';
import { whileAway } from './while-away.ts';

/** How far back the reason of the last return to the queue is looked for, in events. */
const LOOK_BACK = 50;

/** The failure of a run whose workers died under it, or that got stuck, once too often. */
export async function exhaustedTries({ runId, pipeline, services, taken }: RunExecution): Promise<StepFailedError> {
  const run = await whileAway(() => services.reader.getRun(runId));
  const { events } = await whileAway(() =>
    services.reader.readEvents(runId, { after: Math.max(0, (run?.lastSeq ?? 0) - LOOK_BACK) }),
  );
  const last = events.findLast(({ type }) => type === 'run.stuck' || type === 'run.recovered');
  const [kind, cause] = reason(last, taken.tries - 1);
  return runFailure(
    runId,
    {
      kind,
      cause: `${cause}; pipeline ${pipeline.name} allows ${pipeline.maxTries} ${pipeline.maxTries === 1 ? 'try' : 'tries'}`,
      step: run?.step?.name ?? null,
      counts: run?.step?.counts ?? null,
    },
    undefined,
  );
}

function reason(last: unknown, tries: number): readonly [FailureKind, string] {
  const event = last as
    | {
        readonly type: string;
        readonly data: { readonly message?: string; readonly reason?: string; readonly fromWorker?: string };
      }
    | undefined;
  if (event?.type === 'run.stuck') return ['stuck', `it got stuck again (${event.data.message ?? 'nothing advanced'})`];
  const detail = event === undefined ? '' : ` (the last one: ${event.data.fromWorker}, ${event.data.reason})`;
  const who = tries === 1 ? 'its worker was' : `${tries} workers were`;
  return ['abandoned', `${who} gone before it got any further${detail}`];
}
