import { isEventType, LIMITS, type NewEvent, toBoundedJsonText } from '@telltale/core';
import { InvalidEventError } from '../errors.ts';
import { type Entry, KEEPS_NOTHING, type Keeping } from './entry.ts';

/** Longest step name, item key or action id, in characters: they are parts of index keys, which Postgres keeps small. */
const MAX_NAME_CHARACTERS = 500;

const dataLimit = { maxBytes: LIMITS.eventDataBytes };

/** Makes an event ready for the wire: checked, bounded, redacted. Throws `InvalidEventError`. */
export function newEntry(runId: string, event: NewEvent, nowMs: number, keeping: Keeping = KEEPS_NOTHING): Entry {
  const { type, step = null, item = null, actionId = null } = event;
  if (!isEventType(type))
    throw new InvalidEventError(runId, `there is no event type ${JSON.stringify(type)?.slice(0, 80)}`);
  if (step !== null) checkName(runId, type, 'step', step);
  if (item !== null) checkName(runId, type, 'item', item);
  if (actionId !== null) checkName(runId, type, 'actionId', actionId);
  requireNames(runId, type, { step, item, actionId });
  return {
    type,
    atMs: event.at === undefined ? nowMs : parseInstant(runId, event.at),
    step,
    item,
    actionId,
    data: toBoundedJsonText(event.data, dataLimit),
    kept: keeping.kept,
    attempts: keeping.attempts,
  };
}

function checkName(runId: string, type: string, field: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') {
    throw new InvalidEventError(runId, `${type} needs a ${field} that is a text and not empty`);
  }
  if (value.length > MAX_NAME_CHARACTERS) {
    throw new InvalidEventError(
      runId,
      `the ${field} of ${type} has ${value.length} characters, ${MAX_NAME_CHARACTERS} at most`,
    );
  }
  if (value.includes('\0')) throw new InvalidEventError(runId, `the ${field} of ${type} holds a NUL character`);
}

/** What an event is about has to be said: its rows are found by it. */
function requireNames(
  runId: string,
  type: string,
  names: { step: string | null; item: string | null; actionId: string | null },
): void {
  if (names.step === null && (type.startsWith('step.') || type.startsWith('item.'))) {
    throw new InvalidEventError(runId, `${type} needs its step`);
  }
  if (names.item === null && type.startsWith('item.')) throw new InvalidEventError(runId, `${type} needs its item`);
  if (names.actionId === null && type.startsWith('action.')) {
    throw new InvalidEventError(runId, `${type} needs its actionId`);
  }
}

function parseInstant(runId: string, at: unknown): number {
  const ms = typeof at === 'string' ? Date.parse(at) : Number.NaN;
  if (Number.isNaN(ms)) throw new InvalidEventError(runId, `${JSON.stringify(at)?.slice(0, 80)} is no instant`);
  return ms;
}
