import type { Counts, Instant, ItemRef } from '../events/shapes.ts';
import { VIEW_LIMITS } from './bounded.ts';
import { completeCounts, handled, withCounts } from './counts.ts';
import type { RunView } from './run-view.ts';
import type { CurrentItem, StepView } from './step-view.ts';

/** A step as its run's row has it: the row is written with every flush, while the trace tells of the same once a second. */
export interface LiveStep {
  readonly name: string;
  readonly attempt: number;
  readonly counts: Counts;
  readonly unit: string | null;
  readonly current: readonly ItemRef[];
  readonly upNext: readonly ItemRef[];
}

interface LiveStepOptions {
  /** When the row was read: since then at the latest its items are in work. */
  readonly asOf: Instant;
  /** Items of which the view knows that they ended after the row was read. Default: none. */
  readonly ended?: ReadonlySet<string>;
}

const NOBODY: ReadonlySet<string> = new Set();

/**
 * The view with its running step as it is right now: which items are in work and come next, and how far it is where the row
 * is ahead of the events. Nothing is added where the row is of another step or attempt, or has told nothing yet; no count and
 * no percentage goes back. The result is to be looked at, not to be reduced any further.
 *
 * A row that was read before the view's last `step.progressed` knows less than the view: it should not be given.
 */
export function withLiveStep(view: RunView, live: LiveStep | null, { asOf, ended = NOBODY }: LiveStepOptions): RunView {
  const index = view.steps.findIndex(({ name }) => name === view.currentStep);
  const step = view.steps[index];
  if (step === undefined || live === null || !isAbout(live, step)) return view;
  return { ...view, steps: view.steps.with(index, update(step, live, asOf, ended)) };
}

function isAbout(live: LiveStep, step: StepView): boolean {
  if (step.state !== 'running' || live.name !== step.name || live.attempt !== step.attempt) return false;
  return live.counts.total !== null || handled(live.counts) > 0 || live.current.length > 0;
}

function update(step: StepView, live: LiveStep, asOf: Instant, ended: ReadonlySet<string>): StepView {
  const known = new Map(step.current.map((item) => [item.key, item]));
  const inWork = live.current.filter(({ key }) => !ended.has(key));
  const listed = new Set(inWork.map(({ key }) => key));
  // An item may have been started after the row was read.
  const newer = step.current.filter(({ key, since }) => !listed.has(key) && since > asOf);
  const current: CurrentItem[] = [...inWork.map((item) => known.get(item.key) ?? { ...item, since: asOf }), ...newer];
  const isAhead = handled(live.counts) > handled(step.counts);
  return {
    ...(isAhead ? withCounts(step, completeCounts(live.counts)) : step),
    unit: step.unit ?? live.unit,
    current: current.slice(0, VIEW_LIMITS.current),
    upNext: live.upNext
      .filter(({ key }) => !ended.has(key) && !known.has(key) && !listed.has(key))
      .slice(0, VIEW_LIMITS.upNext),
  };
}
