import { formatAge } from '@telltale/core';
import { changeRun, type LockedRun, listWorkers, orphanedRuns, type Worker } from '@telltale/ledger';
import { settleAsked } from '../../execute/let-go-of-run.ts';
import { eachRun } from './each-run.ts';
import type { WatchdogServices } from './services.ts';

/** Runs in one round; more than the workers of one machine can leave behind. */
const LIMIT = 500;

/**
 * Moves the runs of workers that are gone back to their queue, or pauses or cancels those of which that was asked. Each in
 * one transaction, in which it is seen once more that the worker is gone.
 */
export async function recoverOrphans(services: WatchdogServices, signal: AbortSignal): Promise<void> {
  const { workerId, pool, moments } = services;
  const runIds = await orphanedRuns(pool, { limit: LIMIT });
  if (runIds.length === 0) return;
  const workers = new Map((await listWorkers(pool, { stopped: true })).map((worker) => [worker.workerId, worker]));
  const recover = async (runId: string): Promise<void> => {
    await moments.at('before-takeover', runId);
    const message = await changeRun(pool, runId, (run) => takeFrom(run, workers.get(run.workerId ?? ''), workerId), {
      signal,
      recorded: moments.recorded,
    });
    await moments.at('after-takeover', runId);
    if (message !== null) moments.log({ level: 'warn', message, runId });
  };
  await eachRun(runIds, recover, signal);
}

/** What was done, for the log; `null` if it is in good hands by now. */
async function takeFrom(run: LockedRun, worker: Worker | undefined, workerId: string): Promise<string | null> {
  const { workerId: fromWorker } = run;
  // Whoever looks is alive, also when its machine has slept for longer than a heartbeat may be old.
  if (fromWorker === null || fromWorker === workerId || run.workerIsAlive) return null;
  const reason = whyGone(worker);
  const place = `Run ${run.runId} was with worker ${fromWorker}, and ${reason}`;
  const settled = await settleAsked(run);
  if (settled !== null) return `${place}: it is ${settled}, as was asked.`;
  // Else a long run on a machine that is restarted now and then would fail in the middle of good work.
  const refundTry = await run.hasAdvanced();
  const interruptedActions = await run.closeOpen('interrupted');
  await run.append([{ type: 'run.recovered', data: { fromWorker, toWorker: null, reason, interruptedActions } }]);
  await run.enqueue({ queue: run.pipeline, refundTry });
  return `${place}: it goes back to its queue.`;
}

function whyGone(worker: Worker | undefined): string {
  if (worker === undefined) return 'its worker is not known';
  if (worker.stoppedAt !== null) return 'its worker had stopped without handing it back';
  return `its worker was silent for ${formatAge(worker.silentMs)}`;
}
