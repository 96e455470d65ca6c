import { createSignals } from '@telltale/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Loop } from './loop.ts';
import { Troubles } from './troubles.ts';

interface Rounds {
  round?(round: { number: number }): void;
}

const silent = new Troubles('here', () => undefined);

/** A loop whose rounds the test ends by hand, unless `end` does. */
function startLoop(everyMs: number | null, end?: (number: number) => Promise<void>) {
  const signals = createSignals<Rounds>();
  let number = 0;
  const rounds: PromiseWithResolvers<void>[] = [];
  const loop = new Loop({
    name: 'The loop',
    everyMs,
    troubles: silent,
    round: () => {
      number += 1;
      const round = Promise.withResolvers<void>();
      rounds.push(round);
      signals.hooks.round({ number });
      return end === undefined ? round.promise : end(number);
    },
  }).start();
  return {
    loop,
    rounds,
    began: (wanted: number) => signals.on('round').seen((round) => round.number === wanted),
    count: () => number,
  };
}

describe('a loop', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('does a round every so often', async () => {
    const { loop, count } = startLoop(1_000, async () => undefined);
    await vi.advanceTimersByTimeAsync(999);
    expect(count()).toBe(0);
    await vi.advanceTimersByTimeAsync(2_001);
    expect(count()).toBe(3);
    await loop.stop();
  });

  it('does one when it is woken, and only then without an interval', async () => {
    const { loop, began, count } = startLoop(null, async () => undefined);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(count()).toBe(0);
    loop.wake();
    await began(1);
    await loop.stop();
  });

  it('does one round at a time, and one more for any number of wakes during it', async () => {
    const { loop, rounds, began, count } = startLoop(null);
    loop.wake();
    await began(1);
    for (let n = 0; n < 10; n += 1) loop.wake();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(count()).toBe(1);
    rounds[0]?.resolve();
    await began(2);
    rounds[1]?.resolve();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(count()).toBe(2);
    await loop.stop();
  });

  it('does a failed round again after rests that grow and that a wake does not shorten', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(1);
    const { loop, count } = startLoop(null, () => Promise.reject(new Error('no')));
    loop.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(count()).toBe(1);
    for (const [ms, rounds] of [
      [100, 2],
      [200, 3],
      [400, 4],
      [800, 5],
    ] as const) {
      loop.wake();
      await vi.advanceTimersByTimeAsync(ms - 1);
      expect(count()).toBe(rounds - 1);
      await vi.advanceTimersByTimeAsync(1);
      expect(count()).toBe(rounds);
    }
    await loop.stop();
    vi.restoreAllMocks();
  });

  it('waits for the round under way when it is stopped, and begins no other', async () => {
    const { loop, rounds, began, count } = startLoop(10);
    await vi.advanceTimersByTimeAsync(10);
    await began(1);
    loop.wake();
    const stopped = loop.stop();
    const early = vi.fn();
    void stopped.then(early);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(early).not.toHaveBeenCalled();
    rounds[0]?.resolve();
    await stopped;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(count()).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('can be stopped before it was started', async () => {
    await new Loop({ name: 'x', everyMs: 1, troubles: silent, round: async () => undefined }).stop();
  });
});
