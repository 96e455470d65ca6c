import type { Instant, TraceEvent } from '@telltale/core';
import type { RunSummaryBody } from './schemas/run.ts';

/**
 * What `streamRun` sends, by the name of the server-sent event. `trace` has the event's seq as its `id`; the others have
 * none, so that `Last-Event-ID` is always the last event that arrived.
 *
 *   status, then trace … with reset, run, status and ping between them, and at last end
 */
export interface RunStreamMessages {
  /** The next event of the run: the first follows the one asked for, each later one the one before. */
  readonly trace: TraceEvent;
  /**
   * The run as it is, with what no event tells: its worker's heartbeat, and the items in work at this moment. It never tells
   * of an event that did not come before it, so who gets it is up to date. First when all that was stored has come; then a few
   * times a second while something changes, every 5 s while a worker has the run in hand, and after each `status` of `live`.
   * The last one comes right before an `end` of `run-ended`.
   */
  readonly run: RunSummaryBody;
  /** What should come next was removed by retention: load the run again, the trace goes on from `firstSeq`. */
  readonly reset: { readonly firstSeq: number; readonly lastSeq: number };
  /** Whether news arrives at once, sent at the start and on each change. While `away`, nothing comes; then all that came. */
  readonly status: StreamStatus;
  /** Every 5 s in which nothing else came: the connection is there. */
  readonly ping: { readonly at: Instant };
  /** The last message. */
  readonly end: StreamEnd;
}

/** What `streamRuns` sends. The first after `status` is `resync`. */
export interface RunsStreamMessages {
  /** Changes before this may have been missed, later ones will be told: the moment to load the list (again). */
  readonly resync: Record<string, never>;
  /** The runs that changed since the message before, each once and as it is now. */
  readonly changed: { readonly runs: readonly RunSummaryBody[]; readonly removed: readonly string[] };
  readonly status: StreamStatus;
  readonly ping: { readonly at: Instant };
  readonly end: StreamEnd;
}

export interface StreamStatus {
  readonly state: 'live' | 'away';
  readonly since: Instant;
}

/**
 * Why a stream ended. `run-ended` and `gone` (the run was removed): there is nothing more to come, do not connect again.
 * `shutdown` and `failed`: come back after `retryMs`, with the last id.
 */
export type StreamEnd =
  | { readonly reason: 'run-ended' | 'gone' }
  | { readonly reason: 'shutdown' | 'failed'; readonly retryMs: number };
