import { Stack, Text, Title } from '@mantine/core';
import {
  type ActionView,
  actionName,
  type CurrentItem,
  currentStep,
  formatAge,
  formatDuration,
  isInHand,
  oneLine,
} from '@telltale/core';
import { memo } from 'react';
import { useRunNow, useRunView } from '../../../live/use-run.ts';
import { ProgressBar } from '../../../parts/progress-bar.tsx';
import { text } from '../../../text/text.ts';
import { innermost } from './innermost.ts';
import classes from './processing-card.module.css';

/** So many open actions are shown; the timeline has all. */
const MAX_ACTIONS = 5;

/** What is in work right now: items, and the calls that are open. */
export function InWork() {
  const words = text.run.card;
  const items = useRunView((view) => currentStep(view)?.current ?? null) ?? [];
  const open = useRunView((view) => view.openActions) ?? [];
  const whole = useRunView((view) => {
    const step = currentStep(view);
    return isInHand(view.state) && step?.state === 'running' && !step.itemised ? step.name : null;
  });
  const actions = innermost(open);
  const isIdle = items.length === 0 && actions.length === 0;
  return (
    <Stack gap={4}>
      <Title order={3} size="sm">
        {words.current}
      </Title>
      {isIdle && (
        <Text size="sm" c="dimmed">
          {whole === null ? words.currentNone : words.currentWhole(whole)}
        </Text>
      )}
      {!isIdle && (
        <ul className={classes.list} aria-label={words.current}>
          {items.map((item) => (
            <Item key={item.key} item={item} />
          ))}
          {actions.slice(0, MAX_ACTIONS).map((action) => (
            <OpenAction key={action.actionId} action={action} />
          ))}
        </ul>
      )}
      {actions.length > MAX_ACTIONS && (
        <Text size="sm" c="dimmed">
          {words.moreActions(actions.length - MAX_ACTIONS)}
        </Text>
      )}
    </Stack>
  );
}

const Item = memo(function Item({ item: { key, label, since } }: { readonly item: CurrentItem }) {
  const now = useRunNow();
  return (
    <li className={classes.line}>
      <Text span size="sm">
        <bdi>{oneLine(label ?? key)}</bdi>
      </Text>
      <Text span size="sm" c="dimmed" className="figures">
        {text.run.card.since(formatAge(now - Date.parse(since)))}
      </Text>
    </li>
  );
});

const OpenAction = memo(function OpenAction({ action }: { readonly action: ActionView }) {
  const words = text.run.card;
  const ranMs = Math.max(0, useRunNow() - Date.parse(action.startedAt));
  const { timeoutMs, item } = action;
  const name = actionName(action);
  return (
    <li>
      <div className={classes.line}>
        <Text span size="sm">
          <bdi>{name}</bdi>
          {item !== null && (
            <Text span c="dimmed">
              {' '}
              {words.inItem(oneLine(item, 60))}
            </Text>
          )}
        </Text>
        <Text span size="sm" c="dimmed" className="figures">
          {timeoutMs === null
            ? words.since(formatAge(ranMs))
            : words.ofLimit(formatAge(ranMs), formatDuration(timeoutMs))}
        </Text>
      </div>
      {timeoutMs !== null && (
        <ProgressBar
          size="sm"
          label={words.limit(name)}
          percent={Math.min(100, Math.floor((100 * ranMs) / Math.max(1, timeoutMs)))}
        />
      )}
    </li>
  );
});
