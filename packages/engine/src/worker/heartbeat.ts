import { heartbeat, type NewWorker, registerWorker } from '@telltale/ledger';
import type { Pool } from 'pg';
import { WorkerIdInUseError } from '../errors/worker-errors.ts';
import type { LogEntry } from './hooks.ts';
import { Loop } from './loop.ts';
import type { Troubles } from './troubles.ts';

export interface HeartbeatOptions {
  readonly pool: Pool;
  readonly worker: NewWorker;
  readonly everyMs: number;
  /** The moment to look after what may have been missed. */
  readonly afterHeartbeat: () => Promise<void>;
  readonly log: (entry: LogEntry) => void;
  readonly troubles: Troubles;
}

/** Says every so often that this worker is alive. */
export function createHeartbeat(options: HeartbeatOptions): Loop {
  const { pool, worker, everyMs, afterHeartbeat, log, troubles } = options;

  async function beat(): Promise<void> {
    if (!(await heartbeat(pool, worker.workerId))) await comeBack();
    await afterHeartbeat();
  }

  /** It was held up for so long that others gave it up: stopped, asleep, or cut off. */
  async function comeBack(): Promise<void> {
    const message = `Worker ${worker.workerId} had been given up as dead, and comes back. Runs that were taken from it are let go of.`;
    log({ level: 'warn', message });
    if (await registerWorker(pool, worker)) return;
    throw new WorkerIdInUseError(worker.workerId);
  }

  return new Loop({ name: 'The heartbeat', everyMs, round: beat, troubles });
}
