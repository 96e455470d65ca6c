import { AsyncLocalStorage } from 'node:async_hooks';
import type { Tokens } from '@telltale/core';

/** What answers of models took. */
export interface Used {
  readonly tokens: Tokens;
  /** In USD, as far as anybody knows; `null`: nobody knows of any. */
  readonly costUsd: number | null;
}

export const NOTHING_USED: Used = { tokens: { input: 0, output: 0 }, costUsd: null };

export function addUsed(a: Used, b: Used): Used {
  return {
    tokens: { input: a.tokens.input + b.tokens.input, output: a.tokens.output + b.tokens.output },
    costUsd: a.costUsd === null ? b.costUsd : a.costUsd + (b.costUsd ?? 0),
  };
}

type Count = (used: Used) => void;

/** In an async context, because tools ask models without a word to the agent that called them, and agents work side by side. */
const counts = new AsyncLocalStorage<Count>();

/** Runs `work`, and tells `count` of every answer of a model that is asked for in it, at any depth. */
export function counting<T>(count: Count, work: () => T): T {
  const outer = counts.getStore();
  return counts.run((used) => {
    count(used);
    outer?.(used);
  }, work);
}

/** Counts an answer to whoever is counting. */
export function countUsed(used: Used): void {
  counts.getStore()?.(used);
}
