import { ActionIcon, Button, Group, Paper, Stack } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { hasEnded } from '@telltale/core';
import { useState } from 'react';
import { verdictOfPicture } from '../../../live/run-picture.ts';
import { useCurrentRun, useRunAt, useRunView } from '../../../live/use-run.ts';
import { text } from '../../../text/text.ts';
import { Agents } from './agents.tsx';
import { CardHead } from './card-head.tsx';
import { cardPhase } from './card-phase.ts';
import { readClosedCards, writeClosedCard } from './closed-cards.ts';
import { FailedItems } from './failed-items.tsx';
import { InWork } from './in-work.tsx';
import { JudgedBy } from './judged-by.tsx';
import { LivePicture } from './live-picture.tsx';
import { PauseNote } from './pause-note.tsx';
import classes from './processing-card.module.css';
import { Progress } from './progress.tsx';
import { QueueNote } from './queue-note.tsx';
import { RetryNote } from './retry-note.tsx';
import { UpNext } from './up-next.tsx';

/**
 * What the run is doing, how far it is, and what comes next. It is there from the first moment until somebody closes it, and
 * never blank: a run that is paused or has ended keeps its last state.
 */
export function ProcessingCard() {
  const { runId } = useCurrentRun();
  const [isClosed, setClosed] = useState(() => readClosedCards(window.localStorage).includes(runId));
  const verdict = useRunAt((picture, now) => verdictOfPicture(picture, now)?.name ?? 'queued');
  const phase = useRunView(cardPhase) ?? 'waiting-for-worker';
  const hasOver = useRunView(({ state }) => hasEnded(state)) ?? false;
  const words = text.run.card;

  function close(close: boolean): void {
    writeClosedCard(window.localStorage, runId, close);
    setClosed(close);
  }

  if (isClosed && hasOver) {
    return (
      <Group gap="xs">
        <Button size="xs" variant="subtle" onClick={() => close(false)}>
          {words.show}
        </Button>
      </Group>
    );
  }
  return (
    <Paper
      component="section"
      withBorder
      aria-label={words.label}
      className={classes.card}
      data-verdict={verdict}
      data-phase={phase}
    >
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
          <CardHead verdict={verdict} phase={phase} />
          {hasOver && (
            <ActionIcon variant="subtle" color="gray" aria-label={words.close} onClick={() => close(true)}>
              <IconX size={18} aria-hidden />
            </ActionIcon>
          )}
        </Group>
        <Progress phase={phase} />
        <FailedItems />
        <RetryNote />
        <PauseNote />
        {phase === 'waiting-for-worker' && <QueueNote />}
        {!hasOver && (
          <div className={classes.work}>
            <InWork />
            <UpNext />
            <LivePicture />
          </div>
        )}
        <Agents />
        <JudgedBy />
      </Stack>
    </Paper>
  );
}
