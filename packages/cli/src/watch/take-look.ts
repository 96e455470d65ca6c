import type { ApiClient } from '@telltale/api';
import type { Look } from './watched-run.ts';

/** Asks what no event tells of a run. */
export async function takeLook(api: ApiClient, runId: string, signal: AbortSignal): Promise<Look> {
  const [run, current] = await Promise.all([api.getRun({ runId }, { signal }), api.getCurrent({ runId }, { signal })]);
  const ownMs = Date.now();
  const { step, stepRemaining } = current;
  return {
    isFresh: run.stale === undefined && current.stale === undefined,
    serverMs: Date.parse(run.asOf),
    ownMs,
    aliveAt: run.aliveAt,
    lastSeq: run.lastSeq,
    usual: {
      step: run.step?.name ?? null,
      gapMs: run.usualGapMs,
      tool: run.action?.tool ?? null,
      toolMs: run.action?.usualMs ?? null,
    },
    percent: current.run.percent,
    remaining: current.run.remaining,
    step: step === null || stepRemaining === null ? null : { name: step.name, remaining: stepRemaining },
    unattendedQueue: run.state === 'queued' ? await unattended(api, run.queue, signal) : null,
  };
}

async function unattended(api: ApiClient, name: string | null, signal: AbortSignal): Promise<string | null> {
  const { queues } = await api.listQueues({}, { signal });
  return queues.find(({ queue, workers }) => queue === name && workers === 0)?.queue ?? null;
}
