/** Where a table of MusicBrainz keeps what is asked of it. */
export interface MusicBrainzTable {
  /** The table of its types; `null`: its rows have none. */
  readonly types: string | null;
  /** Its links to web addresses, and on which side of them it is: the kinds of things are in the order of the alphabet. */
  readonly links: string;
  readonly side: 'entity0' | 'entity1';
}

/** The tables that things are looked up in. Each has `id`, `gid`, `name` and `comment`, and a table `<name>_alias`. */
const TABLES: Readonly<Record<string, MusicBrainzTable>> = {
  area: { types: 'area_type', links: 'l_area_url', side: 'entity0' },
  artist: { types: 'artist_type', links: 'l_artist_url', side: 'entity0' },
  event: { types: 'event_type', links: 'l_event_url', side: 'entity0' },
  genre: { types: null, links: 'l_genre_url', side: 'entity0' },
  instrument: { types: 'instrument_type', links: 'l_instrument_url', side: 'entity0' },
  label: { types: 'label_type', links: 'l_label_url', side: 'entity0' },
  place: { types: 'place_type', links: 'l_place_url', side: 'entity0' },
  recording: { types: null, links: 'l_recording_url', side: 'entity0' },
  release_group: { types: 'release_group_primary_type', links: 'l_release_group_url', side: 'entity0' },
  work: { types: 'work_type', links: 'l_url_work', side: 'entity1' },
};

/** `null` for a table in which nothing is looked up. */
export function musicbrainzTable(name: string): MusicBrainzTable | null {
  return Object.hasOwn(TABLES, name) ? (TABLES[name] ?? null) : null;
}

export const MUSICBRAINZ_TABLES: readonly string[] = Object.keys(TABLES);
