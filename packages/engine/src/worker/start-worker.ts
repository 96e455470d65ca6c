import { hostname } from 'node:os';
import {
  assertSchema,
  connectionError,
  describeTarget,
  type HeldRun,
  markWorkerStopped,
  openRecorder,
  registerWorker,
  waitingQueues,
} from '@telltale/ledger';
import type pg from 'pg';
import { createClient } from '../client/client.ts';
import { WorkerIdInUseError } from '../errors/worker-errors.ts';
import { executeRun } from '../execute/execute-run.ts';
import { Executions } from '../execute/executions.ts';
import type { ExecutionServices } from '../execute/services.ts';
import { createPool } from '../postgres/create-pool.ts';
import { ControlChecks } from './control-checks.ts';
import { IDLE_TRANSACTION_MS, launchDbos, shutDownDbos } from './dbos.ts';
import { claimRuns, Slots } from './dbos-internals.ts';
import { Dispatcher } from './dispatcher.ts';
import { handBack } from './hand-back.ts';
import { createHeartbeat } from './heartbeat.ts';
import type { LogEntry } from './hooks.ts';
import { listenForWork } from './listen-for-work.ts';
import { createMoments } from './moments.ts';
import { RunningWorker } from './running-worker.ts';
import { Troubles } from './troubles.ts';
import { createRetention } from './watchdog/retention.ts';
import { createWatchdog } from './watchdog/watchdog.ts';
import type { Worker } from './worker.ts';
import type { WorkerConfig } from './worker-options.ts';

/** A run that was claimed this long ago, in ms, and is not being worked on, never will be. */
const NOT_BEGUN_MS = 10_000;

/** In ms. Longer than a round of the watchdog, or each would connect anew: a quarter of what a waiting worker costs. */
const IDLE_CONNECTION_MS = 30_000;

/** What the recorder may still take to write at the end, in ms. */
const LAST_FLUSH_MS = 10_000;

/**
 * Makes the parts of a worker and starts them. `released` is called when everything of it is closed, so that the process
 * can have another one.
 */
export async function startWorker(config: WorkerConfig, released: () => void): Promise<Worker> {
  const { url, pipelines, artifacts, workerId, version, traceIdOf, settings } = config;
  const moments = createMoments(config.hooks);
  const { log } = moments;
  await using parts = new AsyncDisposableStack();
  parts.defer(released);
  const toClose = (what: string, close: () => Promise<unknown>) => parts.defer(() => closePart(what, close, log));

  const target = describeTarget(url);
  const troubles = new Troubles(target, log);
  const pool = workerPool(url);
  toClose('its connections', () => pool.end());
  await assertSchema(pool).catch((error: unknown) => {
    throw connectionError(target, error) ?? error;
  });
  // Now, and not when the first run has a file after an hour.
  await artifacts.check();
  const row = { workerId, host: hostname(), pid: process.pid, version, queues: [...pipelines.keys()] };
  if (!(await registerWorker(pool, row))) throw new WorkerIdInUseError(workerId);
  toClose('its entry in the table of workers', () => markWorkerStopped(pool, workerId));

  const problem = (error: Error) => log({ level: 'warn', message: error.message, error });
  const { flushed, retrying } = moments;
  const recorder = await openRecorder({ url, hooks: { problem, flushed, retrying } });
  toClose('the recorder', () => recorder.close({ timeoutMs: LAST_FLUSH_MS }));
  const client = await createClient({ pool });
  toClose('the client', () => client.close());

  const { reader } = client;
  const executions = new Executions();
  const services: ExecutionServices = {
    workerId,
    pool,
    recorder,
    reader,
    artifacts,
    settings,
    moments,
    traceIdOf,
    submit: (pipeline, input, options) => client.submit(pipeline, input, options),
  };
  await launchDbos({
    url,
    workerId,
    pipelines: pipelines.values(),
    execute: (pipeline, input) => executeRun(pipeline, input, services, executions),
    log,
  });
  toClose('DBOS', shutDownDbos);

  const dispatcher = new Dispatcher({
    queues: row.queues,
    claim: (queue, signal) => claimRuns(queue, pipelines.get(queue)?.queue.workerConcurrency ?? 0, signal),
    waiting: () => waitingQueues(pool, row.queues),
    pollMs: settings.pollMs,
    troubles,
  });
  const slots = new Slots((queue) => dispatcher.wake(queue));
  const controlChecks = new ControlChecks({ pool, executions, troubles });
  const afterHeartbeat = async () => {
    controlChecks.wake();
    const which = (held: HeldRun) => held.heldMs > NOT_BEGUN_MS && !slots.has(held.runId);
    await handBack({ pool, moments, workerId, which, reason: 'this worker had claimed it and could not begin it' });
  };
  const heartbeat = createHeartbeat({
    pool,
    worker: row,
    everyMs: settings.heartbeatMs,
    afterHeartbeat,
    log,
    troubles,
  });
  const watchdog = createWatchdog({ workerId, pool, reader, pipelines, moments, troubles }, settings.watchdogMs);
  const { keepRunsDays } = settings;
  const retention = keepRunsDays === null ? null : createRetention({ pool, artifacts, keepRunsDays, log, troubles });

  moments.started({ workerId, recorder });
  for (const part of [dispatcher, controlChecks, heartbeat, watchdog, ...(retention === null ? [] : [retention])]) {
    part.start();
    toClose('a loop', () => part.stop());
  }
  // What a dead worker left behind waits for nobody else: this may be the only one there is.
  watchdog.wake();
  retention?.wake();
  const listener = await listenForWork({ url, dispatcher, controlChecks, troubles });
  toClose('the listener', () => listener.close());
  return new RunningWorker({ config, moments, pool, executions, slots, dispatcher, watchdog, parts: parts.move() });
}

/** What a worker cannot close it leaves to the end of the process: there is nothing better to do. */
async function closePart(what: string, close: () => Promise<unknown>, log: (entry: LogEntry) => void): Promise<void> {
  try {
    await close();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log({ level: 'warn', message: `The worker could not close ${what}: ${reason}`, error });
  }
}

function workerPool(url: string): pg.Pool {
  return createPool({
    connectionString: url,
    application_name: 'telltale-worker',
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS,
    keepAlive: true,
    idleTimeoutMillis: IDLE_CONNECTION_MS,
  });
}
