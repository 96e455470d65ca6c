import { Button, Group, Text, Title } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { hasEnded, isBehind, type VerdictName } from '@telltale/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { verdictOfPicture } from '../../../live/run-picture.ts';
import { useCurrentRun, useRunAt, useRunView } from '../../../live/use-run.ts';
import { controlledSteps } from '../../../parts/controls/controlled-run.ts';
import { RerunDialog } from '../../../parts/controls/dialogs.tsx';
import { text } from '../../../text/text.ts';
import classes from './step-rail.module.css';
import { StepRow } from './step-row.tsx';

const route = getRouteApi('/runs/$runId');

/** Every step of the run in its order, and how each is. One that is chosen is the one that the tabs tell of. */
export function StepRail() {
  const words = text.run.rail;
  const { runId } = useCurrentRun();
  const steps = useRunView((view) => view.steps) ?? [];
  // Of a run that is all done, no step stands out.
  const current = useRunView(({ state, currentStep }) => (state === 'succeeded' ? null : currentStep));
  const isOver = useRunView(({ state }) => hasEnded(state)) ?? false;
  const verdict = useRunAt((picture, now): VerdictName => verdictOfPicture(picture, now)?.name ?? 'queued');
  const chosen = route.useSearch({ select: ({ step }) => step });
  const navigate = route.useNavigate();
  const [rerunFrom, setRerunFrom] = useState<string | null>(null);
  const list = useRef<HTMLOListElement>(null);

  // In a list that is too long for its place, the step that matters is in sight.
  useEffect(() => {
    const row = list.current?.querySelector('[aria-current="step"]');
    if (current === null || !(row instanceof HTMLElement) || list.current === null) return;
    const { offsetTop, offsetHeight } = row;
    const { scrollTop, clientHeight } = list.current;
    if (offsetTop < scrollTop || offsetTop + offsetHeight > scrollTop + clientHeight) {
      list.current.scrollTop = offsetTop - clientHeight / 3;
    }
  }, [current]);

  const choose = useCallback(
    (step: string | undefined) =>
      void navigate({ search: (before) => ({ ...before, step }), replace: true, resetScroll: false }),
    [navigate],
  );

  return (
    <section aria-label={words.title}>
      <Group justify="space-between" mb={4}>
        <Title order={2} size="h4">
          {words.title}
        </Title>
        {chosen === undefined ? (
          <Text size="sm" c="dimmed" className="figures">
            {words.ofCount(steps.filter(({ state }) => isBehind(state)).length, steps.length)}
          </Text>
        ) : (
          <Button size="compact-sm" variant="subtle" onClick={() => choose(undefined)}>
            {words.showAll}
          </Button>
        )}
      </Group>
      {steps.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.none}
        </Text>
      ) : (
        <ol className={classes.list} ref={list} tabIndex={steps.length > 12 ? 0 : undefined} aria-label={words.title}>
          {steps.map((step) => (
            <StepRow
              key={step.name}
              step={step}
              of={steps.length}
              verdict={verdict}
              isCurrent={step.name === current}
              isChosen={step.name === chosen}
              canRerun={isOver && (step.number === 1 || step.state !== 'pending')}
              onChoose={choose}
              onRerun={setRerunFrom}
            />
          ))}
        </ol>
      )}
      {rerunFrom !== null && (
        <RerunDialog
          run={{ runId, steps: controlledSteps(steps) }}
          fromStep={rerunFrom}
          onClose={() => setRerunFrom(null)}
        />
      )}
    </section>
  );
}
