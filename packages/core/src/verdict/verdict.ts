import type { Instant } from '../events/shapes.ts';
import type { LoopFinding } from '../view/agent-view.ts';
import { msSince } from '../view/clock.ts';
import type { RunState } from '../view/states.ts';
import { limitOf } from './most-telling.ts';
import type { ActionFacts, RunFacts } from './run-facts.ts';
import { ORPHANED_AFTER_MS, QUIET_AFTER_MS, QUIET_AT_LEAST_MS, STUCK_AFTER_MS } from './thresholds.ts';

/** What a person wants to know about a run. Explained in docs/verdicts.md, in this order. */
export const VERDICTS = [
  'queued',
  'working',
  'quiet',
  'looping',
  'stuck',
  'orphaned',
  'pausing',
  'paused',
  'succeeded',
  'failed',
  'cancelled',
] as const;
export type VerdictName = (typeof VERDICTS)[number];

interface Since {
  /** When that which the verdict says began; `null` if no event told. */
  readonly since: Instant | null;
}

interface Silence extends Since {
  /** How long nothing has advanced, in ms, and what it was measured against. */
  readonly silentMs: number;
  readonly thresholdMs: number;
  /** The open action that it waits for. */
  readonly action: ActionFacts | null;
}

/** Where the threshold of `quiet` came from. */
export type QuietThreshold = 'timeout' | 'usual-for-tool' | 'usual-for-step' | 'default';

/** Why a run counts as working: it advances, or it waits for something that it may well wait for. */
export type WorkingReason = 'advancing' | 'action' | 'retry' | 'cancelling';

/** The states of a run that are verdicts as they stand. */
type PlainName = Extract<VerdictName, RunState>;

export type Verdict =
  | { [N in PlainName]: Since & { readonly name: N } }[PlainName]
  | (Since & { readonly name: 'working'; readonly reason: WorkingReason; readonly action: ActionFacts | null })
  | (Silence & { readonly name: 'quiet'; readonly threshold: QuietThreshold })
  | (Since & { readonly name: 'looping'; readonly finding: LoopFinding })
  | (Silence & { readonly name: 'stuck' })
  | (Since & {
      readonly name: 'orphaned';
      readonly workerId: string | null;
      /** The age of the heartbeat, in ms. */
      readonly silentMs: number;
      readonly thresholdMs: number;
    });

/** One verdict's own data. */
export type VerdictOf<N extends VerdictName> = Extract<Verdict, { readonly name: N }>;

/**
 * The verdict on a run at `now` (ms since the epoch). The first that holds: a state that needs no judgement, `orphaned`,
 * `stuck`, `pausing`, `looping`, `quiet`, `working`.
 */
export function verdict(facts: RunFacts, now: number): Verdict {
  const { state, stateSince: since } = facts;
  if (state !== 'running' && state !== 'pausing' && state !== 'cancelling') return { name: state, since };
  return (
    orphaned(facts, now) ??
    stuck(facts, now) ??
    (state === 'pausing' ? { name: 'pausing', since } : null) ??
    (facts.looping === null ? null : { name: 'looping', since: facts.looping.at, finding: facts.looping }) ??
    quiet(facts, now) ??
    working(facts, now)
  );
}

/** A run whose worker has written no heartbeat yet is measured from its own last sign of life. */
function orphaned(facts: RunFacts, now: number): Verdict | null {
  const since = facts.aliveAt ?? lastAdvance(facts);
  const silentMs = since === null ? 0 : msSince(since, now);
  if (silentMs < ORPHANED_AFTER_MS) return null;
  return { name: 'orphaned', since, workerId: facts.workerId, silentMs, thresholdMs: ORPHANED_AFTER_MS };
}

function stuck(facts: RunFacts, now: number): Verdict | null {
  const thresholdMs = facts.stuckAfterMs ?? STUCK_AFTER_MS;
  const silentMs = silence(facts, now);
  if (silentMs <= thresholdMs || knownWait(facts, now) !== null) return null;
  return { name: 'stuck', since: lastAdvance(facts), silentMs, thresholdMs, action: facts.action };
}

/** Longer than the open action may take, or than is usual for the step, but never so short that it flickers. */
function quiet(facts: RunFacts, now: number): Verdict | null {
  const silentMs = silence(facts, now);
  const exceeded = quietThresholds(facts).find(({ thresholdMs }) => silentMs > thresholdMs);
  if (exceeded === undefined || knownWait(facts, now) !== null) return null;
  return { name: 'quiet', since: lastAdvance(facts), silentMs, ...exceeded, action: facts.action };
}

/** What the silence is measured against, the action first: it says more than the step. */
function quietThresholds({ action, usualGapMs }: RunFacts): { thresholdMs: number; threshold: QuietThreshold }[] {
  const limit = action === null ? null : limitOf(action);
  const ofStep: QuietThreshold = usualGapMs === null ? 'default' : 'usual-for-step';
  const ofAction: QuietThreshold = action?.timeoutMs === null ? 'usual-for-tool' : 'timeout';
  return [
    ...(limit === null ? [] : [{ thresholdMs: Math.max(QUIET_AT_LEAST_MS, limit), threshold: ofAction }]),
    { thresholdMs: Math.max(QUIET_AT_LEAST_MS, usualGapMs ?? QUIET_AFTER_MS), threshold: ofStep },
  ];
}

function working(facts: RunFacts, now: number): Verdict {
  if (facts.state === 'cancelling') {
    return { name: 'working', since: facts.stateSince, reason: 'cancelling', action: facts.action };
  }
  const reason = knownWait(facts, now) ?? 'advancing';
  const since = reason === 'action' && facts.action !== null ? facts.action.startedAt : lastAdvance(facts);
  return { name: 'working', since, reason, action: facts.action };
}

/** What the run waits for and may well wait for: a retry's delay, or an open action that is within its limit. */
function knownWait(facts: RunFacts, now: number): 'action' | 'retry' | null {
  if (facts.retryAt !== null && now <= Date.parse(facts.retryAt)) return 'retry';
  const limit = facts.action === null ? null : limitOf(facts.action);
  if (facts.action === null || limit === null) return null;
  return msSince(facts.action.startedAt, now) <= limit ? 'action' : null;
}

function silence(facts: RunFacts, now: number): number {
  const since = lastAdvance(facts);
  return since === null ? 0 : msSince(since, now);
}

/** A run that waited in its queue was silent for a good reason until somebody took it. */
function lastAdvance({ state, advancedAt, stateSince }: RunFacts): Instant | null {
  if (advancedAt === null || stateSince === null) return advancedAt ?? stateSince;
  return state === 'running' && stateSince > advancedAt ? stateSince : advancedAt;
}
