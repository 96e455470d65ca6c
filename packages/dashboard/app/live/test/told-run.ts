import { emptyRunView, type NewEvent, type RunView, reduceAll, type TraceEvent } from '@telltale/core';

export const RUN_ID = 'work-a-run-1';
export const START = Date.parse('2026-11-21T10:00:00.000Z');

/** The instant so many seconds after the start. */
export function at(second: number): string {
  return new Date(START + second * 1_000).toISOString();
}

type Told = NewEvent & { readonly second?: number };

/** The events of a run, numbered; each happens a second after the one before unless it says when. */
export function trace(...told: readonly Told[]): readonly TraceEvent[] {
  let second = -1;
  return told.map(({ second: given, ...event }, index) => {
    second = given ?? second + 1;
    return {
      runId: RUN_ID,
      seq: index + 1,
      step: null,
      item: null,
      actionId: null,
      ...event,
      at: at(second),
    } as TraceEvent;
  });
}

/** The run that the events tell of. */
export function told(...events: readonly Told[]): RunView {
  return reduceAll(emptyRunView(RUN_ID), trace(...events));
}

export const SUBMITTED: Told = {
  type: 'run.submitted',
  data: {
    pipeline: 'work',
    version: '1',
    subject: 'a',
    number: 1,
    title: 'A',
    steps: ['fetch', 'transcribe', 'write'],
  },
};
export const STARTED: Told = { type: 'run.started', data: { workerId: 'w1', attempt: 1 } };

export function stepStarted(step: string, number = 1): Told {
  return { type: 'step.started', step, data: { number, of: 3, attempt: 1 } };
}

export function stepSucceeded(step: string): Told {
  return { type: 'step.succeeded', step, data: { durationMs: 1_000 } };
}

export function planned(step: string, total: number): Told {
  return { type: 'step.planned', step, data: { total, unit: 'segments', kept: 0 } };
}

export function actionStarted(actionId: string, { parentId }: { readonly parentId?: string } = {}): Told {
  return {
    type: 'action.started',
    actionId,
    data: { tool: 'fetch', input: { url: 'x' }, timeoutMs: 30_000, ...(parentId === undefined ? {} : { parentId }) },
  };
}
