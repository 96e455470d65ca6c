import { DEFAULT_TIMEOUT_MS, mayBeAbandoned, type WaitOptions, withTimeLimit } from './real-time.ts';

/**
 * What the code under test declares: a bag of optional callbacks, each told of one kind of moment. It needs nothing of
 * this package, costs nothing when nobody listens, and is called with `signals?.flushed?.({ events })`.
 *
 *     export interface RecorderSignals {
 *       flushed?(flush: { events: number }): void;
 *     }
 */
// biome-ignore lint/suspicious/noExplicitAny: any callback, with whatever payload; the names below recover its type.
type Hooks<H> = { [Name in keyof H]?: ((payload: any) => void) | undefined };

/** What is told at each occurrence of a signal. */
export type Payload<H, Name extends keyof H> =
  Parameters<Extract<H[Name], (...args: never[]) => void>> extends [infer First, ...unknown[]] ? First : undefined;

/** One signal, as a test sees it. */
export interface Signal<T> {
  /**
   * The first occurrence after this call that `matches`. Ask before you cause it:
   *
   *     const flushed = signals.on('flushed').next();
   *     recorder.record(event);
   *     await flushed;
   *
   * A promise that nobody awaits any more (the test has failed) fails silently.
   */
  next(matches?: (payload: T) => boolean, options?: WaitOptions): Promise<T>;
  /** As `next`, but an occurrence before this call counts as well: "has happened, or will". */
  seen(matches?: (payload: T) => boolean, options?: WaitOptions): Promise<T>;
}

export interface Signals<H> {
  /** To be given to the code under test as it is: a copy by spread has none of the hooks. */
  readonly hooks: Required<H>;
  on<Name extends keyof H & string>(name: Name): Signal<Payload<H, Name>>;
  /** Every occurrence so far, oldest first. */
  all<Name extends keyof H & string>(name: Name): readonly Payload<H, Name>[];
}

interface Waiter {
  readonly matches: (payload: unknown) => boolean;
  readonly resolve: (payload: unknown) => void;
}

/** Turns the callbacks of some code under test into moments that a test can await. `H` is the code's own hooks type. */
export function createSignals<H extends Hooks<H>>(): Signals<H> {
  const occurrences = new Map<string, unknown[]>();
  const waiters = new Map<string, Set<Waiter>>();
  const occurred = (name: string): unknown[] => getOrAdd(occurrences, name, () => []);
  const waiting = (name: string): Set<Waiter> => getOrAdd(waiters, name, () => new Set());

  const emit = (name: string, payload: unknown): void => {
    occurred(name).push(payload);
    for (const waiter of waiting(name)) {
      if (!waiter.matches(payload)) continue;
      waiting(name).delete(waiter);
      waiter.resolve(payload);
    }
  };

  const next = (name: string, matches: Waiter['matches'], timeoutMs: number): Promise<unknown> => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const waiter = { matches, resolve };
    waiting(name).add(waiter);
    const before = occurred(name).length;
    const limited = withTimeLimit(promise, timeoutMs, () => {
      waiting(name).delete(waiter);
      const since = occurred(name).slice(before);
      return `Signal "${name}" did not come within ${timeoutMs} ms. ${describe(before, since)}`;
    });
    return mayBeAbandoned(limited);
  };

  // The names are only types, so the object makes each hook when it is asked for. `then` is asked for by `await`, which
  // would take the hooks for a promise.
  const hooks = new Proxy<Record<string, (payload: unknown) => void>>(
    {},
    {
      get: (made, name) => {
        if (typeof name !== 'string' || name === 'then') return undefined;
        made[name] ??= (payload) => emit(name, payload);
        return made[name];
      },
      has: (_made, name) => name !== 'then',
    },
  );

  return {
    hooks: hooks as Required<H>,
    all: <Name extends keyof H & string>(name: Name) => [...occurred(name)] as Payload<H, Name>[],
    on: <Name extends keyof H & string>(name: Name) => {
      type T = Payload<H, Name>;
      const signal: Signal<T> = {
        next: (matches = () => true, { timeoutMs = DEFAULT_TIMEOUT_MS } = {}) =>
          next(name, matches as Waiter['matches'], timeoutMs) as Promise<T>,
        seen: (matches = () => true, options = {}) => {
          const past = (occurred(name) as T[]).filter(matches);
          return past.length > 0 ? Promise.resolve(past[0] as T) : signal.next(matches, options);
        },
      };
      return signal;
    },
  };
}

function describe(before: number, since: readonly unknown[]): string {
  const past = `It came ${before} times before the wait`;
  if (since.length === 0) return `${past} and not at all since.`;
  const payloads = since.map((payload) => JSON.stringify(payload)).join(', ');
  return `${past}; those that came since did not match: ${payloads.slice(0, 500)}.`;
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
