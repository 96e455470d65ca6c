import { Group, Text, Title } from '@mantine/core';
import { currentStep, hasEnded, isInHand, type VerdictName } from '@telltale/core';
import { useRunAt, useRunView } from '../../../live/use-run.ts';
import { VerdictPill } from '../../../parts/verdict-pill.tsx';
import { text } from '../../../text/text.ts';
import { Age } from '../parts/age.tsx';
import type { CardPhase } from './card-phase.ts';
import classes from './processing-card.module.css';

/** Where the run is, in its verdict's word, and when something was heard of it last. */
export function CardHead({ verdict, phase }: { readonly verdict: VerdictName; readonly phase: CardPhase }) {
  const words = text.run.card;
  const name = useRunView((view) => currentStep(view)?.name ?? null);
  const number = useRunView((view) => currentStep(view)?.number ?? null);
  const of = useRunView(({ steps }) => steps.length) ?? 0;
  const next = useRunView(({ steps }) => steps.find(({ state }) => state === 'pending')?.name ?? null);
  return (
    <Group gap="xs" align="center" className={classes.head} style={{ rowGap: 4 }}>
      <VerdictPill verdict={verdict} />
      <Title order={2} size="h4">
        {phase === 'at-step' && name !== null && number !== null ? (
          <>
            {words.step(number, of)}: <bdi>{name}</bdi>
          </>
        ) : (
          words.heading[phase === 'at-step' ? 'beginning' : phase]
        )}
      </Title>
      {phase === 'between-steps' && name !== null && (
        <Text span size="sm" c="dimmed">
          {words.between(name)}
          {next !== null && `, ${words.nextStep(next)}`}
        </Text>
      )}
      <LastNews />
    </Group>
  );
}

/** The two clocks that tell a slow run from one that hangs: what it did last, and the heartbeat of its worker. */
function LastNews() {
  const words = text.run.card;
  const advancedAt = useRunView((view) => view.advancedAt);
  const isHeld = useRunView(({ state }) => isInHand(state)) ?? false;
  const hasOver = useRunView(({ state }) => hasEnded(state)) ?? false;
  const aliveAt = useRunAt(({ summary }) => summary?.aliveAt ?? null);
  if (hasOver) return null;
  return (
    <Text span size="sm" c="dimmed">
      {words.lastActivity} {advancedAt === null ? words.never : <Age at={advancedAt} />}
      {isHeld && (
        <>
          {' · '}
          {words.heartbeat} {aliveAt === null ? words.never : <Age at={aliveAt} />}
        </>
      )}
    </Text>
  );
}
