import { TelltaleError } from '@telltale/core';
import { describe, expect, test } from 'vitest';
import { StaleAnswers, type StaleSettings } from './stale-answers.ts';

const AWAY = new TelltaleError('The database at db:5432 cannot be reached.', {
  code: 'database_unreachable',
  retryable: true,
  details: { target: 'db:5432' },
});

function setUp(settings: Partial<StaleSettings> = {}) {
  const clock = { now: Date.UTC(2026, 10, 21) };
  const counted = { stale: 0 };
  const onStale = () => {
    counted.stale += 1;
  };
  return { clock, counted, answers: new StaleAnswers({ now: () => clock.now, onStale, settings }) };
}

const fail = (error: unknown) => () => Promise.reject(error);

describe('while the database is away', () => {
  test('an address is answered as it was last, with when that was and why, and without the name of the database', async () => {
    const { answers, clock, counted } = setUp();
    expect(await answers.answer('/runs', async () => '{"runs":[]}')).toBe('{"runs":[]}');
    clock.now += 60_000;
    const again = await answers.answer('/runs', fail(AWAY));
    expect(JSON.parse(again)).toEqual({
      runs: [],
      stale: {
        since: '2026-11-21T00:00:00.000Z',
        code: 'database_unreachable',
        message: 'The database cannot be reached.',
      },
    });
    expect(counted.stale).toBe(1);
  });

  test('another address is not', async () => {
    const { answers } = setUp();
    await answers.answer('/runs', async () => '{}');
    await expect(answers.answer('/runs?limit=1', fail(AWAY))).rejects.toBe(AWAY);
  });

  test('what was removed before stays removed', async () => {
    const { answers } = setUp();
    const gone = new TelltaleError('There is no run x.', { code: 'run_not_found' });
    await answers.answer('/runs/x', async () => '{"runId":"x"}');
    await expect(answers.answer('/runs/x', fail(gone))).rejects.toBe(gone);
    await expect(answers.answer('/runs/x', fail(AWAY))).rejects.toBe(AWAY);
  });

  test.for([
    ['one that trying again will not mend', new TelltaleError('no', { code: 'ledger_query_failed' })],
    ['one of another kind', new TelltaleError('no', { code: 'artifact_store_failed', retryable: true })],
    ['one that nobody expected', new Error('no')],
  ] as const)('only for that: an error is told that is %s', async ([, error]) => {
    const { answers } = setUp();
    await answers.answer('/runs', async () => '{"runs":[]}');
    await expect(answers.answer('/runs', fail(error))).rejects.toBe(error);
  });
});

test('a database that says nothing counts as away', async () => {
  const { answers } = setUp({ readTimeoutMs: 1 });
  const silence = () => new Promise<string>(() => undefined);
  await expect(answers.answer('/new', silence)).rejects.toMatchObject({
    code: 'database_unreachable',
    retryable: true,
  });
});

test('memory is bounded: the answers that nobody asked for longest go first, and the largest are not kept', async () => {
  const { answers } = setUp({ keptBytes: 3_000, largestBytes: 1_300 });
  const body = (characters: number) => async () => `{"a":"${'x'.repeat(characters)}"}`;
  for (const address of ['/1', '/2', '/3']) await answers.answer(address, body(1_000));
  await expect(answers.answer('/1', fail(AWAY))).rejects.toBe(AWAY);
  expect(await answers.answer('/3', fail(AWAY))).toContain('stale');
  await answers.answer('/large', body(2_000));
  await expect(answers.answer('/large', fail(AWAY))).rejects.toBe(AWAY);
});
