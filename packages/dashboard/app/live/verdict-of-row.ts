import type { RunSummaryBody } from '@telltale/api';
import { type Estimate, isInHand, type Verdict, verdict } from '@telltale/core';

/** The verdict on a run of a list, at `now` in ms since the epoch. */
export function verdictOfRow(run: RunSummaryBody, now: number): Verdict {
  // A list is told of what changes, not of each heartbeat: that a worker is gone, the server says.
  const aliveAt = run.verdict.name === 'orphaned' ? run.aliveAt : new Date(now).toISOString();
  return verdict({ ...run, aliveAt }, now);
}

/** What is left of a run of a list, at `now` in ms since the epoch: it gets less while somebody works at it. */
export function remainingOfRow({ run: { remaining }, state, asOf }: RunSummaryBody, now: number): Estimate {
  if (!remaining.known || remaining.source === 'done' || !isInHand(state)) return remaining;
  const passedMs = Math.max(0, now - Date.parse(asOf));
  if (remaining.highMs <= passedMs) return { known: false, why: 'overdue' };
  return { ...remaining, lowMs: Math.max(0, remaining.lowMs - passedMs), highMs: remaining.highMs - passedMs };
}
