import { z } from 'zod';
import { EVENT_TYPES, type EventType } from './event-types.ts';
import { EVENT_SCHEMAS, type EventData } from './schemas.ts';
import { type Instant, instantSchema } from './shapes.ts';

/** What every event carries beside its `data`. */
interface Envelope {
  readonly runId: string;
  /** Position in the run's trace: from 1, without a gap, in commit order. */
  readonly seq: number;
  /** When it happened, by the clock of the process that recorded it. */
  readonly at: Instant;
  /** The step it belongs to, by name. */
  readonly step: string | null;
  /** The item it belongs to, by key. */
  readonly item: string | null;
  readonly actionId: string | null;
}

/** One entry of a run's trace, discriminated by `type`. This is also its JSON form, everywhere. */
export type TraceEvent<T extends EventType = EventType> = {
  [K in T]: Envelope & { readonly type: K; readonly data: EventData<K> };
}[T];

/** An event before the database has numbered it. */
export type NewEvent<T extends EventType = EventType> = {
  [K in T]: {
    readonly type: K;
    readonly data: EventData<K>;
    readonly step?: string | null;
    readonly item?: string | null;
    readonly actionId?: string | null;
    /** Defaults to now. */
    readonly at?: Instant;
  };
}[T];

const envelope = {
  runId: z.string().min(1),
  seq: z.int().positive(),
  at: instantSchema,
  step: z.string().nullable(),
  item: z.string().nullable(),
  actionId: z.string().nullable(),
};

const variants = EVENT_TYPES.map((type) => z.object({ ...envelope, type: z.literal(type), data: EVENT_SCHEMAS[type] }));

/** Checks an event that came from outside: the wire, a file, an older version. */
export const traceEventSchema = z.discriminatedUnion(
  'type',
  variants as unknown as [(typeof variants)[number], ...typeof variants],
) as unknown as z.ZodType<TraceEvent>;
