import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newsMaker, type RunNews, UntoldNews } from './run-news.ts';

const news = (lastSeq: number): RunNews => ({ lastSeq, frame: Buffer.from(String(lastSeq)) });

describe('the news that a client has not taken', () => {
  test('are for who has all events that led to them', () => {
    const untold = new UntoldNews();
    expect(untold.take(100)).toBeNull();
    untold.put(news(5));
    expect(untold.take(4)).toBeNull();
    expect(untold.take(5)?.lastSeq).toBe(5);
    expect(untold.take(5)).toBeNull();
  });

  test('give way to what is newer', () => {
    const untold = new UntoldNews();
    for (const seq of [5, 6, 7, 7]) untold.put(news(seq));
    expect(untold.take(7)?.lastSeq).toBe(7);
    expect(untold.take(7)).toBeNull();
  });

  test('but for the oldest, so that one who is always late gets some', () => {
    const untold = new UntoldNews();
    for (const seq of [5, 6, 7, 8, 9]) untold.put(news(seq));
    expect(untold.take(5)?.lastSeq).toBe(5);
    expect(untold.take(8)).toBeNull();
    expect(untold.take(9)?.lastSeq).toBe(9);
  });

  test('are told in order, never too early, and in the end the newest, whatever the pace', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5), fc.nat(5))), (moves) => {
        const untold = new UntoldNews();
        let [recorded, position, told] = [0, 0, 0];
        for (const [events, taken] of [...moves, [0, Number.POSITIVE_INFINITY] as const]) {
          recorded += events;
          untold.put(news(recorded));
          position = Math.min(recorded, position + taken);
          for (let next = untold.take(position); next !== null; next = untold.take(position)) {
            expect(next.lastSeq).toBeLessThanOrEqual(position);
            expect(next.lastSeq).toBeGreaterThanOrEqual(told);
            told = next.lastSeq;
          }
        }
        expect(told).toBe(recorded);
      }),
    );
  });
});

test('news are made once for all who were given the same reading', async () => {
  let made = 0;
  const toNews = newsMaker({
    one: async (run) => {
      made += 1;
      return { ...run, sentence: 'Working.', percent: null, run: { percent: 0, remaining: { known: false } } } as never;
    },
  });
  const run = { runId: 'episode-x-run-1', lastSeq: 7 } as never;
  const [one, other] = await Promise.all([toNews(run), toNews(run)]);
  expect(other).toBe(one);
  expect(made).toBe(1);
  expect(one?.lastSeq).toBe(7);
  expect(String(one?.frame)).toMatch(/^event: run\ndata: \{.*\}\n\n$/);
});
