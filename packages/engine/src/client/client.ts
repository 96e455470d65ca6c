import { DBOSClient, type DLogger } from '@dbos-inc/dbos-sdk';
import type { RunEstimate, RunView } from '@telltale/core';
import {
  assertSchema,
  connectionError,
  createFeed,
  createReader,
  describeDatabase,
  type Feed,
  type Reader,
} from '@telltale/ledger';
import type pg from 'pg';
import type { ArtifactStore, ByteRange } from '../artifacts/artifact-store.ts';
import { APPLICATION_NAME } from '../engine-version.ts';
import { ClientClosedError } from '../errors/control-errors.ts';
import type { AnyPipeline, InputOf, ResultOf } from '../pipeline/pipeline.ts';
import { pipelinesByName } from '../pipeline/pipelines-by-name.ts';
import { createPool } from '../postgres/create-pool.ts';
import type { Asked } from './asked.ts';
import type { ClientContext } from './context.ts';
import { type ControlResult, cancel, pause, type ResumeOptions, resume } from './controls.ts';
import { type OpenedArtifact, openArtifact } from './open-artifact.ts';
import { readEstimate, readView } from './read-view.ts';
import { type RunEnd, readResult } from './run-end.ts';
import { setPriority } from './set-priority.ts';
import { type RerunOptions, type RetryOptions, rerun, retry, retryFailedItems } from './start-again.ts';
import { type NewRunOptions, submit } from './submit.ts';
import type { SubmittedRun } from './submitted-run.ts';
import { type WaitOptions, waitForEnd } from './wait-for-end.ts';

interface CommonOptions {
  /** The pipelines that can be submitted by name, and whose current steps a retry is checked against. Default: none. */
  readonly pipelines?: readonly AnyPipeline[];
  /** Where the workers put the files of runs. Default: none, and artifacts cannot be opened. */
  readonly artifacts?: ArtifactStore;
}

/** `url`: the client makes a pool of its own. `pool`: it uses this one, which stays the caller's to close. */
export type ClientOptions = CommonOptions &
  ({ readonly url: string; readonly pool?: never } | { readonly pool: pg.Pool; readonly url?: never });

/**
 * Submits runs, controls them and tells of them, and executes none: for servers, commands and scripts. Each change is one
 * transaction, so that a crash leaves a run as it was or as it should be.
 *
 * Every method can throw `DatabaseUnreachableError`, `LedgerQueryError` and `ClientClosedError`; those that take a run id
 * also `RunNotFoundError`; those that ask something of a run `ControlRefusedError`, which says what it can be asked for.
 */
export interface Client extends AsyncDisposable {
  /** Lists and looks up runs, on the client's pool. */
  readonly reader: Reader;
  /** Follows runs, live. It listens over a connection of its own from its first use on; the client closes it. */
  readonly feed: Feed;

  /**
   * Starts a run, in the queue of its pipeline; a worker that runs then or later takes it. There is one run of a subject
   * in flight: if there is one, or one was made with the same idempotency key, that one is given, and said so. So a
   * submission whose outcome was lost can be repeated.
   *
   * Throws `UnknownPipelineError`, `InvalidInputError`, `InvalidSubjectError`, `InvalidOptionError`, and `InvalidRunError`
   * for an idempotency key that cannot be one.
   */
  submit<P extends AnyPipeline>(pipeline: P, input: InputOf<P>, options?: NewRunOptions): Promise<SubmittedRun>;
  submit(pipeline: string, input: unknown, options?: NewRunOptions): Promise<SubmittedRun>;

  /** What is in work finishes, then the run pauses. One that no live worker has pauses at once. */
  pause(runId: string, options?: Asked): Promise<ControlResult>;
  /** Puts a paused run back into its queue. Throws `AnswerMissingError` and `InvalidAnswerError`. */
  resume(runId: string, options?: ResumeOptions): Promise<ControlResult>;
  /** What is in work is told to stop. A run that no live worker has is cancelled at once. */
  cancel(runId: string, options?: Asked): Promise<ControlResult>;

  /**
   * Makes a new run that goes on where one that failed or was cancelled ended, with the items that the step had done. Where
   * a run of the subject is in flight, that one is given. Throws `StepsChangedError`, `RunPrunedError`, and as `submit`.
   */
  retry(runId: string, options?: RetryOptions): Promise<SubmittedRun>;
  /** As `retry`, of any run that ended: does the failed items of `step` again, and all later steps. Throws `NoFailedItemsError`. */
  retryFailedItems(runId: string, step: string, options?: NewRunOptions): Promise<SubmittedRun>;
  /** As `retry`, of any run that ended: begins again at a step that it had come to. Throws `StepNotReachedError`. */
  rerun(runId: string, options?: RerunOptions): Promise<SubmittedRun>;

  /** Changes the place of a queued run: the lowest goes first, 0–2,147,483,647. Throws `RunNotQueuedError`. */
  setPriority(runId: string, priority: number): Promise<void>;

  /**
   * Waits until the run has ended, however long it is paused. `pipeline`, which has to be the run's own, only says of what
   * type its result is. Throws `TimedOutError` and the signal's reason.
   */
  wait<P extends AnyPipeline>(pipeline: P, runId: string, options?: WaitOptions): Promise<RunEnd<ResultOf<P>>>;
  wait(runId: string, options?: WaitOptions): Promise<RunEnd>;
  /** As `wait`, of a run that has ended. Throws `RunNotEndedError`. */
  result(runId: string): Promise<RunEnd>;
  /** All that the run's trace tells of it. */
  view(runId: string): Promise<RunView>;
  /** How far it is, and how long it will take. */
  estimate(runId: string): Promise<RunEstimate>;
  /** Opens a file of a run. Throws `ArtifactNotFoundError`, `NoArtifactStoreError`, and what the store throws. */
  openArtifact(runId: string, artifactId: string, range?: ByteRange): Promise<OpenedArtifact>;

  /** Ends what waits, and the connections. */
  close(): Promise<void>;
}

/** DBOS has nothing to tell here that a call does not throw. */
const SILENT: DLogger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/**
 * Makes a client of a database that `setUpDatabase` has prepared. Throws `DatabaseUnreachableError`, `SchemaOutdatedError`,
 * `SchemaTooNewError`, and `InvalidPipelineError` for two pipelines of one name.
 */
export async function createClient({ url, pool: given, pipelines = [], artifacts }: ClientOptions): Promise<Client> {
  const byName = pipelinesByName(pipelines);
  const pool = given ?? createPool({ connectionString: url, application_name: 'telltale-client' });
  try {
    await assertSchema(pool);
  } catch (error) {
    if (given === undefined) await pool.end();
    throw connectionError(describeDatabase(pool), error) ?? error;
  }
  const dbos = await DBOSClient.create({
    systemDatabaseUrl: url ?? '',
    systemDatabasePool: pool,
    applicationName: APPLICATION_NAME,
    logger: SILENT,
  });
  const closing = new AbortController();
  const reader = createReader(pool);
  const context: ClientContext = { pool, reader, dbos, pipelines: byName, closing: closing.signal };
  let feed: Feed | null = null;

  function openFeed(): Feed {
    context.closing.throwIfAborted();
    feed ??= createFeed({ pool, applicationName: 'telltale-client-feed' });
    return feed;
  }

  async function whileOpen<T>(call: () => Promise<T>): Promise<T> {
    context.closing.throwIfAborted();
    return await call();
  }

  // A cast, as TypeScript does not match the result of a pipeline that is not known yet with that of any.
  const wait = ((...args: WaitArguments) => {
    const [runId, options = {}] = isOfPipeline(args) ? [args[1], args[2]] : args;
    return whileOpen(() => {
      feed ??= createFeed({ pool, applicationName: 'telltale-client-feed' });
      return waitForEnd(context, feed, runId, options);
    });
  }) as Client['wait'];

  let closed: Promise<void> | null = null;
  const close = () => {
    closed ??= closeAll();
    return closed;
  };
  async function closeAll(): Promise<void> {
    closing.abort(new ClientClosedError());
    await feed?.close();
    await dbos.destroy();
    if (given === undefined) await pool.end();
  }

  return {
    reader,
    get feed() {
      return openFeed();
    },
    submit: (pipeline: AnyPipeline | string, input: unknown, options = {}) =>
      whileOpen(() => submit(context, pipeline, input, options)),
    pause: (runId, options = {}) => whileOpen(() => pause(context, runId, options)),
    resume: (runId, options = {}) => whileOpen(() => resume(context, runId, options)),
    cancel: (runId, options = {}) => whileOpen(() => cancel(context, runId, options)),
    retry: (runId, options = {}) => whileOpen(() => retry(context, runId, options)),
    retryFailedItems: (runId, step, options = {}) => whileOpen(() => retryFailedItems(context, runId, step, options)),
    rerun: (runId, options = {}) => whileOpen(() => rerun(context, runId, options)),
    setPriority: (runId, priority) => whileOpen(() => setPriority(context, runId, priority)),
    wait,
    result: (runId) => whileOpen(() => readResult(context, runId)),
    view: (runId) => whileOpen(() => readView(context, runId)),
    estimate: (runId) => whileOpen(() => readEstimate(context, runId)),
    openArtifact: (runId, artifactId, range) =>
      whileOpen(() => openArtifact(context, artifacts, { runId, artifactId, range })),
    close,
    [Symbol.asyncDispose]: close,
  };
}

type WaitArguments =
  | [runId: string, options?: WaitOptions]
  | [pipeline: AnyPipeline, runId: string, options?: WaitOptions];

function isOfPipeline(args: WaitArguments): args is Extract<WaitArguments, [AnyPipeline, ...unknown[]]> {
  return typeof args[0] !== 'string';
}

function ignore(): void {}
