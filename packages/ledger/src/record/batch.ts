import { EVENT_TRAITS } from '@telltale/core';
import { int4Array, jsonbArray, textArray, timestamptzArray } from '../postgres/binary-array.ts';
import { type Entry, rowsOf } from './entry.ts';
import type { RunQueue } from './run-queue.ts';

/** One run's share of a flush. */
export interface BatchPart {
  readonly queue: RunQueue;
  readonly entries: readonly Entry[];
  /** JSON of the run's counts and lists, or `null` where they did not change. */
  readonly progress: string | null;
  /** How often they had changed when this was made. */
  readonly changes: number;
}

/** What one flush writes. It stays the same however often it is sent. */
export interface Batch {
  readonly parts: readonly BatchPart[];
  readonly events: number;
  /** Tells this flush from every other one that touched the same runs. */
  readonly mark: number;
}

export function createBatch(parts: readonly BatchPart[]): Batch {
  return {
    parts,
    events: parts.reduce((sum, part) => sum + part.entries.length, 0),
    // Looked for among a run's newest events only: 53 bits of chance are more than enough, and cost nothing.
    mark: Math.floor(Math.random() * Number.MAX_SAFE_INTEGER),
  };
}

/** The parameters of `telltale.record`, in its order. */
export function batchParameters(batch: Batch, retry: boolean): unknown[] {
  const { parts } = batch;
  const eventRun: number[] = [];
  const eventPlace: number[] = [];
  const at: number[] = [];
  const type: string[] = [];
  const step: (string | null)[] = [];
  const item: (string | null)[] = [];
  const actionId: (string | null)[] = [];
  const data: string[] = [];
  const kept: (string | null)[] = [];
  const attempts: (number | null)[] = [];
  const advancedMs: (number | null)[] = [];
  let rows = 0;
  for (const [index, part] of parts.entries()) {
    let newest: number | null = null;
    for (const [place, entry] of part.entries.entries()) {
      eventRun.push(index + 1);
      eventPlace.push(place + 1);
      at.push(entry.atMs);
      type.push(entry.type);
      step.push(entry.step);
      item.push(entry.item);
      actionId.push(entry.actionId);
      data.push(entry.data);
      kept.push(entry.kept);
      attempts.push(entry.attempts);
      rows |= rowsOf(entry);
      if (EVENT_TRAITS[entry.type].advances && (newest === null || entry.atMs > newest)) newest = entry.atMs;
    }
    advancedMs.push(newest);
  }
  return [
    textArray(parts.map((part) => part.queue.runId)),
    textArray(parts.map((part) => part.queue.owner)),
    int4Array(parts.map((part) => part.entries.length)),
    timestamptzArray(advancedMs),
    jsonbArray(parts.map((part) => part.progress)),
    int4Array(eventRun),
    int4Array(eventPlace),
    timestamptzArray(at),
    textArray(type),
    textArray(step),
    textArray(item),
    textArray(actionId),
    jsonbArray(data),
    jsonbArray(kept),
    int4Array(attempts),
    rows,
    batch.mark,
    retry,
    int4Array(retry ? parts.map((part) => part.queue.lastSeq) : []),
  ];
}
