import { testDatabase } from '@telltale/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeRun } from '../../test/runs.ts';
import { itemResults } from './list-items.ts';
import { QueryRunner } from './query-runner.ts';
import { createReader, type Reader } from './reader.ts';

const db = testDatabase();
const ITEMS = 200_000;
let reader: Reader;
let runId: string;

beforeAll(async () => {
  reader = createReader(db.pool());
  ({ runId } = await makeRun(db.pool()));
  await db.query(
    `INSERT INTO telltale.item (run, step, key, outcome, result, attempts)
     SELECT p.run, 'embed', to_char(n, 'FM000000'), CASE WHEN n % 50000 = 0 THEN 'failed' ELSE 'succeeded' END,
            CASE WHEN n % 50000 <> 0 THEN jsonb_build_object('n', n) END, 1 + n % 3
       FROM telltale.progress p, generate_series(1, ${ITEMS}) n WHERE p.run_id = $1`,
    [runId],
  );
  await db.query(
    `INSERT INTO telltale.item (run, step, key, outcome, result)
     SELECT p.run, 'large', 'key-' || n, 'succeeded', to_jsonb(string_agg(md5(n::text || m), '')) 
       FROM telltale.progress p, generate_series(1, 9) n, generate_series(1, 30000) m WHERE p.run_id = $1 GROUP BY p.run, n`,
    [runId],
  );
  await db.query('ANALYZE telltale.item');
});

describe('listItems', () => {
  test('pages through a step in the order of the keys', async () => {
    const first = await reader.listItems({ runId, step: 'embed', limit: 2 });
    expect(first.items).toEqual([
      { key: '000001', outcome: 'succeeded', attempts: 2 },
      { key: '000002', outcome: 'succeeded', attempts: 3 },
    ]);
    const second = await reader.listItems({ runId, step: 'embed', limit: 2, cursor: first.nextCursor });
    expect(second.items.map(({ key }) => key)).toEqual(['000003', '000004']);
  });

  test('finds the few that failed among many', async () => {
    const page = await reader.listItems({ runId, step: 'embed', outcome: 'failed', limit: 3 });
    expect(page.items.map(({ key }) => key)).toEqual(['050000', '100000', '150000']);
    const rest = await reader.listItems({ runId, step: 'embed', outcome: 'failed', limit: 3, cursor: page.nextCursor });
    expect(rest).toEqual({ items: [{ key: '200000', outcome: 'failed', attempts: 3 }], nextCursor: null });
  });

  test('gives none for a run or a step that does not exist, and refuses what cannot be right', async () => {
    expect((await reader.listItems({ runId: 'no-such-run', step: 'embed' })).items).toEqual([]);
    expect((await reader.listItems({ runId, step: 'no-such-step' })).items).toEqual([]);
    expect((await reader.listItems({ runId, step: 'x\0y' })).items).toEqual([]);
    await expect(reader.listItems({ runId, step: 'embed', outcome: 'odd' as 'failed' })).rejects.toMatchObject({
      code: 'filter_invalid',
    });
    await expect(reader.listItems({ runId, step: 'embed', cursor: 'MQ' })).rejects.toMatchObject({
      code: 'cursor_invalid',
    });
  });
});

describe('itemResults', () => {
  /** A runner that notes how many rows each page had. */
  function counting(): { runner: QueryRunner; pages: number[] } {
    const runner = new QueryRunner(db.pool());
    const pages: number[] = [];
    const rows = runner.rows.bind(runner);
    runner.rows = async (statement) => {
      const page = await rows(statement);
      pages.push(page.length);
      return page as never;
    };
    return { runner, pages };
  }

  test('gives all 200,000 in order, never with more than a page in memory', async () => {
    const { runner, pages } = counting();
    let n = 0;
    for await (const { key, outcome, result } of itemResults(runner, runId, 'embed')) {
      n += 1;
      if (Number(key) !== n || (outcome === 'succeeded' ? (result as { n: number }).n !== n : result !== null)) {
        throw new Error(`item ${n} came as ${key}: ${outcome} ${JSON.stringify(result)}`);
      }
      // The next page is asked for only when this one was consumed.
      if (Math.ceil(n / 1_000) !== pages.length) throw new Error(`${pages.length} pages were read for ${n} items`);
    }
    expect(n).toBe(ITEMS);
    expect(Math.max(...pages)).toBe(1_000);
  });

  test('gives large results few at a time', async () => {
    const { runner, pages } = counting();
    const keys: string[] = [];
    for await (const { key, result } of itemResults(runner, runId, 'large')) {
      expect(String(result)).toHaveLength(30_000 * 32);
      keys.push(key);
    }
    expect(keys).toEqual(Array.from({ length: 9 }, (_, index) => `key-${index + 1}`));
    expect(Math.max(...pages)).toBeLessThanOrEqual(4);
  });

  test('gives none for a run that does not exist', async () => {
    for await (const item of reader.itemResults('no-such-run', 'embed')) throw new Error(`unexpected ${item.key}`);
  });
});
