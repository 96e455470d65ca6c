import { InvalidEventError } from '../errors.ts';
import { type Batch, type BatchPart, createBatch } from './batch.ts';
import { progressedEntry } from './own-entries.ts';
import { progressJson } from './progress.ts';
import type { RunQueue } from './run-queue.ts';
import type { RecorderSettings } from './settings.ts';

/** All that waits to be written, over all runs. */
export class Backlog {
  /** Events that are queued. */
  events = 0;
  readonly #settings: RecorderSettings;
  readonly #report: (problem: Error) => void;
  /** Runs with something to write. */
  readonly #dirty = new Set<RunQueue>();
  /** Runs whose newest progress has no event yet, because their last such event is less than a second old. */
  readonly #owing = new Set<RunQueue>();

  constructor(settings: RecorderSettings, report: (problem: Error) => void) {
    this.#settings = settings;
    this.#report = report;
  }

  get isEmpty(): boolean {
    return this.#dirty.size === 0;
  }

  /** Whether the next flush should not linger. */
  get isUrgent(): boolean {
    if (this.events >= this.#settings.maxFlushEvents) return true;
    for (const queue of this.#dirty) if (queue.hasWaiters) return true;
    return false;
  }

  get queues(): Iterable<RunQueue> {
    return this.#dirty;
  }

  /** The run has something new. */
  add(queue: RunQueue): void {
    this.#dirty.add(queue);
    if (queue.progressEventDue) this.#owing.add(queue);
  }

  /** The run is not written any more. */
  drop(queue: RunQueue): void {
    this.events -= queue.length;
    this.#dirty.delete(queue);
    this.#owing.delete(queue);
  }

  /** Progress that is owed an event gets one with the next flush, however young the last one is. */
  payDebts(): void {
    for (const queue of this.#owing) {
      queue.progressEventAtMs = 0;
      this.#dirty.add(queue);
    }
  }

  /** What the next flush writes: as much as fits, with an equal share for each run. */
  take(nowMs: number): Batch {
    for (const queue of this.#owing) if (this.#mayTell(queue, nowMs)) this.#dirty.add(queue);
    const { maxFlushEvents } = this.#settings;
    const share = Math.max(1, Math.floor(maxFlushEvents / Math.max(1, this.#dirty.size)));
    // One order in all processes, so that two flushes cannot deadlock.
    const queues = [...this.#dirty].sort((a, b) => (a.runId < b.runId ? -1 : a.runId > b.runId ? 1 : 0));
    return createBatch(queues.slice(0, maxFlushEvents).map((queue) => this.#takeFrom(queue, share, nowMs)));
  }

  /** Milliseconds until the next run is due for its progress event; `null` when none is owed one. */
  untilDebt(nowMs: number): number | null {
    let nextMs: number | null = null;
    for (const queue of this.#owing) {
      const dueMs = Math.max(0, queue.progressEventAtMs + this.#settings.progressEventMs - nowMs);
      if (!queue.progressEventDue) this.#owing.delete(queue);
      else if (nextMs === null || dueMs < nextMs) nextMs = dueMs;
    }
    return nextMs;
  }

  #takeFrom(queue: RunQueue, share: number, nowMs: number): BatchPart {
    const progress = this.#readProgress(queue);
    const entries = [...queue.take(share)];
    this.events -= entries.length;
    if (queue.length === 0) {
      this.#dirty.delete(queue);
      // Its counts speak of all events queued so far, so it may only follow the last of them.
      if (progress !== null && this.#mayTell(queue, nowMs)) {
        entries.push(progressedEntry(progress.step, progress.json, nowMs));
        queue.toldProgress(nowMs);
        this.#owing.delete(queue);
      }
    }
    return { queue, entries, progress: progress?.json ?? null, changes: queue.changes };
  }

  /** A teller that fails keeps nothing else from being written, and is not asked again. */
  #readProgress(queue: RunQueue): { readonly step: string; readonly json: string } | null {
    try {
      const progress = queue.askProgress();
      return progress === null ? null : { step: progress.step, json: progressJson(progress) };
    } catch (cause) {
      queue.dropProgress();
      const problem = `what was given to progress() failed to say how far the step is (${String(cause)})`;
      this.#report(new InvalidEventError(queue.runId, problem, { cause }));
      return null;
    }
  }

  #mayTell(queue: RunQueue, nowMs: number): boolean {
    return queue.progressEventDue && nowMs - queue.progressEventAtMs >= this.#settings.progressEventMs;
  }
}
