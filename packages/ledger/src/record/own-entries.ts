import { LIMITS, toBoundedJsonText } from '@telltale/core';
import { type Entry, KEEPS_NOTHING } from './entry.ts';

/** The event that tells how far a step is. `data` is what the run's row says at the same moment. */
export function progressedEntry(step: string, data: string, atMs: number): Entry {
  return { type: 'step.progressed', atMs, step, item: null, actionId: null, data, ...KEEPS_NOTHING };
}

/** The line that stands in the trace for an event that could not be recorded, so that nothing goes missing unseen. */
export function refusedEntry(refused: { type: string; atMs: number; step: string | null }, reason: string): Entry {
  const message = `An event (${refused.type}) could not be recorded: ${reason}`;
  return {
    type: 'log.written',
    atMs: refused.atMs,
    step: refused.step,
    item: null,
    actionId: null,
    data: toBoundedJsonText({ level: 'error', message }, { maxBytes: LIMITS.eventDataBytes }),
    ...KEEPS_NOTHING,
  };
}
