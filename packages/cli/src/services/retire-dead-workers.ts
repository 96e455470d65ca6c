import { hostname } from 'node:os';
import { isRunning } from '@telltale/embedded-postgres';
import { listWorkers, markWorkerStopped } from '@telltale/ledger';
import type { Pool } from 'pg';

/**
 * Says of workers on an embedded database that they have stopped, if their processes are gone: nobody has to wait half a
 * minute for their heartbeats to be missed. Only this machine can be connected to such a database, so its processes tell.
 */
export async function retireDeadWorkers(pool: Pool): Promise<void> {
  for (const { workerId, host, pid } of await listWorkers(pool)) {
    // Its number may be ours by now: in a container it always is.
    const isGone = pid === process.pid || !isRunning(pid);
    if (host === hostname() && isGone) await markWorkerStopped(pool, workerId);
  }
}
