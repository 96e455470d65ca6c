import { Alert, Text } from '@mantine/core';
import { IconRotateClockwise } from '@tabler/icons-react';
import { currentStep, formatAge, oneLine, type StepRetry } from '@telltale/core';
import { useRunNow, useRunView } from '../../../live/use-run.ts';
import { text } from '../../../text/text.ts';

/** What the last attempt of the step failed with, and when the next one begins. */
export function RetryNote() {
  const retry = useRunView((view) => currentStep(view)?.retry ?? null);
  const error = useRunView((view) => currentStep(view)?.error ?? null);
  const name = useRunView((view) => view.currentStep);
  const isOver = useRunView(({ state }) => state === 'failed' || state === 'succeeded' || state === 'cancelled');
  if (error === null || name === null || isOver === true) return null;
  return (
    <Alert
      variant="light"
      color="yellow"
      icon={<IconRotateClockwise aria-hidden />}
      title={text.run.failure.attemptTitle(name)}
    >
      <Text size="sm">{oneLine(error.message, 600)}</Text>
      {retry !== null && <Countdown retry={retry} />}
    </Alert>
  );
}

function Countdown({ retry: { attempt, at, delayMs } }: { readonly retry: StepRetry }) {
  const words = text.run.card;
  const waitMs = Date.parse(at) + delayMs - useRunNow();
  return (
    <Text size="sm" fw={600} className="figures">
      {waitMs < 1_000 ? words.retrySoon(attempt) : words.retryIn(attempt, formatAge(waitMs))}
    </Text>
  );
}
