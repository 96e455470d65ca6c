import { type EventType, type TraceEvent, traceEventSchema } from '@telltale/core';
import { testDatabase } from '@telltale/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeRun } from '../../test/runs.ts';
import { openRecorder } from '../record/recorder.ts';
import { createReader, type Reader } from './reader.ts';

const db = testDatabase();
const LAST = 2_500;
let reader: Reader;
let runId: string;

beforeAll(async () => {
  reader = createReader(db.pool());
  const run = await makeRun(db.pool());
  runId = run.runId;
  const recorder = await openRecorder({ url: db.url });
  const writer = recorder.run(runId, { owner: run.owner });
  await writer.record({ type: 'step.started', step: 'download', data: { number: 1, of: 3, attempt: 1 } });
  await writer.record({
    type: 'action.started',
    step: 'download',
    item: 'seg 1',
    actionId: 'a-1',
    data: { tool: 'fetch', input: { url: 'https://example.org/ü' } },
    at: '2026-11-21T03:14:15.926Z',
  });
  for (let seq = 4; seq <= LAST; seq += 1) {
    await writer.event({ type: 'log.written', data: { level: 'info', message: `line ${seq}` } });
  }
  await recorder.close();
});

function seqs(events: readonly TraceEvent[]): number[] {
  return events.map(({ seq }) => seq);
}

describe('readEvents', () => {
  test('gives the events as core describes them', async () => {
    const { events, firstSeq, lastSeq, reset } = await reader.readEvents(runId, { after: 2, limit: 1 });
    expect({ firstSeq, lastSeq, reset }).toEqual({ firstSeq: 1, lastSeq: LAST, reset: false });
    expect(events).toEqual([
      {
        runId,
        seq: 3,
        at: '2026-11-21T03:14:15.926Z',
        type: 'action.started',
        step: 'download',
        item: 'seg 1',
        actionId: 'a-1',
        data: { tool: 'fetch', input: { url: 'https://example.org/ü' } },
      },
    ]);
    for (const event of (await reader.readEvents(runId)).events) traceEventSchema.parse(event);
  });

  test('gives every event once to who reads on from the last, 1,000 at a time', async () => {
    const seen: number[] = [];
    for (let page = await reader.readEvents(runId); page.events.length > 0; ) {
      seen.push(...seqs(page.events));
      page = await reader.readEvents(runId, { after: Number(seen.at(-1)) });
    }
    expect(seen).toEqual(Array.from({ length: LAST }, (_, index) => index + 1));
  });

  test('gives only events of the wanted types', async () => {
    const { events } = await reader.readEvents(runId, { types: ['action.started', 'run.submitted'] });
    expect(events.map(({ seq, type }) => [seq, type])).toEqual([
      [1, 'run.submitted'],
      [3, 'action.started'],
    ]);
    expect((await reader.readEvents(runId, { types: [], limit: 1 })).events).toEqual([]);
  });

  test('gives none, and no error, to a reader that has them all', async () => {
    expect(await reader.readEvents(runId, { after: LAST })).toEqual({
      events: [],
      firstSeq: 1,
      lastSeq: LAST,
      reset: false,
    });
  });

  test.for<[string, { after?: number; limit?: number; types?: EventType[] }, string]>([
    ['a seq that the run has not reached', { after: LAST + 1 }, 'seq_ahead'],
    ['a seq that no column holds', { after: Number.MAX_SAFE_INTEGER }, 'seq_ahead'],
    ['a seq below 0', { after: -1 }, 'filter_invalid'],
    ['a seq that is no whole number', { after: 1.5 }, 'filter_invalid'],
    ['a seq that is no number', { after: Number.NaN }, 'filter_invalid'],
    ['a limit of 1,001', { limit: 1_001 }, 'filter_invalid'],
    ['a type that there is not', { types: ['run.exploded' as EventType] }, 'filter_invalid'],
  ])('refuses %s', async ([, options, code]) => {
    await expect(reader.readEvents(runId, options)).rejects.toMatchObject({ code });
  });

  test.for(['no-such-run', '', 'x'.repeat(10_000), 'episode\0'])('says that there is no run %j', async (id) => {
    await expect(reader.readEvents(id)).rejects.toMatchObject({ code: 'run_not_found' });
  });

  test('tells a reset to who is behind what retention removed, and shows nothing of it', async () => {
    await db.query('UPDATE telltale.progress SET first_seq = 2000 WHERE run_id = $1', [runId]);
    const page = await reader.readEvents(runId, { after: 10, limit: 2 });
    expect({ ...page, events: seqs(page.events) }).toEqual({
      events: [2000, 2001],
      firstSeq: 2000,
      lastSeq: LAST,
      reset: true,
    });
    expect((await reader.readEvents(runId, { after: 1998 })).reset).toBe(true);
    expect((await reader.readEvents(runId, { after: 1999 })).reset).toBe(false);
  });
});
