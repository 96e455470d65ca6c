import { Group, Stack, Text, Title } from '@mantine/core';
import { currentStep, describeVerdict, hasEnded, type StepView } from '@telltale/core';
import { memo, useCallback, useMemo } from 'react';
import { estimateOfPicture, factsOfPicture, type RunPicture, verdictOfPicture } from '../../../live/run-picture.ts';
import { useCurrentRun, useRunAt, useRunView } from '../../../live/use-run.ts';
import { controlledSteps, stepToRetry } from '../../../parts/controls/controlled-run.ts';
import { LinkText } from '../../../parts/link-text.tsx';
import { RunControls } from '../../../parts/run-controls.tsx';
import { VerdictPill } from '../../../parts/verdict-pill.tsx';
import { text } from '../../../text/text.ts';
import { ANSWER_ID } from '../card/pause-note.tsx';
import classes from './run-header.module.css';

/** What the run is, how it is in one sentence, and what can be done to it. */
export const RunHeader = memo(function RunHeader({ title }: { readonly title: string }) {
  const verdict = useRunAt((picture, now) => verdictOfPicture(picture, now)?.name ?? null);
  const pipeline = useRunView((view) => view.pipeline);
  const subject = useRunView((view) => view.subject);
  return (
    <Group justify="space-between" align="flex-start" gap="sm" className={classes.header}>
      <Stack gap={4} className={classes.text}>
        <Group gap="xs" align="center">
          <Title order={1} size="h2" tabIndex={-1} className={classes.title} title={title}>
            <bdi>{title}</bdi>
          </Title>
          {verdict !== null && <VerdictPill verdict={verdict} size="md" />}
        </Group>
        <Sentence />
        {pipeline === 'episode' && subject !== null && (
          <LinkText to="/episodes/$episodeId" params={{ episodeId: subject }} size="sm" w="fit-content">
            {text.run.episode}
          </LinkText>
        )}
      </Stack>
      <Controls />
    </Group>
  );
});

/** The verdict as a sentence, ticking. */
function Sentence() {
  const sentence = useRunAt(sentenceOf);
  return (
    <Text className="figures" mih="1.55em">
      <bdi>{sentence}</bdi>
    </Text>
  );
}

function sentenceOf(picture: RunPicture, now: number): string {
  const facts = factsOfPicture(picture);
  const verdict = verdictOfPicture(picture, now);
  if (facts === null || verdict === null) return '';
  return describeVerdict(verdict, { facts, estimate: estimateOfPicture(picture, now), now });
}

const NO_STEPS: readonly StepView[] = [];

function Controls() {
  const { runId, picture } = useCurrentRun();
  const state = useRunView((view) => view.state);
  const asksSomething = useRunView(({ state, pause }) => state === 'paused' && pause?.question != null) ?? false;
  const priority = useRunAt(({ summary }) => summary?.priority ?? null);
  // Asked for when it is wanted: it changes with every item.
  const countInWork = useCallback(() => {
    const { view } = picture.get();
    return view === null ? 0 : Math.max(currentStep(view)?.current.length ?? 0, view.openActions.length);
  }, [picture]);
  // Only a run that has ended can begin again; while it runs its steps change with every item.
  const steps = useRunView((view) => (hasEnded(view.state) ? view.steps : NO_STEPS)) ?? NO_STEPS;
  const ofSteps = useMemo(() => ({ steps: controlledSteps(steps), retryStep: stepToRetry(steps) }), [steps]);
  if (state === null) return null;
  return <RunControls run={{ runId, state, asksSomething, priority, countInWork, ...ofSteps }} onAnswer={showAnswer} />;
}

/** Leads to the form, and into its first field. */
function showAnswer(): void {
  const form = document.getElementById(ANSWER_ID);
  form?.scrollIntoView({ block: 'center' });
  (form?.querySelector<HTMLElement>('textarea, input, select, button') ?? form)?.focus({ preventScroll: true });
}
