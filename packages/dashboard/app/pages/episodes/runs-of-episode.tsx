import { Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import { formatDuration, hasEnded } from '@telltale/core';
import { asApiError } from '../../live/client.ts';
import { useNow } from '../../live/clock.ts';
import { Failure } from '../../parts/failure.tsx';
import { LinkText } from '../../parts/link-text.tsx';
import { Moment } from '../../parts/moment.tsx';
import { VerdictPill } from '../../parts/verdict-pill.tsx';
import { text } from '../../text/text.ts';
import type { EpisodeRun } from './queries.ts';
import classes from './runs-of-episode.module.css';

interface RunsOfEpisodeProps {
  /** Newest first. */
  readonly runs: readonly EpisodeRun[];
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  /** Why they, or more of them, could not be loaded. */
  readonly error: Error | null;
  readonly onMore: () => void;
}

/** Every run that has worked on the episode. */
export function RunsOfEpisode({ runs, hasMore, isLoading, error, onMore }: RunsOfEpisodeProps) {
  const words = text.episodes.runs;
  return (
    <Stack component="section" gap="xs" aria-labelledby="runs">
      <Title order={2} size="h4" id="runs">
        {words.title}{' '}
        <Text span c="dimmed" size="sm">
          {runs.length > 0 && words.count(runs.length, hasMore)}
        </Text>
      </Title>
      {error !== null && <Failure error={asApiError(error)} />}
      {isLoading && error === null && <Skeleton height={48} />}
      {!isLoading && runs.length === 0 && <Text c="dimmed">{words.none}</Text>}
      <ul className={classes.list}>
        {runs.map((run) => (
          <li key={run.runId} className={classes.run}>
            <VerdictPill verdict={run.verdict.name} />
            <div>
              <LinkText to="/runs/$runId" params={{ runId: run.runId }}>
                {words.run(run.pipeline, run.number)}
              </LinkText>
              <Text size="sm" c="dimmed">
                {run.startedAt === null ? words.queued : words.started} <Moment at={run.startedAt ?? run.createdAt} />
                {run.startedAt !== null && (
                  <>
                    {', '}
                    <Took startedAt={run.startedAt} endedAt={hasEnded(run.state) ? run.endedAt : null} />
                  </>
                )}
              </Text>
              {run.failure !== null && (
                <Text size="sm" lineClamp={2} title={run.failure}>
                  {run.failure}
                </Text>
              )}
            </div>
          </li>
        ))}
      </ul>
      {hasMore && (
        <Button variant="default" size="xs" onClick={onMore}>
          {words.more}
        </Button>
      )}
    </Stack>
  );
}

interface TookProps {
  readonly startedAt: string;
  /** `null`: it goes on. */
  readonly endedAt: string | null;
}

function Took({ startedAt, endedAt }: TookProps) {
  const now = useNow();
  const words = text.episodes.runs;
  const ms = Math.max(0, (endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt));
  return (
    <span className="figures">
      {endedAt === null ? words.going(formatDuration(ms)) : words.took(formatDuration(ms))}
    </span>
  );
}
