import {
  describeVerdict,
  type Estimate,
  estimateStep,
  factsOf,
  type Instant,
  type RunFacts,
  type RunView,
  reduce,
  type TraceEvent,
  type Verdict,
  verdict,
} from '@telltale/core';

/** A run as somebody watches it: what its events tell, what was asked of the server beside, and how the line to it is. */
export interface WatchedRun {
  readonly view: RunView;
  readonly look: Look;
  readonly line: LineState;
}

/** What no event tells, as the server answered it last. */
export interface Look {
  /** `false`: the database was away, and this is what the server knew earlier. */
  readonly isFresh: boolean;
  /** The server's clock at the answer, in ms since the epoch. */
  readonly serverMs: number;
  /** Our own clock then. Only differences of it are used: the two machines may be hours apart. */
  readonly ownMs: number;
  readonly aliveAt: Instant | null;
  readonly lastSeq: number;
  /** What is usual for the step and the tool that the run was at. */
  readonly usual: {
    readonly step: string | null;
    readonly gapMs: number | null;
    readonly tool: string | null;
    readonly toolMs: number | null;
  };
  /** Of the whole run. */
  readonly percent: number;
  readonly remaining: Estimate;
  /** Of one step, by its past. */
  readonly step: { readonly name: string; readonly remaining: Estimate } | null;
  /** The queue that it waits in, if no worker takes runs from there. */
  readonly unattendedQueue: string | null;
}

/** `away`: the server has lost its database. `offline`: we have lost the server. `sinceMs` is by our own clock. */
export interface LineState {
  readonly state: 'live' | 'away' | 'offline';
  readonly sinceMs: number;
}

/** How often the server is asked for a `Look`, in ms. */
export const LOOK_EVERY_MS = 5_000;

/** A look of this age, in ms, still says how things are: one that went missing does not count. */
const LOOK_LASTS_MS = 2 * LOOK_EVERY_MS;

/** More events than this that we do not have yet are worth a word. */
const BEHIND = 200;

export function withEvent(watched: WatchedRun, event: TraceEvent): WatchedRun {
  const view = reduce(watched.view, event);
  return view === watched.view ? watched : { ...watched, view };
}

/**
 * The moment, by the server's clock, up to which the run is known. It stands still while nothing is heard: a worker of
 * which we hear nothing because our own line is broken has not died.
 */
export function knownUntil({ look }: WatchedRun, ownNowMs: number): number {
  return look.serverMs + Math.min(ownNowMs - look.ownMs, LOOK_LASTS_MS);
}

function factsAbout({ view, look: { aliveAt, usual } }: WatchedRun): RunFacts {
  const facts = factsOf(view, { aliveAt });
  return {
    ...facts,
    usualGapMs: usual.step === view.currentStep ? usual.gapMs : null,
    action:
      facts.action === null
        ? null
        : { ...facts.action, usualMs: usual.tool === facts.action.tool ? usual.toolMs : null },
  };
}

export function judge(watched: WatchedRun, serverNowMs: number): Verdict {
  return verdict(factsAbout(watched), serverNowMs);
}

/** The verdict as one sentence, without the time that is left. `other`: facts to go by instead of its own. */
export function describeRun(watched: WatchedRun, ownNowMs: number, other: Partial<RunFacts> = {}): string {
  const now = knownUntil(watched, ownNowMs);
  return describeVerdict(judge(watched, now), { facts: { ...factsAbout(watched), ...other }, estimate: null, now });
}

/** What is left of the step under work: by its own pace, else by its past. */
export function stepRemaining({ view, look }: WatchedRun, serverNowMs: number): Estimate | null {
  const step = view.steps.find(({ name }) => name === view.currentStep);
  if (step === undefined) return null;
  const own = estimateStep(step, null, serverNowMs);
  return own.known || look.step?.name !== step.name ? own : look.step.remaining;
}

/** How many events are known to be there that have not come yet; 0 if it is a handful. */
export function eventsBehind({ view, look }: WatchedRun): number {
  const behind = look.lastSeq - view.lastSeq;
  return behind > BEHIND ? behind : 0;
}

/** For somebody who stops watching. */
export function comeBack(runId: string): string {
  return `The run goes on. Come back with: telltale watch ${runId}`;
}
