import { Group, Text } from '@mantine/core';
import { hasEnded } from '@telltale/core';
import { LinkButton } from '../../parts/link-button.tsx';
import { ProgressBar } from '../../parts/progress-bar.tsx';
import { VerdictPill } from '../../parts/verdict-pill.tsx';
import { text } from '../../text/text.ts';
import classes from './ingest-banner.module.css';
import type { EpisodeRun } from './queries.ts';

/** The run that works on the episode, or the newest one if it did not succeed. */
export function IngestBanner({ run }: { readonly run: EpisodeRun | null }) {
  if (run === null || run.state === 'succeeded') return null;
  return (
    <section
      className={classes.banner}
      data-verdict={run.verdict.name}
      aria-label={hasEnded(run.state) ? text.episodes.lastFailed : text.episodes.ingest}
    >
      <Group justify="space-between" gap="xs">
        <Group gap="xs" className={classes.words}>
          <VerdictPill verdict={run.verdict.name} />
          <Text size="sm">{run.sentence}</Text>
        </Group>
        <LinkButton to="/runs/$runId" params={{ runId: run.runId }} variant="default" size="xs">
          {text.episodes.openRun}
        </LinkButton>
      </Group>
      {run.failure !== null && <Text size="sm">{run.failure}</Text>}
      {!hasEnded(run.state) && (
        <ProgressBar
          size="sm"
          percent={run.run.percent}
          label={text.episodes.ingest}
          isStill={run.state === 'queued' || run.state === 'paused'}
        />
      )}
    </section>
  );
}
