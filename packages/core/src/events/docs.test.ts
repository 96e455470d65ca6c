import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EVENT_TRAITS } from '../view/event-traits.ts';
import { traceEventSchema } from './event.ts';
import { EVENT_TYPES, type EventType, isEventType } from './event-types.ts';
import { EVENT_SCHEMAS } from './schemas.ts';
import {
  actionRefSchema,
  attemptedSourceSchema,
  countsSchema,
  failureSchema,
  itemRefSchema,
  requestSchema,
  tokensSchema,
} from './shapes.ts';

const SHAPES = {
  Request: requestSchema,
  Counts: countsSchema,
  ItemRef: itemRefSchema,
  Failure: failureSchema,
  ActionRef: actionRefSchema,
  AttemptedSource: attemptedSourceSchema,
  Tokens: tokensSchema,
};

const page = readFileSync(new URL('../../../../docs/events.md', import.meta.url), 'utf8');
const lines = page.split('\n').filter((line) => line.startsWith('| '));
const rows = lines.map((line) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim()),
);
const eventRows = rows.filter((cells) => cells.length === 6 && cells[0]!.startsWith('`'));

const fieldsIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!).sort();
const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

/** The field names of a schema, those that may be missing with a question mark. */
function fieldsOf(schema: z.ZodObject): string[] {
  return Object.entries(schema.shape)
    .map(([name, field]) => (field instanceof z.ZodOptional ? `${name}?` : name))
    .sort();
}

describe('docs/events.md', () => {
  it('has a row for each event type, in the order of the vocabulary', () => {
    expect(eventRows.map((cells) => fieldsIn(cells[0]!)[0])).toEqual(EVENT_TYPES);
    expect(EVENT_TYPES).toEqual(Object.keys(EVENT_SCHEMAS));
  });

  it.each(eventRows)('%s has the fields and traits that the code has', (name, _when, data, ids, progress, timeline) => {
    const type = fieldsIn(name!)[0] as EventType;
    expect(fieldsIn(data!)).toEqual(fieldsOf(EVENT_SCHEMAS[type]));
    expect([progress, timeline]).toEqual([yesNo(EVENT_TRAITS[type].advances), yesNo(EVENT_TRAITS[type].inTimeline)]);
    expect(['step', 'item', 'actionId']).toEqual(
      expect.arrayContaining(fieldsIn(ids!).map((field) => field.replace('?', ''))),
    );
  });

  it.each(Object.entries(SHAPES))('has the fields of %s', (name, schema) => {
    const row = rows.find((cells) => cells.length === 3 && cells[0] === name);
    expect(fieldsIn(row?.[2] ?? '')).toEqual(fieldsOf(schema));
  });

  it('has the fields that every event carries', () => {
    const begin = rows.findIndex((cells) => cells[0] === 'Field');
    const end = rows.findIndex((cells) => cells[0] === 'Type');
    const documented = rows.slice(begin + 1, end).flatMap((cells) => fieldsIn(cells[0]!));
    const event = traceEventSchema.parse({
      runId: 'r',
      seq: 1,
      at: '2026-11-21T03:14:15.926Z',
      step: null,
      item: null,
      actionId: null,
      type: 'agent.unlooped',
      data: {},
    });
    expect(documented.sort()).toEqual(Object.keys(event).sort());
  });
});

describe('isEventType', () => {
  it('knows every type and nothing else', () => {
    expect(EVENT_TYPES.every(isEventType)).toBe(true);
    expect([null, 1, 'run', 'toString', 'run.unheard'].some(isEventType)).toBe(false);
  });
});
