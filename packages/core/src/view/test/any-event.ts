import fc from 'fast-check';
import { z } from 'zod';
import type { TraceEvent } from '../../events/event.ts';
import { EVENT_TYPES, type EventType } from '../../events/event-types.ts';
import { EVENT_SCHEMAS } from '../../events/schemas.ts';

/** Values that a schema accepts, as JSON would deliver them. */
function valuesOf(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodObject) return objectsOf(schema.shape);
  if (schema instanceof z.ZodOptional) return valuesOf(schema.def.innerType);
  if (schema instanceof z.ZodNullable) return fc.option(valuesOf(schema.def.innerType), { freq: 3 });
  if (schema instanceof z.ZodArray) return fc.array(valuesOf(schema.def.element), { maxLength: 7 });
  if (schema instanceof z.ZodRecord) return fc.dictionary(fc.string(), valuesOf(schema.def.valueType), { maxKeys: 3 });
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodString) return fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.string({ maxLength: 20 }));
  if (schema instanceof z.ZodUnknown) return fc.jsonValue({ maxDepth: 2 });
  if (schema instanceof z.ZodNumber) {
    const numbers = fc.oneof(
      { weight: 6, arbitrary: fc.nat({ max: 20 }) },
      fc.maxSafeNat(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    return numbers.filter((value) => schema.safeParse(value).success);
  }
  throw new Error(`No values are known for a schema of type ${schema._zod.def.type}.`);
}

function objectsOf(shape: Readonly<Record<string, z.core.$ZodType>>): fc.Arbitrary<unknown> {
  const requiredKeys = Object.keys(shape).filter((key) => !(shape[key] instanceof z.ZodOptional));
  const values = Object.fromEntries(Object.entries(shape).map(([key, schema]) => [key, valuesOf(schema)]));
  return fc.record(values, { requiredKeys });
}

const BEGIN = Date.parse('2026-11-21T03:00:00.000Z');

/** Any valid event of the type: of few steps, items and actions, so that events meet. */
function anyEvent(type: EventType): fc.Arbitrary<TraceEvent> {
  const event = fc.record({
    runId: fc.constant('r'),
    seq: fc.integer({ min: 1, max: 1_000 }),
    at: fc.nat({ max: 3_600_000 }).map((ms) => new Date(BEGIN + ms).toISOString()),
    step: fc.constantFrom('a', 'b', 'c', null),
    item: fc.constantFrom('a', 'b', 'c', null),
    actionId: fc.constantFrom('a', 'b', 'c', null),
    type: fc.constant(type),
    data: valuesOf(EVENT_SCHEMAS[type]),
  });
  // Through JSON, as every event comes: it knows no -0.
  return event.map((value) => JSON.parse(JSON.stringify(value)) as TraceEvent);
}

/** Valid events in no sensible order, numbered in the order in which they stand. */
export const anyTrace: fc.Arbitrary<readonly TraceEvent[]> = fc
  .array(fc.constantFrom(...EVENT_TYPES).chain(anyEvent), { maxLength: 60 })
  .map((events) => events.map((event, index) => ({ ...event, seq: index + 1 })));
