import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconPlayerPlayFilled } from '@tabler/icons-react';
import { Cover } from '../../parts/cover.tsx';
import { LinkText } from '../../parts/link-text.tsx';
import { OutsideLink } from '../../parts/outside-link.tsx';
import { text } from '../../text/text.ts';
import classes from './episode-header.module.css';
import { Facts } from './facts.tsx';
import type { Episode } from './queries.ts';

interface EpisodeHeaderProps {
  readonly episode: Episode;
  /** `null`: there is no audio yet. */
  readonly onPlay: ((seconds: number) => void) | null;
}

/** What episode it is, and where it comes from. */
export function EpisodeHeader({ episode, onPlay }: EpisodeHeaderProps) {
  const { title, showName, pageUrl, canonicalUrl, feedUrl, audioUrl } = episode;
  const words = text.episodes;
  return (
    <div className={classes.header}>
      <Cover coverUrl={episode.coverUrl} title={title ?? showName ?? ''} size={112} />
      <Stack gap={4} miw={0}>
        <LinkText to="/episodes" size="sm" className={classes.back}>
          {words.title}
        </LinkText>
        <Title order={1} size="h2" tabIndex={-1}>
          <bdi>{title ?? words.noTitle}</bdi>
        </Title>
        <Facts episode={episode} />
        <Group gap="md">
          {pageUrl !== null && <OutsideLink href={pageUrl}>{words.page}</OutsideLink>}
          {canonicalUrl !== null && canonicalUrl !== pageUrl && (
            <OutsideLink href={canonicalUrl}>{words.canonicalPage}</OutsideLink>
          )}
          {feedUrl !== null && <OutsideLink href={feedUrl}>{words.feed}</OutsideLink>}
          {audioUrl !== null && /^https?:/.test(audioUrl) && (
            <OutsideLink href={audioUrl}>{words.sourceAudio}</OutsideLink>
          )}
        </Group>
        {onPlay === null ? (
          <Text size="sm" c="dimmed">
            {words.noAudio}
          </Text>
        ) : (
          <Group mt={4}>
            <Button size="sm" leftSection={<IconPlayerPlayFilled size={16} aria-hidden />} onClick={() => onPlay(0)}>
              {words.playFromStart}
            </Button>
          </Group>
        )}
      </Stack>
    </div>
  );
}
