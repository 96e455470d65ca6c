import { Card, Group, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { Cover } from '../../parts/cover.tsx';
import { text } from '../../text/text.ts';
import classes from './episode-row.module.css';
import { Facts } from './facts.tsx';
import { NotReady } from './not-ready.tsx';
import type { EpisodeSummary } from './queries.ts';

/** One episode in a list. */
export const EpisodeRow = memo(function EpisodeRow({ episode }: { readonly episode: EpisodeSummary }) {
  const { episodeId, title, showName, description, readyAt } = episode;
  const name = title ?? text.episodes.noTitle;
  return (
    <Card withBorder padding="sm" className={classes.row} component="article">
      <Cover coverUrl={episode.coverUrl} title={title ?? showName ?? ''} size={72} />
      <div className={classes.words}>
        <Link to="/episodes/$episodeId" params={{ episodeId }} className={classes.title} title={name}>
          <bdi>{name}</bdi>
        </Link>
        <Facts episode={episode} />
        {description !== null && (
          <Text size="sm" c="dimmed" lineClamp={1} visibleFrom="sm">
            <bdi>{description}</bdi>
          </Text>
        )}
      </div>
      <div className={classes.state}>
        {readyAt === null ? (
          <NotReady episodeId={episodeId} />
        ) : (
          <Group gap={4} wrap="nowrap" data-verdict="succeeded" className={classes.ready}>
            <IconCircleCheck size={16} aria-hidden />
            <Text size="sm" span>
              {text.episodes.ready}
            </Text>
          </Group>
        )}
      </div>
    </Card>
  );
});
