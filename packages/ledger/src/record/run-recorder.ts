import type { NewEvent, TelltaleError } from '@telltale/core';
import { InvalidEventError, InvalidItemResultError, InvalidKeptError } from '../errors.ts';
import type { Entry, Keeping } from './entry.ts';
import { keptJson } from './kept-json.ts';
import { newEntry } from './new-entry.ts';
import { refusedEntry } from './own-entries.ts';
import type { Progress, ProgressTeller } from './progress.ts';
import type { Recorder } from './recorder.ts';
import type { RunQueue } from './run-queue.ts';

export type ItemEnd = NewEvent<'item.succeeded' | 'item.failed' | 'item.skipped'>;
export type ActionEnd = NewEvent<'action.finished'>;

/** With these the step's counts begin anew or are told by the event itself: progress held back before them is stale. */
const STEP_BOUNDARIES: ReadonlySet<string> = new Set([
  'step.started',
  'step.succeeded',
  'step.failed',
  'step.skipped',
  'step.stopped',
]);

/** Writes the trace of one run, from one process. Events of it are committed in the order in which they were handed over. */
export class RunRecorder {
  readonly #recorder: Recorder;
  readonly #queue: RunQueue;
  readonly #lost = new AbortController();

  /** @internal Use `recorder.run(runId)`. */
  constructor(recorder: Recorder, queue: RunQueue) {
    this.#recorder = recorder;
    this.#queue = queue;
  }

  get runId(): string {
    return this.#queue.runId;
  }

  get owner(): string | null {
    return this.#queue.owner;
  }

  /** Aborts, with the error as its reason, once the run may not be written any more: another worker owns it, or it is gone. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** The newest seq of the run that this process knows of. */
  get lastSeq(): number {
    return this.#queue.lastSeq;
  }

  /**
   * Hands over an event without waiting for the database. It is committed within `lingerMs` and one flush, unless this
   * process is killed before that. Never throws: a bad event becomes a log line in the trace and is told to
   * `hooks.problem`.
   *
   * Returns a promise when `maxQueuedEvents` are waiting: await what it returns, and a slow database slows the caller
   * down; memory stays bounded and no event is dropped.
   */
  event(event: NewEvent): Promise<void> | undefined {
    return this.#recorder.enqueue(this.#queue, this.#entry(event));
  }

  /**
   * Hands over the end of an action, as `event` does, with what a later attempt of its step gets of it: JSON that stands in
   * the action's row, and nowhere else. Throws `InvalidKeptError` for what JSON or Postgres cannot hold; nothing is recorded
   * then.
   */
  finishAction(event: ActionEnd, kept: unknown): Promise<void> | undefined {
    const { runId } = this;
    const json = keptJson(
      kept,
      this.#recorder.settings.maxResultBytes,
      (problem, cause) => new InvalidKeptError(runId, String(event.actionId), problem, { cause }),
    );
    return this.#recorder.enqueue(this.#queue, this.#entry(event, { kept: json, attempts: null }));
  }

  /**
   * Hands over an event and resolves once it is committed, and with it every earlier one of this run: another process
   * can see it, and a crash cannot lose it. Record an action's start like this before the action runs.
   *
   * Rejects with `InvalidEventError`, `OwnershipLostError`, `RunNotFoundError` or `LedgerWriteError`. While the database
   * is away it waits.
   */
  async record(event: NewEvent): Promise<void> {
    this.#enqueueOrThrow(newEntry(this.runId, event, this.#recorder.now()));
    await this.#recorder.settle(this.#queue);
  }

  /**
   * Records the end of an item together with the item's row, its checkpoint, and resolves once both are committed: an item
   * that was acknowledged here is there after any crash. `result` is what the body gave back, kept as JSON; `attempts`
   * counts its tries (default 1).
   *
   * Rejects as `record` does, and with `InvalidItemResultError` for a result that JSON or Postgres cannot hold.
   */
  async finishItem(
    event: ItemEnd,
    { result, attempts = 1 }: { result?: unknown; attempts?: number } = {},
  ): Promise<void> {
    const { runId } = this;
    const kept = keptJson(
      result,
      this.#recorder.settings.maxResultBytes,
      (problem, cause) => new InvalidItemResultError(runId, String(event.item), problem, { cause }),
    );
    const keeping = { kept, attempts: Math.min(Math.max(1, Math.trunc(attempts)), 32_767) };
    this.#enqueueOrThrow(newEntry(runId, event, this.#recorder.now(), keeping));
    await this.#recorder.settle(this.#queue);
  }

  /**
   * Says how far the step is. Only the newest of several calls between two flushes is written to the run's row; as an
   * event (`step.progressed`) it is recorded at most once a second, the last one always.
   *
   * Given a function it asks that one instead, once in each flush that needs it and as that flush is made: lists are only
   * built when they are written, and the counts agree with the events that go along. It may be asked until something newer
   * is said, the end of the step is written or the run is released; it must neither wait nor record. If it throws,
   * `hooks.problem` is told and everything else is written.
   */
  progress(progress: Progress | ProgressTeller): void {
    this.#queue.setProgress(progress);
    this.#recorder.progressChanged(this.#queue);
  }

  /** Resolves once everything handed over so far is committed. Rejects as `record` does. */
  flushed(): Promise<void> {
    return this.#recorder.settle(this.#queue);
  }

  /** Writes what is queued, the event that progress is still owed included, and forgets the run. */
  async release(): Promise<void> {
    if (this.#queue.progressEventDue) {
      this.#queue.payDebt();
      this.#recorder.progressChanged(this.#queue);
    }
    try {
      if (!this.lost.aborted) await this.flushed();
    } finally {
      this.#queue.dropProgress();
      this.#recorder.forget(this);
    }
  }

  /** @internal */
  writes(queue: RunQueue): boolean {
    return this.#queue === queue;
  }

  /** @internal */
  refuse(error: TelltaleError): void {
    this.#queue.refuse(error);
    this.#lost.abort(error);
  }

  #entry(event: NewEvent, keeping?: Keeping): Entry {
    const nowMs = this.#recorder.now();
    try {
      const entry = newEntry(this.runId, event, nowMs, keeping);
      this.#beforeBoundary(entry);
      return entry;
    } catch (error) {
      // Whatever the caller handed over, its own work goes on.
      const problem = error instanceof InvalidEventError ? error : new InvalidEventError(this.runId, String(error));
      this.#recorder.report(problem);
      return refusedEntry({ type: String(event?.type).slice(0, 80), atMs: nowMs, step: null }, problem.message);
    }
  }

  #enqueueOrThrow(entry: Entry): void {
    this.#beforeBoundary(entry);
    void this.#recorder.enqueue(this.#queue, entry);
  }

  #beforeBoundary(entry: Entry): void {
    if (!STEP_BOUNDARIES.has(entry.type)) return;
    if (entry.type === 'step.started' && entry.step !== null) this.#queue.startStep(entry.step);
    else this.#queue.progressEventDue = false;
  }
}
