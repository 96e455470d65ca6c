import type { TelltaleError } from '@telltale/core';
import type { Entry, RecordedEvent } from './entry.ts';
import type { Progress, ProgressTeller } from './progress.ts';

interface Waiter {
  /** Resolved once this many of the run's events, and of its changes of progress, are in the database. */
  readonly events: number;
  readonly changes: number;
  readonly resolve: () => void;
  readonly reject: (error: TelltaleError) => void;
}

/** What one run has queued in this process, and who waits for it. */
export class RunQueue {
  readonly runId: string;
  /** DBOS's owner token, or `null` for a writer that needs none. */
  readonly owner: string | null;
  /** Is told what was committed. */
  readonly recorded: ((events: readonly RecordedEvent[]) => void) | undefined;
  /** The newest seq of the run that this process knows of. */
  lastSeq = 0;
  /** Set once the run may not be written any more. */
  refusal: TelltaleError | null = null;

  /** When the last `step.progressed` event was recorded, in milliseconds since the Unix epoch. */
  progressEventAtMs = 0;
  /** Whether what `progress` says has no event yet. */
  progressEventDue = false;

  /** The newest counts and lists, or what says them. */
  #progress: Progress | ProgressTeller | null = null;
  /** How often they changed, and up to which change the database has them. */
  #changes = 0;
  #writtenChanges = 0;
  #entries: Entry[] = [];
  #queued = 0;
  #written = 0;
  #waiters: Waiter[] = [];

  constructor(runId: string, owner: string | null, recorded?: RunQueue['recorded']) {
    this.runId = runId;
    this.owner = owner;
    this.recorded = recorded;
  }

  get length(): number {
    return this.#entries.length;
  }

  push(entry: Entry): void {
    this.#entries.push(entry);
    this.#queued += 1;
  }

  /** Takes up to `limit` events from the front. They count as queued until `written` is told. */
  take(limit: number): readonly Entry[] {
    if (limit >= this.#entries.length) {
      const all = this.#entries;
      this.#entries = [];
      return all;
    }
    return this.#entries.splice(0, limit);
  }

  /** The flush that is being made tells the progress, by an event of its own. */
  toldProgress(nowMs: number): void {
    this.#queued += 1;
    this.progressEventDue = false;
    this.progressEventAtMs = nowMs;
  }

  setProgress(progress: Progress | ProgressTeller): void {
    if (this.refusal !== null) return;
    this.#progress = progress;
    this.#changes += 1;
    this.progressEventDue = true;
  }

  /** Nothing is known of a new step yet: its row says so, without an event of its own. */
  startStep(step: string): void {
    this.setProgress({ step, total: null, done: 0, failed: 0, skipped: 0, current: [], upNext: [] });
    this.progressEventDue = false;
  }

  /** The newest counts and lists; `null` when a flush has no need of them. Throws what their teller throws. */
  askProgress(): Progress | null {
    if (!this.progressIsNew && !this.progressEventDue) return null;
    return typeof this.#progress === 'function' ? this.#progress() : this.#progress;
  }

  /** What is owed an event gets one with the next flush, however young the last one is; `settled` waits for it. */
  payDebt(): void {
    this.progressEventAtMs = 0;
    this.#changes += 1;
  }

  /** Nobody is asked any more how far the run is, until somebody says it anew. */
  dropProgress(): void {
    this.#progress = null;
    this.#writtenChanges = this.#changes;
    this.progressEventDue = false;
  }

  /** Counts changes of progress: what a flush takes along to say later how far it got. */
  get changes(): number {
    return this.#changes;
  }

  get progressIsNew(): boolean {
    return this.#changes > this.#writtenChanges;
  }

  /** So many more events, the last one as `seq`, and all changes of progress up to `changes`, are in the database. */
  written(events: number, changes: number, seq: number): void {
    this.lastSeq = Math.max(this.lastSeq, seq);
    this.#written += events;
    this.#writtenChanges = Math.max(this.#writtenChanges, changes);
    let done = 0;
    for (const waiter of this.#waiters) {
      if (waiter.events > this.#written || waiter.changes > this.#writtenChanges) break;
      waiter.resolve();
      done += 1;
    }
    if (done === this.#waiters.length) this.#waiters = [];
    else if (done > 0) this.#waiters.splice(0, done);
  }

  get hasWaiters(): boolean {
    return this.#waiters.length > 0;
  }

  /** Resolves once all that is queued now is in the database. */
  settled(): Promise<void> {
    if (this.refusal !== null) return Promise.reject(this.refusal);
    if (this.#written === this.#queued && !this.progressIsNew) return Promise.resolve();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiters.push({ events: this.#queued, changes: this.#changes, resolve, reject });
    return promise;
  }

  /** Something that they wait for cannot be stored. */
  rejectWaiters(error: TelltaleError): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter.reject(error);
  }

  /** Nothing more of this run is written. */
  refuse(error: TelltaleError): void {
    this.refusal = error;
    this.#entries = [];
    this.dropProgress();
    this.rejectWaiters(error);
  }
}
