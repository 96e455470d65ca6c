import { Code, Group } from '@mantine/core';
import { OutsideLink } from '../../parts/outside-link.tsx';
import { text } from '../../text/text.ts';
import { musicbrainzUrl } from './musicbrainz-url.ts';
import type { Entity } from './queries.ts';

interface EntityIdsProps {
  readonly entity: Pick<Entity, 'type' | 'wikidataId' | 'musicbrainzId'>;
}

/** Who else knows it, as links to them. */
export function EntityIds({ entity: { type, wikidataId, musicbrainzId } }: EntityIdsProps) {
  if (wikidataId === null && musicbrainzId === null) return null;
  const musicbrainz = musicbrainzId === null ? null : musicbrainzUrl(type, musicbrainzId);
  return (
    <Group gap="sm">
      {wikidataId !== null && (
        <OutsideLink href={`https://www.wikidata.org/wiki/${encodeURIComponent(wikidataId)}`}>
          {text.entities.wikidata(wikidataId)}
        </OutsideLink>
      )}
      {musicbrainzId !== null &&
        (musicbrainz === null ? (
          <Code>{text.entities.musicbrainz(musicbrainzId)}</Code>
        ) : (
          <OutsideLink href={musicbrainz}>{text.entities.musicbrainz(musicbrainzId)}</OutsideLink>
        ))}
    </Group>
  );
}
