export const entities = {
  title: 'People, places and things',
  detail: 'What is mentioned in the episodes, the most mentioned first.',
  list: 'People, places and things, the most mentioned first',
  filter: 'Filter by name',
  filterHint: 'The beginning of words in the name',
  type: 'Kind',
  anyType: 'All kinds',
  typeName: (key: string) => {
    const words = key.replaceAll('_', ' ');
    return words.charAt(0).toUpperCase() + words.slice(1);
  },
  mentions: (count: number) => (count === 1 ? '1 mention' : `${count} mentions`),
  episodes: (count: number) => (count === 1 ? 'in 1 episode' : `in ${count} episodes`),
  none: {
    title: 'Nothing has been found yet',
    detail: 'People, places and things come with the episodes that are processed.',
  },
  noMatch: { title: 'Nothing matches', detail: 'Try another kind, or the beginning of another word of its name.' },
  gone: 'There is no such entry',
  back: 'All people, places and things',
  wikidata: (id: string) => `Wikidata ${id}`,
  musicbrainz: (id: string) => `MusicBrainz ${id}`,
  status: {
    pending: 'It has not been looked up at Wikidata yet.',
    resolved: 'It was found at Wikidata.',
    not_found: 'Wikidata has nothing that fits.',
    failed: 'Wikidata could not be asked; it is tried again.',
  },
  mentionedAt: 'Where it is mentioned',
  noMentions: 'No episode mentions it any more.',
  openAt: (title: string, clock: string) => `${title}, at ${clock}`,
  searchPassages: 'Search where it is mentioned',
  lookUp: {
    title: 'Look up at Wikidata',
    field: 'Name',
    hint: 'At least 3 characters',
    results: (count: number) => (count === 1 ? '1 candidate' : `${count} candidates`),
    none: 'Wikidata knows nothing of that name.',
    isThis: 'linked here',
    missing: 'Wikidata is not asked by this server',
    failed: 'Wikidata could not be asked',
  },
} as const;
