import { DBOS, Error as DbosError } from '@dbos-inc/dbos-sdk';
import { connectionError, describeTarget } from '@telltale/ledger';
import type pg from 'pg';
import { APPLICATION_NAME, ENGINE_VERSION } from '../engine-version.ts';
import { DbosLaunchError } from '../errors/worker-errors.ts';
import type { AnyPipeline } from '../pipeline/pipeline.ts';
import { createPool } from '../postgres/create-pool.ts';
import { stopBackgroundLoops } from './dbos-internals.ts';
import { dbosLogger } from './dbos-logger.ts';
import type { LogEntry } from './hooks.ts';

export interface DbosOptions {
  readonly url: string;
  readonly workerId: string;
  readonly pipelines: Iterable<AnyPipeline>;
  /** The body of each pipeline's workflow. */
  readonly execute: (pipeline: AnyPipeline, input: unknown) => Promise<unknown>;
  readonly log: (entry: LogEntry) => void;
}

/**
 * How often DBOS may find a run in the hands of a process before it gives up on it. More than ever happens: the pipeline's
 * `maxTries` decides, because DBOS would leave no word of it in the trace.
 */
const MAX_RECOVERY_ATTEMPTS = 1_000_000;

/** The longest rest of a timer, in ms: DBOS is not to look for schedules, there are none. */
const NEVER_MS = 2 ** 31 - 1;

/**
 * A process that is stopped in a transaction may not keep anything locked for longer, in ms: when others give it up, which
 * they do after 30 s, its locks have to be gone.
 */
export const IDLE_TRANSACTION_MS = 20_000;

/** DBOS's connections. They are one to a process, as it is. */
let pool: pg.Pool | null = null;

/** DBOS for one worker. It is one to a process, so nothing of it may be left when this rejects, or after `shutDownDbos`. */
export async function launchDbos({ url, workerId, pipelines, execute, log }: DbosOptions): Promise<void> {
  pool = createPool({
    connectionString: url,
    application_name: 'telltale-worker-dbos',
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS,
    keepAlive: true,
  });
  DBOS.setConfig({
    name: APPLICATION_NAME,
    systemDatabaseUrl: url,
    // Its own would end the process at the loss of a connection that is just being made.
    systemDatabasePool: pool,
    applicationVersion: ENGINE_VERSION,
    executorID: workerId,
    // It polls the queues that are listed here; the dispatcher does that, when there is something to claim.
    listenQueues: [],
    // It listens for messages between workflows, of which there are none.
    useListenNotify: false,
    schedulerPollingIntervalMs: NEVER_MS,
    runMigrations: false,
    enableOTLP: false,
    logger: dbosLogger(log),
  });
  try {
    for (const pipeline of pipelines) {
      DBOS.registerWorkflow((input: unknown) => execute(pipeline, input), {
        name: pipeline.name,
        maxRecoveryAttempts: MAX_RECOVERY_ATTEMPTS,
      });
    }
    await DBOS.launch();
    await stopBackgroundLoops();
  } catch (error) {
    await shutDownDbos();
    const target = describeTarget(url);
    // Where DBOS says it in its own words, only what lies beneath: its sentence holds the URL, in which anything can stand.
    const reason = error instanceof DbosError.DBOSInitializationError ? error.error : error;
    throw connectionError(target, reason) ?? new DbosLaunchError(target, reason, error);
  }
}

export async function shutDownDbos(): Promise<void> {
  await DBOS.shutdown({ deregister: true });
  await pool?.end();
  pool = null;
}
