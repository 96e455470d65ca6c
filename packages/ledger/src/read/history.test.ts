import { testDatabase } from '@telltale/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { createReader, type Reader } from './reader.ts';

const db = testDatabase();
let reader: Reader;

interface Attempt {
  readonly step: string;
  readonly ms: number;
  readonly outcome?: string;
  readonly kept?: number;
  readonly total?: number;
  readonly done?: number;
  readonly size?: number;
  readonly unit?: string;
}

let runs = 0;

/** Attempts of runs of their own, each an hour newer than the one before. */
async function add(pipeline: string, attempts: readonly Attempt[]): Promise<void> {
  for (const {
    step,
    ms,
    outcome = 'succeeded',
    kept = 0,
    total = null,
    done = 0,
    size = null,
    unit = null,
  } of attempts) {
    runs += 1;
    await db.query(
      `INSERT INTO telltale.step_run (run, step, kept, attempt, number, pipeline, started_at, finished_at, duration_ms, outcome, total, done, size, size_unit)
       VALUES ($1::integer, $2, $3, 1, 1, $4, now(), now() + $1::integer * interval '1 hour', $5, $6, $7, $8, $9, $10)`,
      [runs, step, kept, pipeline, ms, outcome, total, done, size, unit],
    );
  }
}

function times(n: number, make: (index: number) => Attempt): Attempt[] {
  return Array.from({ length: n }, (_, index) => make(index));
}

beforeAll(() => {
  reader = createReader(db.pool());
});

describe('stepHistory', () => {
  test('gives the quantiles of each step, of the newest 100 successes', async () => {
    await add('p1', [
      ...times(50, () => ({ step: 'fetch', ms: 1_000_000 })),
      ...times(100, (index) => ({ step: 'fetch', ms: index + 1 })),
      { step: 'embed', ms: 7 },
      { step: 'never', ms: 7, outcome: 'failed' },
    ]);
    await add('p2', [{ step: 'other', ms: 7 }]);
    expect(await reader.stepHistory('p1')).toEqual([
      { step: 'embed', runs: 1, p50Ms: 7, p95Ms: 7, perUnit: null, gaps: { gaps: 1, p95Ms: 7 } },
      { step: 'fetch', runs: 100, p50Ms: 50.5, p95Ms: 95.05, perUnit: null, gaps: { gaps: 100, p95Ms: 95.05 } },
    ]);
  });

  test('scales by the size of those that have the unit of the newest one', async () => {
    await add('sized', [
      { step: 'transcribe', ms: 1_000, size: 1, unit: 'files' },
      { step: 'transcribe', ms: 1_000, size: 500, unit: 'seconds' },
      { step: 'transcribe', ms: 1_000, size: 250, unit: 'seconds' },
      { step: 'transcribe', ms: 1_000, size: 0, unit: 'bytes' },
      { step: 'transcribe', ms: 1_000 },
    ]);
    const [step] = await reader.stepHistory('sized');
    expect(step).toMatchObject({ runs: 5, perUnit: { unit: 'seconds', runs: 2, p50MsPerUnit: 3, p95MsPerUnit: 3.9 } });
  });

  test('takes the usual silence between items from their mean, and the whole of a step without items', async () => {
    await add('gaps', [
      { step: 'items', ms: 10_000, total: 10, done: 10 },
      { step: 'whole', ms: 10_000, total: 1, done: 1 },
    ]);
    const [items, whole] = await reader.stepHistory('gaps');
    expect(items?.gaps).toEqual({ gaps: 10, p95Ms: expect.closeTo(1_000 * Math.log(20), 0) });
    expect(whole?.gaps).toEqual({ gaps: 1, p95Ms: 10_000 });
  });

  test('leaves out attempts that found items done already', async () => {
    await add('resumed', [
      { step: 'items', ms: 10_000, total: 10, done: 10 },
      { step: 'items', ms: 5, total: 10, done: 10, kept: 9 },
      { step: 'whole', ms: 20_000 },
      { step: 'only-resumed', ms: 5, total: 10, kept: 1 },
    ]);
    expect((await reader.stepHistory('resumed')).map(({ step, runs, p50Ms }) => [step, runs, p50Ms])).toEqual([
      ['items', 1, 10_000],
      ['whole', 1, 20_000],
    ]);
  });

  test('is empty for a pipeline that nobody knows', async () => {
    expect(await reader.stepHistory('unknown')).toEqual([]);
    expect(await reader.stepHistory('x'.repeat(10_000))).toEqual([]);
    expect(await reader.stepHistory('\0')).toEqual([]);
  });
});

describe('toolHistory', () => {
  test('gives the 95th percentile of the successes among the newest 200 actions of each tool', async () => {
    await db.query(`
      INSERT INTO telltale.action (run, seq, action_id, tool, outcome, started_at, finished_at)
      SELECT 1, n, 'a' || n, CASE WHEN n <= 300 THEN 'click' ELSE 'fail' END,
             CASE WHEN n > 300 OR n % 2 = 0 THEN 'error' ELSE 'success' END,
             now() + n * interval '1 minute', now() + n * interval '1 minute' + CASE WHEN n > 100 THEN 1 ELSE 60 END * interval '1 s'
        FROM generate_series(1, 310) n`);
    expect(await reader.toolHistory(['click', 'click', 'fail', 'unknown', 'x\0y'])).toEqual([
      { tool: 'click', actions: 100, p95Ms: 1_000 },
    ]);
    expect(await reader.toolHistory([])).toEqual([]);
    const many = times(101, (index) => ({ step: '', ms: index })).map(({ ms }) => `tool-${ms}`);
    await expect(reader.toolHistory(many)).rejects.toMatchObject({ code: 'filter_invalid' });
  });
});
