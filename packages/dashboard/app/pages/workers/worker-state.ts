import type { RunSummaryBody } from '@telltale/api';
import { type Instant, ORPHANED_AFTER_MS } from '@telltale/core';

export type WorkerState = 'alive' | 'silent' | 'stopped';

/** How a worker is at `now`, in ms since the epoch, by its last heartbeat. */
export function stateOf(
  { stoppedAt, heartbeatAt }: { readonly stoppedAt: Instant | null; readonly heartbeatAt: Instant },
  now: number,
): WorkerState {
  if (stoppedAt !== null) return 'stopped';
  return now - Date.parse(heartbeatAt) < ORPHANED_AFTER_MS ? 'alive' : 'silent';
}

interface KnownPipeline {
  readonly name: string;
  readonly workerConcurrency: number;
}

/** How many runs a worker takes at most. A queue has the name of its pipeline; `null` if one of them is not known here. */
export function capacityOf(queues: readonly string[], pipelines: readonly KnownPipeline[]): number | null {
  const known = new Map(pipelines.map(({ name, workerConcurrency }) => [name, workerConcurrency]));
  let capacity = 0;
  for (const queue of queues) {
    const concurrency = known.get(queue);
    if (concurrency === undefined) return null;
    capacity += concurrency;
  }
  return capacity;
}

/** The runs that each worker has in hand, by its id. */
export function runsByWorker(runs: readonly RunSummaryBody[]): ReadonlyMap<string, readonly RunSummaryBody[]> {
  return Map.groupBy(
    runs.filter(({ workerId }) => workerId !== null),
    ({ workerId }) => workerId ?? '',
  );
}

/** The share that is taken, 0–100. */
export function percentIn(inHand: number, capacity: number): number {
  return capacity === 0 ? 0 : Math.min(100, Math.round((100 * inHand) / capacity));
}
