import { TelltaleError } from '@telltale/core';
import { DatabaseUnreachableError, OwnershipLostError, RecorderClosedError, RunNotFoundError } from '../errors.ts';
import { assertSchema } from '../migrate/schema-version.ts';
import { tell } from '../observers.ts';
import { failedConnection } from '../postgres/connection-error.ts';
import { Backlog } from './backlog.ts';
import type { Batch } from './batch.ts';
import type { Entry, RecordedEvent } from './entry.ts';
import { FlushSender, type Written } from './flush-sender.ts';
import { FlushTimer } from './flush-timer.ts';
import { RunQueue } from './run-queue.ts';
import { RunRecorder } from './run-recorder.ts';
import { RECORDER_DEFAULTS, type RecorderHooks, type RecorderSettings } from './settings.ts';
import { WriterSession } from './writer-session.ts';

export interface RecorderOptions extends Partial<RecorderSettings> {
  /** A Postgres URL. A direct one or a session pooler's: the recorder keeps one session. */
  readonly url: string;
  /** Shown in `pg_stat_activity`. Default: `telltale-recorder`. */
  readonly applicationName?: string;
  /** Milliseconds since the Unix epoch. Default: `Date.now`. */
  readonly now?: () => number;
  readonly hooks?: RecorderHooks;
}

export interface RunRecorderOptions {
  /** DBOS's token of the execution. Default: `null`, a writer that needs none. */
  readonly owner?: string | null;
  /** Hears of every event that this writer has committed, as the flush with it ends. What it throws changes nothing. */
  readonly recorded?: ((events: readonly RecordedEvent[]) => void) | undefined;
}

/** How the recorder is doing, for metrics and for people. */
export interface RecorderState {
  /** Events that wait in this process, those in the flush under way included. */
  readonly queuedEvents: number;
  /** `writing` is the usual state; `retrying` while the database is away; `failed` when it may never write here. */
  readonly state: 'writing' | 'retrying' | 'failed' | 'closed';
  /** What is wrong while it retries, or why it failed. */
  readonly error: Error | null;
}

/**
 * The write side of the ledger: one per process, over one connection, for any number of runs.
 *
 *                    event()                        linger over, or somebody waits
 *     ┌──────┐ ───────────────────▶ ┌───────────┐ ───────────────────────────────────▶ ┌──────────┐
 *     │ idle │                      │ lingering │                                      │ flushing │◀─┐ lost connection:
 *     └──────┘ ◀─────────────────── └───────────┘ ◀─────────────────────────────────── └──────────┘──┘ the same flush again
 *                                                        more was queued meanwhile
 *
 * One flush is under way at a time. It takes what is queued for all runs, in order, in one round trip and one
 * transaction. What is queued meanwhile goes with the next one, so the busier it is, the cheaper an event gets.
 */
export class Recorder implements AsyncDisposable {
  readonly settings: RecorderSettings;
  readonly now: () => number;
  readonly #hooks: RecorderHooks;
  readonly #session: WriterSession;
  readonly #sender: FlushSender;
  readonly #runs = new Map<string, RunRecorder>();
  readonly #backlog: Backlog;
  readonly #timer: FlushTimer;
  /** Starts a flush for progress that was held back. */
  #reminder: NodeJS.Timeout | null = null;
  #flushing: Promise<void> | null = null;
  #inFlightEvents = 0;
  /** What callers wait for while too much is queued. */
  #room: PromiseWithResolvers<void> | null = null;
  #failure: TelltaleError | null = null;
  #closed = false;

  /** @internal Use `openRecorder`. */
  constructor(options: RecorderOptions) {
    const { url, applicationName = 'telltale-recorder', now = Date.now, hooks = {}, ...settings } = options;
    this.settings = { ...RECORDER_DEFAULTS, ...settings };
    this.now = now;
    this.#hooks = hooks;
    this.#session = new WriterSession({ url, applicationName, connectTimeoutMs: this.settings.connectTimeoutMs });
    this.#sender = new FlushSender(this.#session, this.settings, hooks);
    this.#backlog = new Backlog(this.settings, (problem) => this.report(problem));
    this.#timer = new FlushTimer(this.settings.lingerMs, () => void this.#startFlush());
  }

  /** @internal `openRecorder` calls it. */
  async connect(): Promise<void> {
    try {
      await this.#session.connect(assertSchema);
    } catch (error) {
      throw error instanceof TelltaleError ? error : failedConnection(this.#session.target, error);
    }
  }

  get state(): RecorderState {
    const { error } = this.#sender;
    return {
      queuedEvents: this.#backlog.events + this.#inFlightEvents,
      state: this.#failure !== null ? 'failed' : this.#closed ? 'closed' : error !== null ? 'retrying' : 'writing',
      error: this.#failure ?? error,
    };
  }

  /** Backend process of the writing connection; for tests that end it. */
  get processId(): number | null {
    return this.#session.processId;
  }

  /**
   * The writer of one run. With `owner`, DBOS's token of this execution of it, every write is fenced: once the run has
   * moved to another worker they are refused, `lost` aborts, and everybody who waits gets `OwnershipLostError`.
   *
   * One that is open under the same owner is given again, with the listener that it has.
   */
  run(runId: string, { owner = null, recorded }: RunRecorderOptions = {}): RunRecorder {
    const existing = this.#runs.get(runId);
    if (existing !== undefined && existing.owner === owner && !existing.lost.aborted) return existing;
    const run = new RunRecorder(this, new RunQueue(runId, owner, recorded));
    this.#runs.set(runId, run);
    return run;
  }

  /** Resolves once everything that was queued for the run when it was called is in the database. */
  flushed(runId: string): Promise<void> {
    return this.#runs.get(runId)?.flushed() ?? Promise.resolve();
  }

  /** Writes what is queued and closes the connection. Rejects if that takes longer than `timeoutMs` (default 30,000). */
  async close({ timeoutMs = 30_000 }: { readonly timeoutMs?: number } = {}): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#reminder ?? undefined);
    this.#backlog.payDebts();
    let unwritten = 0;
    const limit = setTimeout(() => {
      unwritten = this.state.queuedEvents;
      this.#sender.stop();
      this.#session.drop();
    }, timeoutMs);
    while (this.#failure === null && (this.#flushing !== null || !this.#backlog.isEmpty)) {
      await (this.#flushing ?? this.#startFlush());
    }
    clearTimeout(limit);
    this.#timer.cancel();
    await this.#session.close();
    if (unwritten > 0) {
      throw new DatabaseUnreachableError(this.#session.target, this.#failure, {
        reason: `after ${timeoutMs} ms there were still ${unwritten} events to write`,
      });
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** @internal Queues an event. Returns a promise only when the caller should wait for room. */
  enqueue(queue: RunQueue, entry: Entry): Promise<void> | undefined {
    if (this.#refuses(queue)) return undefined;
    queue.push(entry);
    this.#backlog.events += 1;
    this.#backlog.add(queue);
    if (this.#backlog.events < this.settings.maxQueuedEvents) {
      this.#schedule(false);
      return undefined;
    }
    this.#schedule(true);
    this.#room ??= Promise.withResolvers();
    return this.#room.promise;
  }

  /** @internal */
  progressChanged(queue: RunQueue): void {
    if (this.#refuses(queue)) return;
    this.#backlog.add(queue);
    this.#schedule(false);
  }

  /** @internal Resolves once all that the run has queued is in the database; starts a flush at once. */
  settle(queue: RunQueue): Promise<void> {
    const settled = queue.settled();
    if (queue.hasWaiters) this.#schedule(true);
    return settled;
  }

  /** @internal Tells of something that has no caller to be thrown at. */
  report(error: Error): void {
    tell(() => this.#hooks.problem?.(error));
  }

  /** @internal Forgets a run that nobody writes any more. */
  forget(run: RunRecorder): void {
    if (this.#runs.get(run.runId) === run) this.#runs.delete(run.runId);
  }

  /** Whoever waits for something of this run is told by its queue. */
  #refuses(queue: RunQueue): boolean {
    if (queue.refusal === null && this.#failure === null && !this.#closed) return false;
    queue.refusal ??= this.#failure ?? new RecorderClosedError();
    return true;
  }

  #schedule(now: boolean): void {
    if (this.#flushing !== null) return;
    if (now) this.#timer.soon();
    else this.#timer.later();
  }

  #startFlush(): Promise<void> {
    this.#timer.cancel();
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = null;
      if (this.#failure === null && !this.#backlog.isEmpty) this.#schedule(this.#backlog.isUrgent);
    });
    return this.#flushing;
  }

  async #flush(): Promise<void> {
    const batch = this.#backlog.take(this.now());
    this.#remind();
    if (batch.parts.length === 0) return;
    this.#inFlightEvents = batch.events;
    if (this.#backlog.events < this.settings.maxQueuedEvents) this.#makeRoom();
    try {
      for await (const written of this.#sender.write(batch)) this.#settleParts(written);
    } catch (error) {
      this.#fail(error as TelltaleError, batch);
    } finally {
      this.#inFlightEvents = 0;
    }
  }

  #remind(): void {
    clearTimeout(this.#reminder ?? undefined);
    const delayMs = this.#closed ? null : this.#backlog.untilDebt(this.now());
    this.#reminder = delayMs === null ? null : setTimeout(() => this.#schedule(true), delayMs);
  }

  #makeRoom(): void {
    this.#room?.resolve();
    this.#room = null;
  }

  #settleParts({ batch, seqs }: Written): void {
    for (const [index, { queue, entries, changes }] of batch.parts.entries()) {
      const seq = seqs[index] ?? null;
      if (seq === null) {
        this.#refuse(
          queue,
          queue.owner === null ? new RunNotFoundError(queue.runId) : new OwnershipLostError(queue.runId),
        );
      } else {
        queue.written(entries.length, changes, seq);
        const { recorded } = queue;
        if (recorded !== undefined && entries.length > 0) tell(() => recorded(withoutKept(entries)));
      }
    }
  }

  #refuse(queue: RunQueue, error: TelltaleError): void {
    this.#backlog.drop(queue);
    queue.refuse(error);
    for (const run of this.#runs.values()) if (run.writes(queue)) run.refuse(error);
    this.report(error);
  }

  /** Nothing can be written any more: everybody who waits, and everybody who comes, is told. */
  #fail(error: TelltaleError, underWay: Batch): void {
    this.#failure = error;
    for (const queue of this.#backlog.queues) queue.refuse(error);
    for (const { queue } of underWay.parts) queue.refuse(error);
    for (const run of this.#runs.values()) run.refuse(error);
    this.#makeRoom();
    this.report(error);
  }
}

/** What is kept is between a step and its later attempts. */
function withoutKept(entries: readonly Entry[]): readonly RecordedEvent[] {
  if (entries.every(({ kept }) => kept === null)) return entries;
  return entries.map((entry) => (entry.kept === null ? entry : { ...entry, kept: null }));
}

/**
 * Makes a recorder and connects it. Throws `DatabaseUnreachableError`, naming the host and never the password, or
 * `SchemaOutdatedError` or `SchemaTooNewError`.
 */
export async function openRecorder(options: RecorderOptions): Promise<Recorder> {
  const recorder = new Recorder(options);
  await recorder.connect();
  return recorder;
}
