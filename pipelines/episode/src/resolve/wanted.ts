import { nameKey } from '../entities/index.ts';
import type { Choice } from './choice.ts';
import type { FoundName } from './read-found.ts';

/** What a name wants to be connected with. */
export interface Wanted {
  /** `placeOf` the name. */
  readonly place: string;
  readonly type: string;
  readonly mbid: string | null;
  readonly entityId: number | null;
  /** What an entity is called that is made for it: the second is for when there is another of the first name. */
  readonly labels: readonly Label[];
  /** All that others could make an entity for at the same time. */
  readonly places: readonly string[];
}

interface Label {
  readonly name: string;
  readonly key: string;
}

/** Tells a name from those of other types. */
export function placeOf(type: string, key: string): string {
  return `${type}\0${key}`;
}

/** MusicBrainz has works with whole sentences for names. */
const LONGEST_LABEL = 200;

/** What is known by MusicBrainz is called as it is there, however it was said. */
export function wantedOf({ type, key, name }: FoundName, choice: Choice | undefined): Wanted {
  const { musicbrainz = null, entityId = null } = choice ?? {};
  const own = musicbrainz?.name ?? name;
  const names = musicbrainz === null || musicbrainz.comment === '' ? [own] : [own, `${own} (${musicbrainz.comment})`];
  const labels = names.map((label) => {
    const short = label.slice(0, LONGEST_LABEL);
    return { name: short, key: nameKey(short) };
  });
  const mbid = musicbrainz?.id ?? null;
  const places = labels.map((label) => placeOf(type, label.key));
  return {
    place: placeOf(type, key),
    type,
    mbid,
    entityId,
    labels,
    // A NUL is in no name.
    places: mbid === null ? places : [...places, placeOf(type, `\0${mbid}`)],
  };
}
