import { ActionIcon, Button, Stack, Text, Title } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { formatClock } from '../../parts/player/format-clock.ts';
import { text } from '../../text/text.ts';
import classes from './mentioned-here.module.css';
import type { Episode } from './queries.ts';

type EntityHere = Episode['entities'][number];

interface MentionedHereProps {
  /** Those mentioned most often first. */
  readonly entities: readonly EntityHere[];
  readonly onPlay: (seconds: number) => void;
}

/** People, places and things that are mentioned in the episode, by kind. */
export function MentionedHere({ entities, onPlay }: MentionedHereProps) {
  const words = text.episodes.entities;
  return (
    <Stack component="section" gap="xs" aria-labelledby="mentioned">
      <Title order={2} size="h4" id="mentioned">
        {words.title}
      </Title>
      {entities.length === 0 && <Text c="dimmed">{words.none}</Text>}
      {[...Map.groupBy(entities, ({ type }) => type)].map(([type, ofType]) => (
        <OfType key={type} type={type} entities={ofType} onPlay={onPlay} />
      ))}
    </Stack>
  );
}

const SHOWN = 12;

function OfType({ type, entities, onPlay }: MentionedHereProps & { readonly type: string }) {
  const [isWhole, setWhole] = useState(false);
  const words = text.episodes.entities;
  const shown = isWhole ? entities : entities.slice(0, SHOWN);
  return (
    <div>
      <Title order={3} size="h6" c="dimmed" mb={4}>
        {text.entities.typeName(type)}
      </Title>
      <ul className={classes.chips}>
        {shown.map((entity) => (
          <Chip key={entity.entityId} entity={entity} onPlay={onPlay} />
        ))}
      </ul>
      {entities.length > shown.length && (
        <Button variant="subtle" size="compact-sm" mt={4} onClick={() => setWhole(true)}>
          {words.more(entities.length - shown.length)}
        </Button>
      )}
    </div>
  );
}

function Chip({ entity, onPlay }: { readonly entity: EntityHere; readonly onPlay: (seconds: number) => void }) {
  const { entityId, name, mentions, firstS, wikidataId } = entity;
  const words = text.episodes.entities;
  return (
    <li className={classes.chip}>
      <Link
        to="/entities/$entityId"
        params={{ entityId: String(entityId) }}
        className={classes.name}
        title={words.mentions(mentions)}
      >
        <bdi>{name}</bdi>
        {mentions > 1 && <span className={classes.count}>{words.times(mentions)}</span>}
      </Link>
      {firstS !== null && (
        <ActionIcon
          variant="subtle"
          size={24}
          aria-label={words.toFirst(name, formatClock(firstS))}
          title={formatClock(firstS)}
          onClick={() => onPlay(firstS)}
        >
          <IconPlayerPlay size={14} aria-hidden />
        </ActionIcon>
      )}
      {wikidataId !== null && (
        <a
          className={classes.wikidata}
          href={`https://www.wikidata.org/wiki/${encodeURIComponent(wikidataId)}`}
          target="_blank"
          rel="noopener noreferrer"
          aria-label={words.wikidata(name)}
          title={wikidataId}
        >
          W
        </a>
      )}
    </li>
  );
}
