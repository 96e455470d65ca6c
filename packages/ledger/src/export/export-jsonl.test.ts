import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { traceEventSchema } from '@telltale/core';
import { testDatabase } from '@telltale/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeRun } from '../../test/runs.ts';
import { createReader, type Reader } from '../read/reader.ts';
import { exportJsonl } from './export-jsonl.ts';

const db = testDatabase();
const EVENTS = 100_000;
let reader: Reader;
let runId: string;

beforeAll(async () => {
  reader = createReader(db.pool());
  ({ runId } = await makeRun(db.pool()));
  await addEvents(2, EVENTS);
});

async function addEvents(from: number, to: number): Promise<void> {
  await db.query(
    `WITH changed AS (UPDATE telltale.progress SET last_seq = $3 WHERE run_id = $1 RETURNING run)
     INSERT INTO telltale.event (run, at, seq, type, step, data)
     SELECT run, '2026-11-21T03:14:15.926Z'::timestamptz + n * interval '1 ms', n, 'log.written', 'embed',
            jsonb_build_object('message', 'line ' || n, 'level', 'info', 'fields', '{"b": [{"z": 1, "a": 2}], "10": 1, "9": "ü"}'::jsonb)
       FROM changed, generate_series($2::integer, $3::integer) n`,
    [runId, from, to],
  );
}

/** A reader that counts the pages that were asked for. */
function counting(): { counted: Pick<Reader, 'readEvents'>; pages: () => number } {
  let pages = 0;
  return {
    counted: {
      readEvents: (...args) => {
        pages += 1;
        return reader.readEvents(...args);
      },
    },
    pages: () => pages,
  };
}

describe('exportJsonl', () => {
  test('writes each event on a line of its own, with its keys in a fixed order', async () => {
    const lines = exportJsonl(reader, runId, { after: 1 });
    const { value } = await lines.next();
    expect(value).toBe(
      `{"runId":"${runId}","seq":2,"at":"2026-11-21T03:14:15.928Z","type":"log.written","step":"embed","item":null,"actionId":null,` +
        `"data":{"fields":{"10":1,"9":"ü","b":[{"a":2,"z":1}]},"level":"info","message":"line 2"}}\n`,
    );
    traceEventSchema.parse(JSON.parse(String(value)));
    await lines.return();
  });

  test('writes 100,000 events in order, with one page in memory at a time', async () => {
    const { counted, pages } = counting();
    let seq = 0;
    for await (const line of exportJsonl(counted, runId)) {
      seq += 1;
      if ((JSON.parse(line) as { seq: number }).seq !== seq) throw new Error(`line ${seq} is ${line}`);
      if (pages() !== Math.ceil(seq / 1_000)) throw new Error(`${pages()} pages were read for ${seq} lines`);
    }
    expect(seq).toBe(EVENTS);
  });

  test('reads no further than a stream takes', async () => {
    const { counted, pages } = counting();
    const reached = Promise.withResolvers<void>();
    const unblocked = Promise.withResolvers<void>();
    let written = 0;
    const slow = new Writable({
      write: (_chunk, _encoding, done) => {
        written += 1;
        if (written !== 1_500) return done();
        reached.resolve();
        void unblocked.promise.then(() => done());
      },
    });
    const copying = pipeline(Readable.from(exportJsonl(counted, runId)), slow);
    await reached.promise;
    // Whatever was asked for by now has been asked for: a query more would be on its way.
    await reader.readEvents(runId, { limit: 1 });
    expect(pages()).toBe(2);
    unblocked.resolve();
    await copying;
    expect(written).toBe(EVENTS);
    expect(pages()).toBe(EVENTS / 1_000);
  });

  test('goes on after a seq, and ends with what was last when it began', async () => {
    const lines = exportJsonl(reader, runId, { after: EVENTS - 2 });
    const first = await lines.next();
    await addEvents(EVENTS + 1, EVENTS + 5);
    const rest: string[] = [];
    for await (const line of lines) rest.push(line);
    expect([first.value, ...rest].map((line) => JSON.parse(String(line)).seq)).toEqual([EVENTS - 1, EVENTS]);
    const more: string[] = [];
    for await (const line of exportJsonl(reader, runId, { after: EVENTS })) more.push(line);
    expect(more).toHaveLength(5);
  });

  test('is empty after the last event, and refuses a run or a seq that is not there', async () => {
    expect(await exportJsonl(reader, runId, { after: EVENTS + 5 }).next()).toEqual({ done: true, value: undefined });
    await expect(exportJsonl(reader, runId, { after: EVENTS + 6 }).next()).rejects.toMatchObject({ code: 'seq_ahead' });
    await expect(exportJsonl(reader, runId, { after: Number.NaN }).next()).rejects.toMatchObject({
      code: 'filter_invalid',
    });
    await expect(exportJsonl(reader, 'no-such-run').next()).rejects.toMatchObject({ code: 'run_not_found' });
  });

  test('ends with an error, not with an end, when retention removes what is being exported', async () => {
    const lines = exportJsonl(reader, runId);
    for (let n = 0; n < 1_000; n += 1) await lines.next();
    await db.query('UPDATE telltale.progress SET first_seq = last_seq + 1 WHERE run_id = $1', [runId]);
    await expect(lines.next()).rejects.toMatchObject({ code: 'history_pruned' });
  });
});
