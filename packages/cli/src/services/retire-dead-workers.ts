import { hostname } from 'node:os';
import { listWorkers, markWorkerStopped } from '@telltale/ledger';
import type { Pool } from 'pg';

/**
 * Says of workers on an embedded database that they have stopped, if their processes are gone: nobody has to wait half a
 * minute for their heartbeats to be missed. Only this machine can be connected to such a database, so its processes tell.
 */
export async function retireDeadWorkers(pool: Pool): Promise<void> {
  for (const { workerId, host, pid } of await listWorkers(pool)) {
    if (host === hostname() && !isRunning(pid)) await markWorkerStopped(pool, workerId);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
