import { emptyRunView, estimateRun, type RunEstimate, type RunView, reduceAll } from '@telltale/core';
import { RunNotFoundError } from '@telltale/ledger';
import type { ClientContext } from './context.ts';

/** All that a run's trace tells of it, read from its start. Throws `RunNotFoundError`. */
export async function readView({ reader }: ClientContext, runId: string): Promise<RunView> {
  for (let view = emptyRunView(runId), after = 0; ; ) {
    const { events, lastSeq } = await reader.readEvents(runId, { after });
    view = reduceAll(view, events);
    after = events.at(-1)?.seq ?? lastSeq;
    if (after >= lastSeq) return view;
  }
}

/** How far a run is and how long it will take, from its own pace and its pipeline's past. Throws `RunNotFoundError`. */
export async function readEstimate(context: ClientContext, runId: string): Promise<RunEstimate> {
  const { reader } = context;
  const [view, run] = await Promise.all([readView(context, runId), reader.getRun(runId)]);
  if (run === null) throw new RunNotFoundError(runId);
  const steps = await reader.stepHistory(run.pipeline);
  return estimateRun(view, { steps, tools: [] }, Date.parse(run.asOf));
}
