import { formatUsd } from '@telltale/core';
import type { Spent } from '../history/kept.ts';
import type { AgentLimits } from './agent-limits.ts';

/** A limit that has been reached, as the trace tells it. */
export interface ReachedLimit {
  readonly limit: keyof AgentLimits;
  readonly value: number;
  readonly allowed: number;
  /** `ms` and `USD` are written as people write them. */
  readonly unit: string;
  /** What was going on. */
  readonly during?: string;
}

/** The first limit of those for requests, tokens and money that `spent` has reached; `null`: it may go on. */
export function reachedLimit(spent: Spent, limits: AgentLimits): ReachedLimit | null {
  const { requests, tokens, costUsd } = spent;
  const used: readonly ReachedLimit[] = [
    { limit: 'modelRequests', value: requests, allowed: limits.modelRequests, unit: 'requests' },
    { limit: 'tokens', value: tokens.input + tokens.output, allowed: limits.tokens ?? Infinity, unit: 'tokens' },
    { limit: 'costUsd', value: costUsd ?? 0, allowed: limits.costUsd ?? Infinity, unit: 'USD' },
  ];
  return used.find(({ value, allowed }) => value >= allowed) ?? null;
}

/** What people are told of a limit that was reached between two calls. */
export function limitSentence({ value, allowed, unit }: ReachedLimit): string {
  const amount = unit === 'USD' ? `${formatUsd(value)} of ${formatUsd(allowed)}` : `${value} of ${allowed} ${unit}`;
  return `The agent used ${amount} and has no answer yet.`;
}

/** A model is told of a limit when so much of it is left. */
const FEW = 0.2;

/** What a model is told, once each, when a limit is near. */
export type Warning = 'last-request' | 'time' | 'tokens';

/** The limits that are so near that the model should know, with what it is told. */
export function warnings(spent: Spent, leftMs: number, limits: AgentLimits): ReadonlyMap<Warning, string> {
  const near = new Map<Warning, string>();
  const tokens = spent.tokens.input + spent.tokens.output;
  if (spent.requests === limits.modelRequests - 1) {
    near.set('last-request', 'This is your last request, and no tool can be called: answer now with what you have.');
  }
  if (leftMs <= FEW * limits.wallClockMs) {
    near.set('time', `You have ${Math.round(leftMs / 1_000)} s left: finish soon, and answer with what you have.`);
  }
  if (limits.tokens !== null && limits.tokens - tokens <= FEW * limits.tokens) {
    near.set('tokens', `You have ${limits.tokens - tokens} tokens left: finish soon, and answer with what you have.`);
  }
  return near;
}
