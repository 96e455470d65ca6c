import { Group, Stack, Text, Title } from '@mantine/core';
import { IconRefreshAlert, IconRobot } from '@tabler/icons-react';
import { type AgentView, formatAge, formatDuration, formatNumber, formatUsd, hasEnded, oneLine } from '@telltale/core';
import { memo, useMemo } from 'react';
import { useRunNow, useRunView } from '../../../live/use-run.ts';
import { ProgressBar } from '../../../parts/progress-bar.tsx';
import { text } from '../../../text/text.ts';
import { agentsAtWork, formatLimit, otherLimits } from './agent-facts.ts';
import classes from './processing-card.module.css';

/** The agents of the step that are at work, or were when it paused: what they said last and how much they have used. */
export function Agents() {
  const entries = useRunView((view) => view.agents.entries);
  const step = useRunView((view) => view.currentStep);
  const state = useRunView((view) => view.state) ?? 'queued';
  const agents = useMemo(
    () => (hasEnded(state) ? [] : agentsAtWork(entries ?? [], step, state === 'paused')),
    [entries, step, state],
  );
  return agents.map((agent) => <Agent key={`${agent.item} ${agent.startedAt}`} agent={agent} />);
}

const Agent = memo(function Agent({ agent }: { readonly agent: AgentView }) {
  const words = text.run.card.agents;
  const { model, item, state, lastWords, looping, limited, tokens, costUsd, limits } = agent;
  const used = tokens.input + tokens.output;
  return (
    <Stack gap={4} role="group" aria-label={words.title}>
      <Group gap="xs">
        <IconRobot size={18} aria-hidden />
        <Title order={3} size="sm">
          {words.title}
        </Title>
        <Text size="sm" c="dimmed">
          {[words.states[state], model, item].filter((part) => part !== null).join(' · ')}
        </Text>
      </Group>
      {lastWords !== null && (
        <Text size="sm">
          <Text span c="dimmed" size="sm">
            {words.lastWords}:{' '}
          </Text>
          <bdi>“{oneLine(lastWords.text, 400)}”</bdi>
        </Text>
      )}
      {looping !== null && (
        <div className={classes.loop} data-verdict="looping">
          <IconRefreshAlert size={18} aria-hidden />
          <Text size="sm" fw={600}>
            {words.looping(oneLine(looping.message, 400))}
          </Text>
        </div>
      )}
      {limited !== null && <Text size="sm">{words.limited(formatLimit(limited.limit, limited.allowed))}</Text>}
      <div className={classes.usage}>
        <TimeUsed agent={agent} />
        <Used name={words.tokens} used={used} allowed={limits?.tokens ?? null} format={formatNumber} />
        <Used name={words.cost} used={costUsd} allowed={limits?.costUsd ?? null} format={formatUsd} />
      </div>
      {otherLimits(limits) !== '' && (
        <Text size="sm" c="dimmed">
          {words.otherLimits}: {otherLimits(limits)}
        </Text>
      )}
    </Stack>
  );
});

function TimeUsed({ agent: { startedAt, finishedAt, limits } }: { readonly agent: AgentView }) {
  const now = useRunNow();
  const until = finishedAt === null ? now : Date.parse(finishedAt);
  return (
    <Used
      name={text.run.card.agents.time}
      used={Math.max(0, until - Date.parse(startedAt))}
      allowed={limits?.wallClockMs ?? null}
      format={formatAge}
      formatAllowed={formatDuration}
    />
  );
}

interface UsedProps {
  readonly name: string;
  readonly used: number;
  readonly allowed: number | null;
  readonly format: (amount: number) => string;
  /** Default: as `format`. */
  readonly formatAllowed?: (amount: number) => string;
}

function Used({ name, used, allowed, format, formatAllowed = format }: UsedProps) {
  const words = text.run.card.agents;
  if (used === 0 && allowed === null) return null;
  return (
    <div>
      <div className={classes.line}>
        <Text size="sm">{name}</Text>
        <Text size="sm" className="figures">
          {allowed === null ? format(used) : words.used(format(used), formatAllowed(allowed))}
        </Text>
      </div>
      {allowed !== null && (
        <ProgressBar
          size="sm"
          percent={Math.min(100, Math.floor((100 * used) / Math.max(allowed, Number.MIN_VALUE)))}
          label={words.usage(name)}
        />
      )}
    </div>
  );
}
