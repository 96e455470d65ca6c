import type { EventData } from '@telltale/core';
import type { LoopSettings } from './loop-settings.ts';
import { normalizeUrl } from './normalize-url.ts';
import { findCycle, findFailures, findRepetition, findRevisit } from './rules.ts';

/** What the detector sees of one call. */
export interface Observation {
  /** The call as people know it: `click 'More'`. */
  readonly name: string;
  /** What makes it the same call as another. */
  readonly signature: string;
  readonly failed: boolean;
  /** URLs that it has just reached. */
  readonly reached: readonly string[];
}

/** A loop, and how bad it is: also what the event `agent.looped` says. */
export type LoopFinding = Readonly<EventData<'agent.looped'>>;

/** What the detector remembers of an agent's calls. */
export interface LoopState {
  /** The last calls, as many as the rules look at; the newest last. */
  readonly recent: readonly Observation[];
  /** Calls so far. */
  readonly calls: number;
  /** At which call, from 0, each URL was first reached. */
  readonly visits: ReadonlyMap<string, number>;
  /** Findings, less the calls without one: how deep it is in. */
  readonly stuck: number;
}

/** Before the first call. Begin with it again, and everything is forgotten. */
export const NO_CALLS: LoopState = { recent: [], calls: 0, visits: new Map(), stuck: 0 };

export interface Observed {
  readonly state: LoopState;
  readonly finding: LoopFinding | null;
}

/** What the detector makes of one more call. Pure, and knows no clock. The rules are asked in their order; the first that finds something is told. */
export function observe(before: LoopState, call: Observation, settings: LoopSettings): Observed {
  const recent = [...before.recent, call].slice(-Math.max(settings.window, settings.failureWindow));
  const reached = call.failed ? [] : call.reached.map(normalizeUrl);
  const state = { recent, calls: before.calls + 1, visits: visited(before, reached), stuck: before.stuck };
  if (recent.length < Math.min(settings.repeatHint, 2 * settings.cycleRepeats)) return { state, finding: null };
  const finding =
    findRepetition(recent, settings) ??
    findCycle(recent, before.stuck, settings) ??
    findRevisit(reached, before, settings) ??
    findFailures(recent, before.stuck, settings);
  const stuck = finding === null ? Math.max(0, before.stuck - 1) : before.stuck + 1;
  return { state: { ...state, stuck }, finding };
}

/** Whether an agent that made these calls, from its first on, was stopped. */
export function wasStopped(calls: readonly Observation[], settings: LoopSettings): boolean {
  let state = NO_CALLS;
  return calls.some((call) => {
    const observed = observe(state, call, settings);
    state = observed.state;
    return observed.finding?.severity === 'stop';
  });
}

function visited({ visits, calls }: LoopState, reached: readonly string[]): ReadonlyMap<string, number> {
  const unknown = reached.filter((url) => !visits.has(url));
  return unknown.length === 0 ? visits : new Map([...visits, ...unknown.map((url) => [url, calls] as const)]);
}
