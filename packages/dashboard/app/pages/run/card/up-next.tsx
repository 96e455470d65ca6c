import { Stack, Text, Title } from '@mantine/core';
import { currentStep, oneLine } from '@telltale/core';
import { useRunView } from '../../../live/use-run.ts';
import { text } from '../../../text/text.ts';
import { stepsToCome } from './card-phase.ts';
import classes from './processing-card.module.css';

/** What comes next: the items of this step that wait, then the steps to come. */
export function UpNext() {
  const words = text.run.card;
  const items = useRunView((view) => currentStep(view)?.upNext ?? null) ?? [];
  const allSteps = useRunView(({ steps }) => steps) ?? [];
  const steps = stepsToCome(allSteps);
  const [next] = steps;
  return (
    <Stack gap={4}>
      <Title order={3} size="sm">
        {words.upNext}
      </Title>
      {items.length === 0 && steps.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.upNextNone}
        </Text>
      ) : (
        <ul className={classes.list} aria-label={words.upNext}>
          {items.map(({ key, label }) => (
            <Text component="li" key={key} size="sm">
              <bdi>{oneLine(label ?? key)}</bdi>
            </Text>
          ))}
          {next !== undefined && (
            <Text component="li" size="sm" c="dimmed">
              <bdi>{(items.length === 0 ? words.stepToCome : words.thenStep)(next.number, next.name)}</bdi>
              {steps.length > 1 && words.moreSteps(steps.length - 1)}
            </Text>
          )}
        </ul>
      )}
    </Stack>
  );
}
