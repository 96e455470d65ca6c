/** A kind of thing that is looked for in transcripts. */
export interface EntityTypeSeed {
  readonly key: string;
  readonly name: string;
  /** The class that its things are of in Wikidata. */
  readonly wikidataId: string;
  /** What it is, for a model that looks for it. */
  readonly description: string;
  readonly examples: readonly string[];
  /** Where MusicBrainz has its things. Default: nowhere. */
  readonly musicbrainzTable?: string;
  /** Names of that table's types, with `|` between them. Default: all of them, and those without a type. */
  readonly musicbrainzFilter?: string;
}

/** What a library begins with. Operators change it in the table `entity_type`. */
export const ENTITY_TYPES: readonly EntityTypeSeed[] = [
  {
    key: 'person',
    name: 'Person',
    wikidataId: 'Q5',
    description: 'Somebody who is named, and is not known as a musician.',
    examples: ['Ada Lovelace', 'Nelson Mandela'],
  },
  {
    key: 'organization',
    name: 'Organization',
    wikidataId: 'Q43229',
    description: 'A company, an institution, a party, a team; not a band and not a record label.',
    examples: ['UNESCO', 'Deutsche Bahn', 'Stanford University'],
  },
  {
    key: 'place',
    name: 'Place',
    wikidataId: 'Q27096213',
    description:
      'A region, a river, a district, a building: a place that is neither a city, a country nor a music venue.',
    examples: ['The Alps', 'Harlem', 'The Mississippi'],
  },
  {
    key: 'musician',
    name: 'Musician',
    wikidataId: 'Q639669',
    description: 'One person who makes music: who sings, plays, composes, arranges or conducts.',
    examples: ['Miles Davis', 'Alice Coltrane', 'Thelonious Monk'],
    musicbrainzTable: 'artist',
    musicbrainzFilter: 'Person',
  },
  {
    key: 'musical_group',
    name: 'Musical group',
    wikidataId: 'Q215380',
    description: 'Several people who make music under one name: a band, an orchestra, a choir.',
    examples: ['The Jazz Messengers', 'Weather Report', 'Berliner Philharmoniker'],
    musicbrainzTable: 'artist',
    musicbrainzFilter: 'Group|Orchestra|Choir',
  },
  {
    key: 'album',
    name: 'Album',
    wikidataId: 'Q482994',
    description: 'A record with a title of its own, made in a studio or on a stage.',
    examples: ['Kind of Blue', 'A Love Supreme'],
    musicbrainzTable: 'release_group',
    musicbrainzFilter: 'Album|EP',
  },
  {
    key: 'composed_musical_work',
    name: 'Composed musical work',
    wikidataId: 'Q207628',
    description: 'A song, a tune or another composition, whoever plays it.',
    examples: ['Take Five', 'Summertime', 'The Rite of Spring'],
    musicbrainzTable: 'work',
  },
  {
    key: 'music_venue',
    name: 'Music venue',
    wikidataId: 'Q8719053',
    description: 'A club, a hall or a theatre where music is played.',
    examples: ['Village Vanguard', 'Carnegie Hall'],
    musicbrainzTable: 'place',
  },
  {
    key: 'recording_session',
    name: 'Recording session',
    wikidataId: 'Q98216532',
    description: 'An occasion on which music was recorded, known by its place, its time or its name.',
    examples: ['The Blackhawk sessions', 'The 1959 sessions'],
  },
  {
    key: 'record_label',
    name: 'Record label',
    wikidataId: 'Q18127',
    description: 'A brand under which records are published.',
    examples: ['Blue Note', 'Impulse!', 'ECM'],
    musicbrainzTable: 'label',
  },
  {
    key: 'year',
    name: 'Year',
    wikidataId: 'Q577',
    description: 'One year of the calendar, as a number.',
    examples: ['1959', '2024'],
  },
  {
    key: 'historical_period',
    name: 'Historical period',
    wikidataId: 'Q11514315',
    description: 'A stretch of history that has a name.',
    examples: ['The Swing Era', 'Prohibition', 'The Renaissance'],
  },
  {
    key: 'city',
    name: 'City',
    wikidataId: 'Q515',
    description: 'A city or a town.',
    examples: ['New Orleans', 'Paris', 'Tokyo'],
    musicbrainzTable: 'area',
    musicbrainzFilter: 'City|Municipality',
  },
  {
    key: 'country',
    name: 'Country',
    wikidataId: 'Q6256',
    description: 'A state of the world, of today or of the past.',
    examples: ['Brazil', 'Ethiopia', 'France'],
    musicbrainzTable: 'area',
    musicbrainzFilter: 'Country',
  },
  {
    key: 'music_genre',
    name: 'Music genre',
    wikidataId: 'Q188451',
    description: 'A style of music.',
    examples: ['Hard bop', 'Free jazz', 'Samba'],
    musicbrainzTable: 'genre',
  },
  {
    key: 'musical_instrument',
    name: 'Musical instrument',
    wikidataId: 'Q34379',
    description: 'Something that music is played on.',
    examples: ['Trumpet', 'Fender Rhodes', 'Double bass'],
    musicbrainzTable: 'instrument',
  },
  {
    key: 'role',
    name: 'Role',
    wikidataId: 'Q12737077',
    description: 'What somebody does in music: an occupation or a part.',
    examples: ['Bandleader', 'Arranger', 'Producer'],
  },
];
