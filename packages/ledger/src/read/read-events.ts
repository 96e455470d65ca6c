import { EVENT_TYPES, type EventType, type TraceEvent } from '@telltale/core';
import { InvalidFilterError, RunNotFoundError, SeqAheadError } from '../errors.ts';
import { canExist, checkLimit, checkWords, MAX_CHARACTERS } from './filters.ts';
import { instant } from './instants.ts';
import { READ_EVENTS, READ_EVENTS_OF_TYPES } from './queries/events.ts';
import type { QueryRunner } from './query-runner.ts';

export interface EventPageOptions {
  /** The seq of the last event that the reader has. Default: 0, from the start. */
  readonly after?: number;
  /** 1–1,000. Default: 1,000. */
  readonly limit?: number;
  /** Only events of these types. */
  readonly types?: readonly EventType[];
}

export interface EventPage {
  /** In the order of their `seq`, without a gap unless `types` were given. */
  readonly events: readonly TraceEvent[];
  /** The first event of the run that is still there, and the last. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Events after the reader's own were removed: what it knows of the run is not the beginning of this page. */
  readonly reset: boolean;
}

const MAX_EVENTS = 1_000;
/** The largest seq from which a page still ends within what the column can hold. */
const MAX_SEQ = 2_147_483_647 - MAX_EVENTS - 1;

interface EventRow {
  readonly first_seq: number;
  readonly last_seq: number;
  readonly seq: number | null;
  readonly at: Date;
  readonly type: EventType;
  readonly step: string | null;
  readonly item: string | null;
  readonly action_id: string | null;
  readonly data: unknown;
}

/** Throws `RunNotFoundError`, `SeqAheadError` and `InvalidFilterError`. */
export async function readEvents(runner: QueryRunner, runId: string, options: EventPageOptions): Promise<EventPage> {
  const { after = 0, types } = options;
  const limit = checkLimit(options.limit ?? MAX_EVENTS, MAX_EVENTS);
  if (!Number.isInteger(after) || after < 0) throw new InvalidFilterError('after', 'a whole number from 0 on', after);
  if (!canExist(runId, MAX_CHARACTERS.runId)) throw new RunNotFoundError(String(runId));
  const values = [runId, Math.min(after, MAX_SEQ), limit];
  const rows = await runner.rows<EventRow>(
    types === undefined
      ? { name: 'read-events', text: READ_EVENTS, values }
      : {
          name: 'read-events-of-types',
          text: READ_EVENTS_OF_TYPES,
          values: [...values, checkWords('types', types, EVENT_TYPES)],
        },
  );
  const [first] = rows;
  if (first === undefined) throw new RunNotFoundError(runId);
  const { first_seq: firstSeq, last_seq: lastSeq } = first;
  if (after > lastSeq) throw new SeqAheadError(runId, after, lastSeq);
  const events = rows.filter(({ seq }) => seq !== null).map((row) => toEvent(runId, row));
  return { events, firstSeq, lastSeq, reset: after < firstSeq - 1 };
}

function toEvent(runId: string, { seq, at, type, step, item, action_id, data }: EventRow): TraceEvent {
  return { runId, seq, at: instant(at), type, step, item, actionId: action_id, data } as TraceEvent;
}
