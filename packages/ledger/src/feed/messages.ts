import type { TraceEvent } from '@telltale/core';
import type { ListenerStatus } from '../listen/listener.ts';

/** The next events of a run, in order and without a gap: the first one follows the one that came last. */
export interface EventsMessage {
  readonly kind: 'events';
  /** At least one. Frozen all the way down, since every subscriber of the run may hold the same objects. */
  readonly events: readonly TraceEvent[];
  /** The run's newest seq when these were read: above the last one here, the subscriber is still catching up. */
  readonly lastSeq: number;
}

/**
 * The events that should come next are not there any more: the history before `firstSeq` was pruned, or the database
 * was set back to an older state. What was built from earlier messages may be wrong; the trace goes on from `firstSeq`.
 */
export interface ResetMessage {
  readonly kind: 'reset';
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** The run was removed. The stream ends with this. */
export interface GoneMessage {
  readonly kind: 'gone';
}

/** What a subscriber of one run is told. */
export type RunMessage = EventsMessage | ResetMessage | GoneMessage;

/** A run that has new events, or was removed (`lastSeq` 0). */
export interface RunChange {
  readonly runId: string;
  readonly lastSeq: number;
}

/** The runs that changed since the message before, each once and with its newest seq. */
export interface ChangedMessage {
  readonly kind: 'changed';
  readonly runs: readonly RunChange[];
}

/** Changes before this message may have been missed, later ones will be told: the moment to load the list (again). */
export interface ResyncMessage {
  readonly kind: 'resync';
}

/** What a watcher of all runs is told. The first message is always `resync`. */
export type ChangesMessage = ChangedMessage | ResyncMessage;

/** Whether news arrives at once. While connecting nothing does; then everybody gets what came meanwhile. */
export type FeedStatus = ListenerStatus;
