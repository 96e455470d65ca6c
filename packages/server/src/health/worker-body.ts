import { ORPHANED_AFTER_MS } from '@telltale/core';
import type { Worker } from '@telltale/ledger';

/** A worker as the API tells of it. */
export function toWorkerBody(worker: Worker) {
  return { ...worker, alive: worker.stoppedAt === null && worker.silentMs < ORPHANED_AFTER_MS };
}
