import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pace } from './pace.ts';

// Those of Node are no fake ones.
vi.mock('node:timers/promises', () => ({
  setTimeout: (ms: number, _value: undefined, { signal }: { readonly signal: AbortSignal }) =>
    new Promise<void>((resolve, reject) => {
      setTimeout(resolve, ms);
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    }),
}));

const never = new AbortController().signal;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('ten have their turn at once, then five in a second', async () => {
  const pace = new Pace();
  let turns = 0;
  const all = Array.from({ length: 20 }, async () => {
    await pace.turn(never);
    turns += 1;
  });
  await vi.advanceTimersByTimeAsync(0);
  expect(turns).toBe(10);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(turns).toBe(15);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(turns).toBe(20);
  await Promise.all(all);
});

test('nobody has a turn while it rests, and everybody after', async () => {
  const pace = new Pace();
  pace.rest(5_000);
  await expect(pace.turn(never)).rejects.toMatchObject({ waitMs: 5_000 });
  await vi.advanceTimersByTimeAsync(5_000);
  await pace.turn(never);
});

test('who gives up while he waits gets the reason', async () => {
  const pace = new Pace();
  await Promise.all(Array.from({ length: 10 }, () => pace.turn(never)));
  const stop = new AbortController();
  const turn = pace.turn(stop.signal);
  stop.abort(new Error('enough'));
  await expect(turn).rejects.toThrow('enough');
});
