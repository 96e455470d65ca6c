/** What MusicBrainz calls the pages of each kind of thing. */
const PAGES: Readonly<Record<string, string>> = {
  musician: 'artist',
  musical_group: 'artist',
  album: 'release-group',
  composed_musical_work: 'work',
  music_venue: 'place',
  record_label: 'label',
  city: 'area',
  country: 'area',
  music_genre: 'genre',
  musical_instrument: 'instrument',
};

/** Where MusicBrainz tells of a thing; `null` if it is not known of what kind it is there. */
export function musicbrainzUrl(type: string, musicbrainzId: string): string | null {
  const page = PAGES[type];
  return page === undefined ? null : `https://musicbrainz.org/${page}/${encodeURIComponent(musicbrainzId)}`;
}
