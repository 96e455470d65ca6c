import { TelltaleError } from '@telltale/core';
import { testDatabase } from '@telltale/testing';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeRun } from '../../test/runs.ts';
import { createReader, type Reader } from './reader.ts';

const db = testDatabase();
let reader: Reader;

beforeAll(async () => {
  reader = createReader(db.pool());
  await makeRun(db.pool(), { title: 'something' });
});

/** What people and attackers type: any unit of text, and what Postgres, tsquery and JSON give a meaning to. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 600 }),
  fc.string({
    unit: fc.constantFrom(
      '\0',
      "'",
      '"',
      '\\',
      ':',
      '*',
      '&',
      '|',
      '!',
      '(',
      ')',
      '<->',
      '<',
      '>',
      '-',
      ' ',
      'a',
      '1',
      'é',
      '—',
      '\ud800',
    ),
    maxLength: 40,
  }),
  fc.constantFrom(
    'x'.repeat(10_000),
    '\0',
    "'; DROP TABLE telltale.event; --",
    '%',
    '$1',
    '{}',
    'NaN',
    '1e999',
    '../..',
    `${'a'.repeat(3_000)}:*`,
  ),
);

/** Every method of the reader, with the text in every place that takes one. */
const CALLS: Readonly<Record<string, (reader: Reader, value: string) => Promise<unknown>>> = {
  getRun: (r, value) => r.getRun(value),
  getRunDetail: (r, value) => r.getRunDetail(value),
  listSteps: (r, value) => r.listSteps(value),
  readEvents: (r, value) => r.readEvents(value),
  'listRuns pipeline': (r, value) => r.listRuns({ pipeline: value }),
  'listRuns subject': (r, value) => r.listRuns({ subject: value }),
  'listRuns text': (r, value) => r.listRuns({ text: value }),
  'listRuns createdAfter': (r, value) => r.listRuns({ createdAfter: value }),
  'listRuns cursor': (r, value) => r.listRuns({ cursor: value }),
  'listRuns status': (r, value) => r.listRuns({ status: [value as 'queued'] }),
  'listRuns verdict': (r, value) => r.listRuns({ verdict: [value as 'queued'] }),
  countRuns: (r, value) => r.countRuns({ pipeline: value }),
  runsOfSubject: (r, value) => r.runsOfSubject(value, { pipeline: value }),
  listActions: (r, value) => r.listActions({ runId: value, tool: value, step: value }),
  'listActions startedAfter': (r, value) => r.listActions({ startedAfter: value }),
  'listActions outcome': (r, value) => r.listActions({ outcome: value as 'success' }),
  'listActions cursor': (r, value) => r.listActions({ cursor: value }),
  earlierActions: (r, value) => r.earlierActions({ runId: value, step: value, item: value, upToSeq: 9 }),
  listItems: (r, value) => r.listItems({ runId: value, step: value }),
  'listItems cursor': (r, value) => r.listItems({ runId: 'x', step: 'y', cursor: value }),
  itemResults: async (r, value) => {
    for await (const { key } of r.itemResults(value, value)) throw new Error(`unexpected item ${key}`);
  },
  listArtifacts: (r, value) => r.listArtifacts({ runId: value }),
  'listArtifacts cursor': (r, value) => r.listArtifacts({ runId: 'x', cursor: value }),
  getArtifact: (r, value) => r.getArtifact(value, value),
  stepHistory: (r, value) => r.stepHistory(value),
  toolHistory: (r, value) => r.toolHistory([value]),
};

describe('no text makes the reader throw what the database says', () => {
  test.for(Object.keys(CALLS))('%s', async (name) => {
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        const error = await CALLS[name]?.(reader, value).then(
          () => null,
          (cause: unknown) => cause,
        );
        if (error === null) return;
        expect(error).toBeInstanceOf(TelltaleError);
        expect((error as TelltaleError).code).toMatch(/^(filter_invalid|cursor_invalid|run_not_found)$/);
        expect((error as TelltaleError).message.length).toBeLessThan(1_000);
      }),
      { numRuns: 40 },
    );
  });
});
