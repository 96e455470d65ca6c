import { ActionIcon, Badge, Button, Card, Group, Text, Title } from '@mantine/core';
import { IconPlayerPlayFilled } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo, useState } from 'react';
import { Cover } from '../../parts/cover.tsx';
import { Marked } from '../../parts/marked.tsx';
import { formatClock } from '../../parts/player/format-clock.ts';
import { linkTime } from '../../parts/player/link-time.ts';
import { usePlayer } from '../../parts/player/use-player.ts';
import { text } from '../../text/text.ts';
import { Facts } from '../episodes/facts.tsx';
import { excerptOf } from './excerpt.ts';
import classes from './hit-card.module.css';
import type { Hit } from './queries.ts';

/** How much of a passage is shown at first, in characters. */
const EXCERPT = 360;

/** A passage that was found: what was said, where, by whom. */
export const HitCard = memo(function HitCard({ hit }: { readonly hit: Hit }) {
  const { episode, startS, endS, speakers, entities } = hit;
  const title = episode.title ?? text.episodes.noTitle;
  const words = text.search;
  return (
    <Card withBorder padding="sm" component="article" className={classes.hit}>
      <div className={classes.head}>
        <Cover coverUrl={episode.coverUrl} title={title} size={48} />
        <div className={classes.words}>
          <Title order={2} size="h5">
            <Link
              to="/episodes/$episodeId"
              params={{ episodeId: episode.episodeId }}
              search={{ t: linkTime(startS) }}
              className={classes.title}
            >
              <bdi>{title}</bdi>
            </Link>
          </Title>
          <Facts episode={{ ...episode, durationS: null }} />
        </div>
        {hit.audioUrl !== null && <PlayButton hit={hit} />}
      </div>
      <Passage hit={hit} />
      <Group gap="xs" mt={6}>
        <Link
          to="/episodes/$episodeId"
          params={{ episodeId: episode.episodeId }}
          search={{ t: linkTime(startS) }}
          className={`${classes.time} figures`}
          aria-label={words.open(words.passage(formatClock(startS), formatClock(endS)))}
        >
          {words.passage(formatClock(startS), formatClock(endS))}
        </Link>
        {speakers.length > 0 && (
          <Text size="sm" c="dimmed">
            <bdi>{words.speakers(speakers)}</bdi>
          </Text>
        )}
        <Ranks ranks={hit.ranks} />
      </Group>
      {entities.length > 0 && (
        <ul className={classes.entities} aria-label={words.mentions}>
          {entities.map(({ entityId, name }) => (
            <li key={entityId}>
              <Link to="/entities/$entityId" params={{ entityId: String(entityId) }} className={classes.entity}>
                <bdi>{name}</bdi>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
});

function Passage({ hit }: { readonly hit: Hit }) {
  const [isWhole, setWhole] = useState(false);
  const excerpt = excerptOf(hit.text, hit.highlights, isWhole ? hit.text.length : EXCERPT);
  const isPart = excerpt.isCutBefore || excerpt.isCutBehind;
  return (
    <div lang={hit.episode.language ?? undefined}>
      <Text className={classes.passage}>
        {excerpt.isCutBefore && '… '}
        <bdi>
          <Marked text={excerpt.text} ranges={excerpt.ranges} />
        </bdi>
        {excerpt.isCutBehind && ' …'}
      </Text>
      {(isPart || isWhole) && (
        <Button variant="subtle" size="compact-xs" lang="en" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? text.common.showLess : text.search.whole}
        </Button>
      )}
    </div>
  );
}

function PlayButton({ hit: { episode, startS } }: { readonly hit: Hit }) {
  const player = usePlayer();
  const title = episode.title ?? text.episodes.noTitle;
  const { episodeId, showName } = episode;
  const track = { episodeId, title, showName, coverUrl: episode.coverUrl, durationS: null, chapters: [] };
  return (
    <ActionIcon
      variant="light"
      radius="xl"
      size="lg"
      aria-label={text.search.play(title, formatClock(startS))}
      onClick={() => player.open(track, startS, { play: true })}
    >
      <IconPlayerPlayFilled size={16} aria-hidden />
    </ActionIcon>
  );
}

function Ranks({ ranks: { words, meaning } }: { readonly ranks: Hit['ranks'] }) {
  const labels = [
    ...(words === null ? [] : [text.search.rank.words(words)]),
    ...(meaning === null ? [] : [text.search.rank.meaning(meaning)]),
  ];
  return (
    <Group gap={4} aria-label={text.search.ranks} role="group">
      {labels.map((label) => (
        <Badge key={label} variant="default" size="sm" tt="none" fw={500}>
          {label}
        </Badge>
      ))}
    </Group>
  );
}
