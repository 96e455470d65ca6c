import { type Instant, ORPHANED_AFTER_MS } from '@telltale/core';
import type { Pool } from 'pg';
import type { Database } from '../postgres/database.ts';
import { instant, instantOrNull } from '../read/instants.ts';
import { QueryRunner } from '../read/query-runner.ts';
import { HEARTBEAT, LIST_WORKERS, REGISTER_WORKER, STOP_WORKER } from './queries.ts';

/** A process that executes runs. */
export interface NewWorker {
  /** Unique for each start of a process. DBOS knows it as the executor's id. */
  readonly workerId: string;
  readonly host: string;
  readonly pid: number;
  /** Version of the application. */
  readonly version: string;
  /** The queues that it takes runs from. */
  readonly queues: readonly string[];
}

export interface Worker extends NewWorker {
  readonly startedAt: Instant;
  readonly heartbeatAt: Instant;
  /** The age of the heartbeat, in ms, by the database's clock, which also wrote it. */
  readonly silentMs: number;
  /** When it said that it stops; `null` while it works, or died without a word. */
  readonly stoppedAt: Instant | null;
  /** How many runs it has in hand. */
  readonly inHand: number;
}

/** `false`: the id belongs to a worker that is alive, and nothing was changed. One that had stopped, or died, comes back. */
export async function registerWorker(pool: Pool, worker: NewWorker): Promise<boolean> {
  const { workerId, host, pid, version, queues } = worker;
  const values = [workerId, host, pid, version, queues, ORPHANED_AFTER_MS];
  return (await new QueryRunner(pool).rows({ text: REGISTER_WORKER, values })).length > 0;
}

/**
 * Says that a worker is alive. `false`: it is not known as a working one any more, because somebody has declared it
 * stopped or retention has removed it; its runs may be somebody else's by now.
 */
export async function heartbeat(pool: Pool, workerId: string): Promise<boolean> {
  return (await new QueryRunner(pool).rows({ name: 'heartbeat', text: HEARTBEAT, values: [workerId] })).length > 0;
}

/** Does nothing for a worker that has stopped or is not known. */
export async function markWorkerStopped(pool: Pool, workerId: string): Promise<void> {
  await new QueryRunner(pool).rows({ text: STOP_WORKER, values: [workerId] });
}

export interface ListWorkersOptions {
  /** Also those that have stopped. Default: false. */
  readonly stopped?: boolean;
}

/** Workers, the one that started first coming first. */
export async function listWorkers(
  database: Database,
  { stopped = false }: ListWorkersOptions = {},
): Promise<readonly Worker[]> {
  const rows = await new QueryRunner(database).rows<WorkerRow>({
    name: 'list-workers',
    text: LIST_WORKERS,
    values: [stopped],
  });
  return rows.map(({ started_at, heartbeat_at, stopped_at, silentMs, ...worker }) => ({
    ...worker,
    startedAt: instant(started_at),
    heartbeatAt: instant(heartbeat_at),
    silentMs: Math.max(0, silentMs),
    stoppedAt: instantOrNull(stopped_at),
  }));
}

interface WorkerRow extends NewWorker {
  readonly started_at: Date;
  readonly heartbeat_at: Date;
  readonly stopped_at: Date | null;
  readonly silentMs: number;
  readonly inHand: number;
}
