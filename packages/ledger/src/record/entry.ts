import type { EventType } from '@telltale/core';

/** One event as it went to the database, where it was given its `seq`. */
export interface RecordedEvent {
  readonly type: EventType;
  /** Milliseconds since the Unix epoch. */
  readonly atMs: number;
  readonly step: string | null;
  readonly item: string | null;
  readonly actionId: string | null;
  /** JSON, within its limit and redacted. */
  readonly data: string;
}

/** Events of one run that were committed together, in their order. */
export interface RecordedEvents {
  readonly runId: string;
  readonly pipeline: string;
  /** The writer's own, not copies. */
  readonly events: readonly RecordedEvent[];
}

/** What a row says that its event does not. */
export interface Keeping {
  /** JSON that is kept whole: the result of an item that ended, what an action that ended leaves to a later attempt. */
  readonly kept: string | null;
  /** How often an item that ended was tried; `null` for any other event. */
  readonly attempts: number | null;
}

export const KEEPS_NOTHING: Keeping = { kept: null, attempts: null };

/** One event that waits to be written, ready for the wire. */
export interface Entry extends RecordedEvent, Keeping {}

/** Rows that events make beside themselves; the bits of `p_rows` in `telltale.record`. */
const ROWS = { item: 1, action: 2, step: 4, artifact: 8, run: 16 } as const;

const rowsByType: Partial<Record<EventType, number>> = {
  'action.started': ROWS.action,
  'action.finished': ROWS.action,
  'step.started': ROWS.step | ROWS.run,
  'step.planned': ROWS.step,
  'step.sized': ROWS.step | ROWS.run,
  'step.retrying': ROWS.step | ROWS.run,
  'step.succeeded': ROWS.step,
  'step.failed': ROWS.step,
  'step.skipped': ROWS.step,
  'step.stopped': ROWS.step,
  'run.started': ROWS.run,
  'run.titled': ROWS.run,
  'run.recovered': ROWS.run,
  'run.pausing': ROWS.run,
  'run.paused': ROWS.run,
  'run.cancelling': ROWS.run,
  'run.cancelled': ROWS.run,
  'run.resumed': ROWS.run,
  'run.failed': ROWS.run,
  'agent.looped': ROWS.run,
  'agent.unlooped': ROWS.run,
  'agent.finished': ROWS.run,
  'artifact.stored': ROWS.artifact,
};

export function rowsOf(entry: Entry): number {
  return (entry.attempts === null ? 0 : ROWS.item) | (rowsByType[entry.type] ?? 0);
}
