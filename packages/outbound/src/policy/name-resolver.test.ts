import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NameResolver } from './name-resolver.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test('an answer is good for 30 s', async () => {
  const lookup = vi.fn(async () => [`10.0.0.${lookup.mock.calls.length}`]);
  const resolver = new NameResolver(lookup);
  expect(await resolver.resolve('a.example')).toEqual(['10.0.0.1']);
  vi.advanceTimersByTime(29_999);
  expect(await resolver.resolve('a.example')).toEqual(['10.0.0.1']);
  vi.advanceTimersByTime(1);
  expect(await resolver.resolve('a.example')).toEqual(['10.0.0.2']);
});

test('a lookup that takes longer than 2 s is given up by who asks, and asked for once by all', async () => {
  const { promise, resolve } = Promise.withResolvers<readonly string[]>();
  const lookup = vi.fn(() => promise);
  const resolver = new NameResolver(lookup);
  const asked = Promise.allSettled([resolver.resolve('slow.example'), resolver.resolve('slow.example')]);
  await vi.advanceTimersByTimeAsync(2000);
  const tooLate = {
    status: 'rejected',
    reason: { code: 'timed_out', message: 'The address of slow.example was not found within 2.0 s.' },
  };
  expect(await asked).toMatchObject([tooLate, tooLate]);
  resolve(['10.0.0.1']);
  expect(await resolver.resolve('slow.example')).toEqual(['10.0.0.1']);
  expect(lookup).toHaveBeenCalledTimes(1);
});

test('names that hang keep no more than two lookups busy, and one that nobody waits for any more is not begun', async () => {
  const hanging = new Map<string, () => void>();
  const lookup = vi.fn((host: string) => {
    const { promise, resolve } = Promise.withResolvers<readonly string[]>();
    hanging.set(host, () => resolve(['10.0.0.1']));
    return promise;
  });
  const resolver = new NameResolver(lookup);
  const early = Promise.allSettled(['a', 'b', 'c', 'd'].map((name) => resolver.resolve(`${name}.example`)));
  await vi.advanceTimersByTimeAsync(2000);
  expect((await early).map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
  const late = resolver.resolve('e.example');
  hanging.get('a.example')?.();
  await vi.waitFor(() => expect(hanging.has('e.example')).toBe(true));
  hanging.get('e.example')?.();
  expect(await late).toEqual(['10.0.0.1']);
  expect(lookup.mock.calls.flat()).toEqual(['a.example', 'b.example', 'e.example']);
});

test('a name without addresses fails, and is looked up again by the next who asks', async () => {
  const answers: (readonly string[] | Error)[] = [[], new Error('ENOTFOUND'), ['10.0.0.1']];
  const resolver = new NameResolver(async () => {
    const next = answers.shift();
    if (next instanceof Error) throw next;
    return next ?? [];
  });
  const none = { code: 'outbound_failed', message: 'The address of a.example was not found.', retryable: true };
  await expect(resolver.resolve('a.example')).rejects.toMatchObject(none);
  await expect(resolver.resolve('a.example')).rejects.toMatchObject(none);
  expect(await resolver.resolve('a.example')).toEqual(['10.0.0.1']);
});

test('of many names the oldest is forgotten', async () => {
  const lookup = vi.fn(async () => ['10.0.0.1']);
  const resolver = new NameResolver(lookup);
  for (let n = 0; n <= 1024; n++) await resolver.resolve(`${n}.example`);
  await resolver.resolve('1.example');
  expect(lookup).toHaveBeenCalledTimes(1025);
  await resolver.resolve('0.example');
  expect(lookup).toHaveBeenCalledTimes(1026);
});

test('without a lookup of its own it asks the system', async () => {
  vi.useRealTimers();
  expect(await new NameResolver().resolve('localhost')).toEqual(
    expect.arrayContaining([expect.stringMatching(/^(127\.|::1)/)]),
  );
});
