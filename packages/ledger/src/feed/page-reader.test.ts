import { describe, expect, test } from 'vitest';
import { PageReader } from './page-reader.ts';
import type { ReadStatement } from './read-pages.ts';

interface Sent {
  readonly runs: string;
  readonly limit: number;
  readonly answer: () => void;
  readonly refuse: (error: Error) => void;
}

/** A reader whose statements the test answers: every run is empty. */
function rig() {
  const sent: Sent[] = [];
  let arrived = Promise.withResolvers<void>();
  const execute = async ({ values }: ReadStatement): Promise<unknown[][]> => {
    const [runs, , limit] = values as [string, string, number];
    const { promise, resolve, reject } = Promise.withResolvers<unknown[][]>();
    const rows = runs.split(',').map((_, index) => [String(index + 1), '1', '0', ...Array(7).fill(null)]);
    sent.push({ runs, limit, answer: () => resolve(rows), refuse: reject });
    arrived.resolve();
    return await promise;
  };
  const reader = new PageReader({ source: 'tip', execute, readEvents: 500, hooks: {} });
  /** The next statement. */
  const next = async (): Promise<Sent> => {
    if (sent.length === 0) await arrived.promise;
    arrived = Promise.withResolvers<void>();
    const [statement] = sent.splice(0);
    if (statement === undefined) throw new Error('no statement was sent');
    return statement;
  };
  const read = (run: number, after = 0) => reader.read({ runId: `run-${run}`, run: String(run) }, after);
  return { read, next, sent };
}

describe('a page reader', () => {
  test('serves with the next statement all who ask while one is under way', async () => {
    const { read, next, sent } = rig();
    const first = read(1);
    const statement = await next();
    const others = [read(2), read(3), read(4)];
    expect(sent).toEqual([]);
    statement.answer();
    await first;
    const second = await next();
    expect(second).toMatchObject({ runs: '{2,3,4}', limit: 166 });
    second.answer();
    expect(await Promise.all(others)).toEqual(
      Array(3).fill({ bounds: { firstSeq: 1, lastSeq: 0 }, limit: 166, events: [], bytes: 0 }),
    );
  });

  test('asks once for those who want the same, but never answers from a statement that was sent before', async () => {
    const { read, next } = rig();
    const [a, b, other] = [read(1, 5), read(1, 5), read(1, 6)];
    expect(a).toBe(b);
    const statement = await next();
    expect(statement.runs).toBe('{1,1}');
    const late = read(1, 5);
    statement.answer();
    await Promise.all([a, b, other]);
    (await next()).answer();
    await late;
  });

  test('serves 64 at a time, in order of arrival, each with a fair share', async () => {
    const { read, next } = rig();
    const pages = Array.from({ length: 100 }, (_, run) => read(run));
    const first = await next();
    expect(first.runs.split(',')).toHaveLength(64);
    expect(first.limit).toBe(16);
    first.answer();
    await pages[63];
    const second = await next();
    expect(second.runs).toMatch(/^\{64,.*,99\}$/);
    second.answer();
    await Promise.all(pages);
  });

  test('tells a refusal to those whom it concerns, and goes on', async () => {
    const { read, next } = rig();
    const refused = expect(read(1)).rejects.toThrow('no');
    const statement = await next();
    const other = read(2);
    statement.refuse(new Error('no'));
    await refused;
    (await next()).answer();
    await other;
  });
});
