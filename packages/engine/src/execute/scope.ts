import { AsyncLocalStorage } from 'node:async_hooks';
import type { StepAttempt } from './step-attempt.ts';

/** What the code that runs is part of, so that an action knows its item and its parent without being told. */
export interface Scope {
  readonly attempt: StepAttempt;
  readonly item: string | null;
  readonly actionId: string | null;
  readonly signal: AbortSignal;
}

export const scopes = new AsyncLocalStorage<Scope>();

/** The scope within `attempt` that the caller is in; `null` outside of its body. */
export function scopeIn(attempt: StepAttempt): Scope | null {
  const scope = scopes.getStore();
  return scope?.attempt === attempt ? scope : null;
}
