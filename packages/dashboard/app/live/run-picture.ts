import type { ApiError, RunSummaryBody } from '@telltale/api';
import {
  estimateRun,
  factsOf,
  type Instant,
  isInHand,
  type PipelineHistory,
  type RunEstimate,
  type RunFacts,
  type RunView,
  type Verdict,
  verdict,
} from '@telltale/core';
import type { Connection } from './connection.ts';

/** All that a page knows of a run. */
export interface RunPicture {
  readonly runId: string;
  /** What its events tell, with the step as it is right now. `null` until the first of it has come. */
  readonly view: RunView | null;
  /** What the server knows of it beside the events. */
  readonly summary: RunSummaryBody | null;
  readonly history: PipelineHistory;
  /** Whether all of this is what an earlier visit saw, because nothing newer has come yet. */
  readonly isRemembered: boolean;
  /** When it was so. */
  readonly asOf: Instant | null;
  /** Why the run cannot be shown. */
  readonly error: ApiError | null;
}

/** The facts of a run as its page knows them: its events, and what only the server knows. */
export function factsOfPicture({ view, summary, history }: RunPicture): RunFacts | null {
  if (view === null) return summary;
  const facts = factsOf(view, { aliveAt: summary?.aliveAt ?? null, history });
  if (summary === null) return facts;
  const isSameStep = summary.step?.name === facts.step?.name;
  const usualMs = facts.action !== null && facts.action.tool === summary.action?.tool ? summary.action.usualMs : null;
  return {
    ...facts,
    // The heartbeat of another worker says nothing of the one that has taken the run since.
    aliveAt: facts.workerId === summary.workerId ? facts.aliveAt : null,
    usualGapMs: isSameStep ? summary.usualGapMs : facts.usualGapMs,
    action: facts.action === null ? null : { ...facts.action, usualMs: facts.action.usualMs ?? usualMs },
  };
}

/** The verdict at `now`, in ms since the epoch. */
export function verdictOfPicture(picture: RunPicture, now: number): Verdict | null {
  const facts = factsOfPicture(picture);
  return facts === null ? null : verdict(facts, now);
}

/** How far the run is and what is left of it, at `now`. */
export function estimateOfPicture({ view, history }: RunPicture, now: number): RunEstimate | null {
  return view === null ? null : estimateRun(view, history, now);
}

/** Whether anything is expected to move: of what is stuck or orphaned nobody can say how long it will take. */
export function isMoving(picture: RunPicture, now: number): boolean {
  const name = verdictOfPicture(picture, now)?.name;
  return name !== 'stuck' && name !== 'orphaned';
}

/** A server tells of a run in hand every 5 s at least. After so long without a word, in ms, nobody here knows how it is. */
const TOLD_WITHIN_MS = 15_000;

/**
 * The moment of which the picture tells, in ms since the epoch: `now` while news arrive, and the time of the last news while
 * they do not. A silence of the network must not pass for one of the run.
 */
export function momentOf({ view, summary, isRemembered, asOf }: RunPicture, link: Connection, now: number): number {
  if (view === null || !isOpen(view)) return now;
  if (isRemembered) return asOf === null ? now : Math.min(now, Date.parse(asOf));
  const told = lastTold(view, summary) ?? now;
  // That a connection is lost is noticed late: until then it looks alive.
  const latest = isInHand(view.state) ? Math.min(now, told + TOLD_WITHIN_MS) : now;
  switch (link.state) {
    case 'offline':
    case 'away':
    case 'resting':
      return Math.min(latest, Date.parse(link.since));
    case 'connecting':
    case 'catching-up':
      return Math.min(latest, told);
    case 'live':
    case 'in-turns':
    case 'ended':
      return latest;
  }
}

/** Of a run that has ended, ages go on whatever the connection does. */
function isOpen({ state }: RunView): boolean {
  return state === 'queued' || state === 'paused' || isInHand(state);
}

function lastTold({ lastAt }: RunView, summary: RunSummaryBody | null): number | null {
  const told = [lastAt, summary?.asOf ?? null].flatMap((at) => (at === null ? [] : [Date.parse(at)]));
  return told.length === 0 ? null : Math.max(...told);
}
