import { Text } from '@mantine/core';
import {
  describeRemaining,
  estimateStep,
  formatAge,
  formatDuration,
  formatRange,
  type StepRetry as Retry,
  readClock,
  type StepView,
  stepHistory,
} from '@telltale/core';
import { isMoving } from '../../../live/run-picture.ts';
import { useRunAt, useRunNow } from '../../../live/use-run.ts';
import { text } from '../../../text/text.ts';

/** How long the step was at work, ticking; of more than one attempt, also how long the last one was. */
export function StepTime({ step }: { readonly step: StepView }) {
  if (step.startedAt === null || (step.state === 'stopped' && step.clock.ms === 0)) return null;
  const isTicking = step.clock.since !== null;
  return (
    <Text span size="sm" c="dimmed" className="figures">
      {isTicking ? <Ticking step={step} /> : formatDuration(step.clock.ms)}
    </Text>
  );
}

function Ticking({ step: { clock, attempt, attemptStartedAt } }: { readonly step: StepView }) {
  const now = useRunNow();
  const inAll = formatAge(readClock(clock, now));
  if (attempt <= 1 || attemptStartedAt === null) return inAll;
  return `${inAll} (${text.run.rail.attempt(formatAge(now - Date.parse(attemptStartedAt)))})`;
}

/** The time that is left in the step, or that nobody knows it. */
export function StepLeft({ step }: { readonly step: StepView }) {
  const left = useRunAt((picture, now) => {
    const { history, view } = picture;
    if (view === null || view.finishedAt !== null || !isMoving(picture, now)) return null;
    const remaining = estimateStep(step, stepHistory(history, step.name), now);
    // Of steps to come, that nothing is known goes without saying.
    if (!remaining.known && step.state === 'pending') return null;
    if (remaining.known && remaining.source === 'done') return null;
    // The card says what is left of a paused run.
    if (step.state === 'stopped') return null;
    return remaining.known && step.state === 'pending'
      ? text.run.rail.takes(formatRange(remaining))
      : describeRemaining(remaining);
  });
  if (left === null) return null;
  return (
    <Text size="xs" c="dimmed" className="figures">
      {left}
    </Text>
  );
}

/** Counts down to the next attempt. */
export function StepRetry({ retry: { at, delayMs } }: { readonly retry: Retry }) {
  const waitMs = Date.parse(at) + delayMs - useRunNow();
  return (
    <Text size="xs" fw={600} className="figures">
      {text.run.rail.tryingAgain(formatAge(waitMs))}
    </Text>
  );
}
