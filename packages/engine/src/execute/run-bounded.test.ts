import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runBounded } from './run-bounded.ts';

const LET_GO_MS = 1_000;
const TOO_SLOW = 'The call took longer than its 100 ms.';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  expect(getEventListeners(outer.signal, 'abort')).toEqual([]);
  outer = new AbortController();
  vi.useRealTimers();
});

let outer = new AbortController();

function bounded<T>(call: (signal: AbortSignal) => T | Promise<T>, timeoutMs?: number) {
  return runBounded(call, { what: 'The call', signal: outer.signal, timeoutMs, letGoMs: LET_GO_MS });
}

/** A call that ends when it is told to, whatever its signal says. */
function deaf<T>() {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  return { call: () => promise, resolve, reject };
}

/** A call that ends with its signal, as `fetch` does. */
function heeding(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}

/** What is told of a call whose time was over. */
async function timedOut(ended: ReturnType<typeof bounded>) {
  const end = await ended;
  if (end.kind !== 'timeout') throw new Error(`it ${end.kind}`);
  const { message, leftBehind, cause } = end.error;
  return { ignored: end.ignored, message, leftBehind, cause };
}

describe('a call that ends by itself', () => {
  test.each([[undefined], [100]])('gives what it returns (timeout: %s)', async (timeoutMs) => {
    expect(await bounded(() => 1, timeoutMs)).toEqual({ kind: 'returned', value: 1 });
    expect(await bounded(async () => [2], timeoutMs)).toEqual({ kind: 'returned', value: [2] });
    expect(await bounded(() => undefined, timeoutMs)).toEqual({ kind: 'returned', value: undefined });
  });

  test.each([[undefined], [100]])('gives what it throws (timeout: %s)', async (timeoutMs) => {
    const error = new Error('a');
    const throws = () => {
      throw error;
    };
    expect(await bounded(throws, timeoutMs)).toEqual({ kind: 'threw', error });
    expect(await bounded(async () => throws(), timeoutMs)).toEqual({ kind: 'threw', error });
  });

  test('has ended, though its time is over before anybody looks', async () => {
    const slow = deaf<string>();
    const end = bounded(slow.call, 100);
    await vi.advanceTimersByTimeAsync(99);
    slow.resolve('just in time');
    expect(await end).toEqual({ kind: 'returned', value: 'just in time' });
  });

  test('gets the outer signal itself if it has no time limit', async () => {
    const { signal } = outer;
    expect(await bounded((given) => given === signal)).toEqual({ kind: 'returned', value: true });
  });
});

describe('a call whose time is over', () => {
  test('is told by its signal, and why', async () => {
    const end = bounded(heeding, 100);
    await vi.advanceTimersByTimeAsync(100);
    expect(await end).toMatchObject({
      kind: 'timeout',
      ignored: false,
      error: { code: 'timed_out', message: TOO_SLOW, cause: { code: 'timed_out', message: TOO_SLOW } },
    });
  });

  test('says what it threw while it let go', async () => {
    const slow = deaf<never>();
    const end = bounded(slow.call, 100);
    await vi.advanceTimersByTimeAsync(100 + LET_GO_MS - 1);
    const error = new Error('closed');
    slow.reject(error);
    expect(await end).toMatchObject({ kind: 'timeout', ignored: false, error: { message: TOO_SLOW, cause: error } });
  });

  test('timed out, even if it then returns something', async () => {
    const slow = deaf<string>();
    const end = bounded(slow.call, 100);
    await vi.advanceTimersByTimeAsync(101);
    slow.resolve('half of it');
    const { cause, ...told } = await timedOut(end);
    expect(told).toEqual({ ignored: false, message: TOO_SLOW, leftBehind: false });
    expect(cause).toBeUndefined();
  });

  test('is left behind if it does not let go', async () => {
    const slow = deaf<string>();
    const end = bounded(slow.call, 100);
    await vi.advanceTimersByTimeAsync(100 + LET_GO_MS);
    const { cause, ...told } = await timedOut(end);
    expect(told).toEqual({
      ignored: true,
      message: expect.stringContaining(`longer than its 100 ms, and ignored its signal`),
      leftBehind: true,
    });
    expect(cause).toBeUndefined();
  });

  test('may fail later, and nobody minds', async () => {
    const slow = deaf<string>();
    const end = bounded(slow.call, 100);
    await vi.advanceTimersByTimeAsync(100 + LET_GO_MS);
    await end;
    // An unhandled rejection would fail the run of the tests.
    slow.reject(new Error('at last'));
    await vi.advanceTimersByTimeAsync(0);
  });
});

describe('a call that is aborted from outside', () => {
  const reason = new Error('cancelled');

  test.each([[undefined], [100]])('is told by its signal, and why (timeout: %s)', async (timeoutMs) => {
    let told: unknown;
    const end = bounded((signal) => heeding(signal).catch((why) => (told = why)), timeoutMs);
    outer.abort(reason);
    expect(await end).toEqual({ kind: 'aborted', ignored: false });
    expect(told).toBe(reason);
  });

  test('was aborted, whatever it gives back after that', async () => {
    const slow = deaf<string>();
    const end = bounded(slow.call);
    outer.abort(reason);
    slow.resolve('half of it');
    expect(await end).toEqual({ kind: 'aborted', ignored: false });
  });

  test('was aborted if both happen at once', async () => {
    const slow = deaf<string>();
    const end = bounded(slow.call);
    slow.resolve('whole');
    outer.abort(reason);
    expect(await end).toEqual({ kind: 'aborted', ignored: false });
  });

  test.each([[undefined], [10_000]])('is left behind if it does not let go (timeout: %s)', async (timeoutMs) => {
    const end = bounded(deaf().call, timeoutMs);
    outer.abort(reason);
    await vi.advanceTimersByTimeAsync(LET_GO_MS);
    expect(await end).toEqual({ kind: 'aborted', ignored: true });
  });

  test('is not begun if that was before', async () => {
    outer.abort(reason);
    const call = vi.fn();
    expect(await bounded(call, 100)).toEqual({ kind: 'aborted', ignored: false });
    expect(call).not.toHaveBeenCalled();
  });

  test('while it lets go of its timeout counts as aborted: whoever asked does not want it tried again', async () => {
    const slow = deaf<string>();
    const end = bounded(slow.call, 100);
    await vi.advanceTimersByTimeAsync(101);
    outer.abort(reason);
    slow.resolve('late');
    expect(await end).toEqual({ kind: 'aborted', ignored: false });
  });
});
