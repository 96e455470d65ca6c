import { Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { formatCounts } from '@telltale/core';
import { useRunView } from '../../../live/use-run.ts';
import { LinkText } from '../../../parts/link-text.tsx';
import { text } from '../../../text/text.ts';
import classes from './processing-card.module.css';

/** Of a run that succeeded all the same: the steps of which some items failed. */
export function FailedItems() {
  const words = text.run.card;
  const steps = useRunView((view) => (view.state === 'succeeded' ? view.steps : null));
  const failed = steps?.filter(({ counts }) => counts.failed > 0) ?? [];
  if (failed.length === 0) return null;
  return (
    <div className={classes.warning} data-verdict="quiet">
      <IconAlertTriangle size={18} aria-hidden />
      <div>
        <Text size="sm" fw={600}>
          {words.withFailuresTitle}
        </Text>
        <ul className={classes.list}>
          {failed.map(({ name, counts, unit }) => (
            <li key={name}>
              <LinkText
                from="/runs/$runId"
                to="."
                search={(before) => ({ ...before, tab: 'items' as const, step: name, outcome: 'failed' })}
                hash="work"
                size="sm"
              >
                <bdi>{words.withFailures(name, formatCounts(counts, unit))}</bdi>
              </LinkText>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
