import { afterEach, describe, expect, expectTypeOf, test, vi } from 'vitest';
import { createSignals } from './signals.ts';

interface WorkerSignals {
  flushed?(flush: { events: number }): void;
  idle?(): void;
}

afterEach(() => {
  vi.useRealTimers();
});

describe('next', () => {
  test('resolves with the first occurrence after the call', async () => {
    const { hooks, on } = createSignals<WorkerSignals>();
    hooks.flushed({ events: 1 });
    const flushed = on('flushed').next();
    hooks.flushed({ events: 2 });
    hooks.flushed({ events: 3 });
    expect(await flushed).toEqual({ events: 2 });
  });

  test('passes over occurrences that do not match', async () => {
    const { hooks, on } = createSignals<WorkerSignals>();
    const big = on('flushed').next(({ events }) => events > 10);
    hooks.flushed({ events: 1 });
    hooks.flushed({ events: 11 });
    expect(await big).toEqual({ events: 11 });
  });

  test('one occurrence is for everybody who waits for it', async () => {
    const { hooks, on } = createSignals<WorkerSignals>();
    const both = Promise.all([on('idle').next(), on('idle').next()]);
    hooks.idle();
    expect(await both).toEqual([undefined, undefined]);
  });

  test('gives up with the name of the signal and what came instead', async () => {
    const { hooks, on } = createSignals<WorkerSignals>();
    hooks.flushed({ events: 1 });
    const big = on('flushed').next(({ events }) => events > 10, { timeoutMs: 5 });
    hooks.flushed({ events: 2 });
    await expect(big).rejects.toThrow(
      'Signal "flushed" did not come within 5 ms. It came 1 times before the wait; those that came since did not match: {"events":2}.',
    );
  });

  test('gives up under a fake clock, too', async () => {
    vi.useFakeTimers();
    const { on } = createSignals<WorkerSignals>();
    await expect(on('idle').next(undefined, { timeoutMs: 5 })).rejects.toThrow('not at all since');
  });
});

test('seen takes an occurrence of the past, else waits for one', async () => {
  const { hooks, on } = createSignals<WorkerSignals>();
  const coming = on('flushed').seen();
  hooks.flushed({ events: 1 });
  hooks.flushed({ events: 2 });
  expect(await coming).toEqual({ events: 1 });
  expect(await on('flushed').seen(({ events }) => events === 2)).toEqual({ events: 2 });
});

test('the hooks survive an await, and each stays the same function', async () => {
  const { hooks } = createSignals<WorkerSignals>();
  expect(await Promise.resolve(hooks)).toBe(hooks);
  expect(hooks.flushed).toBe(hooks.flushed);
});

test('all gives every occurrence in order', () => {
  const { hooks, all } = createSignals<WorkerSignals>();
  hooks.flushed({ events: 1 });
  hooks.idle();
  hooks.flushed({ events: 2 });
  expect(all('flushed')).toEqual([{ events: 1 }, { events: 2 }]);
  expect(all('idle')).toHaveLength(1);
});

test('the hooks fit an optional option of production code, and names and payloads are typed', () => {
  const { hooks, on } = createSignals<WorkerSignals>();
  const options: { readonly signals?: WorkerSignals } = { signals: hooks };
  options.signals?.flushed?.({ events: 1 });
  expectTypeOf(on('flushed').next).returns.resolves.toEqualTypeOf<{ events: number }>();
  expectTypeOf(on('idle').next).returns.resolves.toEqualTypeOf<undefined>();
  expectTypeOf(on).parameter(0).toEqualTypeOf<'flushed' | 'idle'>();
});
