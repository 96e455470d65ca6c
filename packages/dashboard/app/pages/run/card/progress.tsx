import { Text } from '@mantine/core';
import {
  currentStep,
  describeRemaining,
  type Estimate,
  estimateStep,
  formatAge,
  formatCounts,
  formatDuration,
  hasEnded,
  isInHand,
  type RunView,
  readClock,
  stepHistory,
} from '@telltale/core';
import { estimateOfPicture, isMoving, type RunPicture } from '../../../live/run-picture.ts';
import { useRunAt, useRunView } from '../../../live/use-run.ts';
import { ProgressBar } from '../../../parts/progress-bar.tsx';
import { text } from '../../../text/text.ts';
import { barPercent, type CardPhase, hasNoItems, isCounted, isWaiting } from './card-phase.ts';
import classes from './processing-card.module.css';

/** How far the step is, and the whole run beside it. */
export function Progress({ phase }: { readonly phase: CardPhase }) {
  return (
    <div className={classes.progress}>
      <StepProgress phase={phase} />
      <RunProgress />
    </div>
  );
}

function StepProgress({ phase }: { readonly phase: CardPhase }) {
  const words = text.run.card;
  const percent = useRunView((view) => barPercent(phase, currentStep(view)));
  const isStill = useRunAt(
    (picture, now) =>
      picture.view === null ||
      phase !== 'at-step' ||
      !isInHand(picture.view.state) ||
      isAtRest(picture.view) ||
      !isMoving(picture, now),
  );
  const waits = useRunAt(({ view }, now) => view !== null && isWaiting(view, now));
  // A new attempt, or the next step, begins at its own start: the bar of the last one does not run backwards.
  const which = useRunView((view) => `${view.currentStep} ${currentStep(view)?.attempt ?? 0}`) ?? '';
  const far = useRunAt((picture, now) => howFar(phase, picture, now));
  const left = useRunAt((picture, now) =>
    phase === 'at-step' && isMoving(picture, now) ? leftOfStep(picture, now) : null,
  );
  return (
    <div>
      <div className={classes.line}>
        <Text size="sm" fw={600} className="figures">
          {far}
        </Text>
        <Text size="sm" fw={600} className="figures">
          {percent !== null && phase !== 'waiting-for-worker' && text.common.percent(percent)}
        </Text>
      </div>
      <ProgressBar key={which} percent={percent} label={words.stepProgress} isWaiting={waits} isStill={isStill} />
      <Left left={left} />
    </div>
  );
}

/** Its line stays free while nothing is known, so that nothing jumps. */
function Left({ left }: { readonly left: string | null }) {
  const isOver = useRunView(({ state }) => hasEnded(state)) ?? false;
  if (isOver) return null;
  return (
    <Text size="sm" c="dimmed" className="figures" mih="1.55em">
      {left}
    </Text>
  );
}

function isAtRest(view: RunView): boolean {
  const step = currentStep(view);
  return step !== null && (hasNoItems(step) || step.state !== 'running');
}

/** In words, of whatever the step has told. */
function howFar(phase: CardPhase, { view }: RunPicture, now: number): string {
  const words = text.run.card;
  if (view === null) return '';
  if (phase === 'done') return words.tookInAll(formatDuration(view.clock.ms));
  const step = currentStep(view);
  if (step === null || phase === 'between-steps') return words.stepProgress;
  if (hasNoItems(step) && step.unit === null) return words.noItems;
  return isCounted(step)
    ? formatCounts(step.counts, step.unit)
    : (step.state === 'running' ? words.runningFor : words.ranFor)(formatAge(readClock(step.clock, now)));
}

function leftOfStep({ view, history }: RunPicture, now: number): string | null {
  const step = view === null ? null : currentStep(view);
  if (view === null || step === null || step.state === 'failed' || view.state === 'cancelling') return null;
  if (view.state === 'cancelled' || view.state === 'failed') return null;
  const remaining = estimateStep(step, stepHistory(history, step.name), now);
  if (remaining.known && remaining.source === 'done') return null;
  return leftText(view, remaining, text.run.card.inThisStep(describeRemaining(remaining)));
}

/** How far the whole run is. */
function RunProgress() {
  const words = text.run.card;
  const percent = useRunAt((picture, now) => estimateOfPicture(picture, now)?.percent ?? 0);
  const left = useRunAt((picture, now) => leftOfRun(picture, now));
  return (
    <div>
      <div className={classes.line}>
        <Text size="sm">{words.runProgress}</Text>
        <Text size="sm" className="figures">
          {text.common.percent(percent)}
        </Text>
      </div>
      <ProgressBar percent={percent} label={words.runProgress} isStill />
      <Left left={left} />
    </div>
  );
}

function leftOfRun(picture: RunPicture, now: number): string | null {
  const estimate = estimateOfPicture(picture, now);
  if (estimate === null || picture.view?.state === 'cancelling' || !isMoving(picture, now)) return null;
  const { remaining } = estimate;
  if (picture.view === null || (remaining.known && remaining.source === 'done')) return null;
  return leftText(picture.view, remaining, describeRemaining(remaining));
}

/** Of a run that is paused time does not get less, and how long it takes then says nothing. */
function leftText({ state }: RunView, { known }: Estimate, left: string): string | null {
  if (state !== 'paused') return left;
  return known ? text.run.card.onceResumed(left) : null;
}
