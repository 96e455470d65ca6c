import { TelltaleError } from '@telltale/core';
import { DatabaseUnreachableError, OwnershipLostError, RecorderClosedError, RunNotFoundError } from '../errors.ts';
import { assertSchema } from '../migrate/schema-version.ts';
import { failedConnection } from '../postgres/connection-error.ts';
import { type Batch, type BatchPart, createBatch } from './batch.ts';
import type { Entry } from './entry.ts';
import { FlushSender } from './flush-sender.ts';
import { progressedEntry } from './own-entries.ts';
import { progressJson } from './progress.ts';
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

  /** Runs with something to write. */
  readonly #dirty = new Set<RunQueue>();
  /** Runs whose newest progress has no event yet, because the last such event was less than a second ago. */
  readonly #owing = new Set<RunQueue>();
  #queuedEvents = 0;
  #inFlightEvents = 0;
  #flushing: Promise<void> | null = null;
  #immediate: NodeJS.Immediate | null = null;
  #linger: NodeJS.Timeout | null = null;
  #owingTimer: NodeJS.Timeout | null = null;
  #room: PromiseWithResolvers<void> | null = null;
  #failure: TelltaleError | null = null;
  #closed = false;

  private constructor(options: RecorderOptions) {
    const { url, applicationName = 'telltale-recorder', now = Date.now, hooks = {}, ...settings } = options;
    this.settings = { ...RECORDER_DEFAULTS, ...settings };
    this.now = now;
    this.#hooks = hooks;
    this.#session = new WriterSession({ url, applicationName, connectTimeoutMs: this.settings.connectTimeoutMs });
    this.#sender = new FlushSender(this.#session, this.settings, hooks);
  }

  /**
   * Connects. Throws `DatabaseUnreachableError`, naming the host and never the password, or `SchemaOutdatedError` or
   * `SchemaTooNewError`.
   */
  static async open(options: RecorderOptions): Promise<Recorder> {
    const recorder = new Recorder(options);
    try {
      await recorder.#session.connect(assertSchema);
    } catch (error) {
      throw error instanceof TelltaleError ? error : failedConnection(recorder.#session.target, error);
    }
    return recorder;
  }

  get state(): RecorderState {
    const { error } = this.#sender;
    return {
      queuedEvents: this.#queuedEvents + this.#inFlightEvents,
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
   */
  run(runId: string, { owner = null }: { readonly owner?: string | null } = {}): RunRecorder {
    const existing = this.#runs.get(runId);
    if (existing !== undefined && existing.owner === owner && !existing.lost.aborted) return existing;
    const run = new RunRecorder(this, new RunQueue(runId, owner));
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
    for (const queue of this.#owing) this.#dirty.add(queue);
    clearTimeout(this.#owingTimer ?? undefined);
    let unwritten = 0;
    const limit = setTimeout(() => {
      unwritten = this.#queuedEvents + this.#inFlightEvents;
      this.#sender.stop();
      this.#session.drop();
    }, timeoutMs);
    while (this.#failure === null && unwritten === 0 && (this.#flushing !== null || this.#dirty.size > 0)) {
      await (this.#flushing ?? this.#startFlush());
    }
    clearTimeout(limit);
    this.#cancelScheduled();
    for (const queue of this.#dirty) queue.refuse(new RecorderClosedError());
    this.#dirty.clear();
    await this.#session.close();
    if (unwritten > 0) {
      throw new DatabaseUnreachableError(
        this.#session.target,
        new Error(`${unwritten} events could not be written in time`),
      );
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** @internal Queues an event. Returns a promise only when the caller should wait for room. */
  enqueue(queue: RunQueue, entry: Entry): Promise<void> | undefined {
    const refusal = queue.refusal ?? this.#failure ?? (this.#closed ? new RecorderClosedError() : null);
    if (refusal !== null) {
      queue.refusal ??= refusal;
      return undefined;
    }
    queue.push(entry);
    this.#queuedEvents += 1;
    this.#dirty.add(queue);
    this.#schedule(false);
    if (this.#queuedEvents < this.settings.maxQueuedEvents) return undefined;
    this.#schedule(true);
    this.#room ??= Promise.withResolvers();
    return this.#room.promise;
  }

  /** @internal */
  progressChanged(queue: RunQueue): void {
    if (queue.refusal !== null || this.#failure !== null || this.#closed) return;
    this.#dirty.add(queue);
    if (queue.progressEventDue) this.#owing.add(queue);
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
    this.#hooks.problem?.(error);
  }

  /** @internal Forgets a run that nobody writes any more. */
  forget(run: RunRecorder): void {
    if (this.#runs.get(run.runId) === run) this.#runs.delete(run.runId);
  }

  #schedule(now: boolean): void {
    if (this.#flushing !== null || this.#immediate !== null) return;
    if (now) {
      clearTimeout(this.#linger ?? undefined);
      this.#linger = null;
      // After the microtasks: lanes that go on at the same moment then share the flush.
      this.#immediate = setImmediate(() => void this.#startFlush());
    } else if (this.#linger === null) {
      this.#linger = setTimeout(() => void this.#startFlush(), this.settings.lingerMs);
    }
  }

  #cancelScheduled(): void {
    clearTimeout(this.#linger ?? undefined);
    this.#linger = null;
    clearImmediate(this.#immediate ?? undefined);
    this.#immediate = null;
  }

  #startFlush(): Promise<void> {
    this.#cancelScheduled();
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = null;
      if (this.#dirty.size === 0 || this.#failure !== null) return;
      let someoneWaits = this.#queuedEvents >= this.settings.maxFlushEvents;
      for (const queue of this.#dirty) someoneWaits ||= queue.hasWaiters;
      this.#schedule(someoneWaits);
    });
    return this.#flushing;
  }

  async #flush(): Promise<void> {
    const batch = this.#takeBatch();
    if (batch.parts.length === 0) return;
    this.#inFlightEvents = batch.events;
    if (this.#room !== null && this.#queuedEvents < this.settings.maxQueuedEvents) {
      this.#room.resolve();
      this.#room = null;
    }
    try {
      for await (const written of this.#sender.write(batch)) this.#settleParts(written.batch, written.seqs);
    } catch (error) {
      this.#fail(error as TelltaleError);
    } finally {
      this.#inFlightEvents = 0;
    }
  }

  #takeBatch(): Batch {
    const nowMs = this.now();
    this.#takeOwing(nowMs);
    const parts: BatchPart[] = [];
    const share = Math.max(1, Math.floor(this.settings.maxFlushEvents / Math.max(1, this.#dirty.size)));
    // One order in all processes, so that two flushes cannot deadlock.
    const queues = [...this.#dirty].sort((a, b) => (a.runId < b.runId ? -1 : a.runId > b.runId ? 1 : 0));
    for (const queue of queues.slice(0, this.settings.maxFlushEvents)) {
      const entries = [...queue.take(share)];
      this.#queuedEvents -= entries.length;
      const drained = queue.length === 0;
      const progress = queue.progressIsNew || queue.progressEventDue ? queue.progress : null;
      const json = progress === null ? null : progressJson(progress);
      // Its counts speak of all events queued so far, so it may only follow the last of them.
      if (progress !== null && json !== null && drained && this.#mayTellProgress(queue, nowMs)) {
        entries.push(progressedEntry(progress.step, json, nowMs));
        queue.addToFlush();
        queue.progressEventDue = false;
        queue.progressEventAtMs = nowMs;
        this.#owing.delete(queue);
      }
      if (drained) this.#dirty.delete(queue);
      parts.push({ queue, entries, progress: json, changes: queue.changes });
    }
    return createBatch(parts);
  }

  #mayTellProgress(queue: RunQueue, nowMs: number): boolean {
    if (!queue.progressEventDue) return false;
    return this.#closed || nowMs - queue.progressEventAtMs >= this.settings.progressEventMs;
  }

  /** Runs whose held-back progress event is due join the flush; the next one is waited for. */
  #takeOwing(nowMs: number): void {
    clearTimeout(this.#owingTimer ?? undefined);
    this.#owingTimer = null;
    let nextMs = Number.POSITIVE_INFINITY;
    for (const queue of this.#owing) {
      if (!queue.progressEventDue) {
        this.#owing.delete(queue);
      } else if (this.#mayTellProgress(queue, nowMs)) {
        this.#dirty.add(queue);
      } else {
        nextMs = Math.min(nextMs, queue.progressEventAtMs + this.settings.progressEventMs - nowMs);
      }
    }
    if (nextMs < Number.POSITIVE_INFINITY && !this.#closed) {
      this.#owingTimer = setTimeout(() => this.#schedule(true), nextMs);
    }
  }

  #settleParts(batch: Batch, seqs: ReadonlyMap<number, number>): void {
    for (const [index, part] of batch.parts.entries()) {
      const seq = seqs.get(index + 1);
      if (seq === undefined) {
        const { runId, owner } = part.queue;
        this.#refuse(part.queue, owner === null ? new RunNotFoundError(runId) : new OwnershipLostError(runId));
      } else {
        part.queue.lastSeq = Math.max(part.queue.lastSeq, seq);
        part.queue.written(part.entries.length, part.changes);
      }
    }
  }

  #refuse(queue: RunQueue, error: TelltaleError): void {
    this.#queuedEvents -= queue.length;
    queue.refuse(error);
    this.#dirty.delete(queue);
    this.#owing.delete(queue);
    for (const run of this.#runs.values()) if (run.writes(queue)) run.refuse(error);
    this.report(error);
  }

  #fail(error: TelltaleError): void {
    this.#failure = error;
    for (const queue of this.#dirty) queue.refuse(error);
    for (const run of this.#runs.values()) run.refuse(error);
    this.#queuedEvents = 0;
    this.#dirty.clear();
    this.#owing.clear();
    this.#room?.resolve();
    this.#room = null;
    this.report(error);
  }
}
