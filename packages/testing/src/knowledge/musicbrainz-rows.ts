/** Things of MusicBrainz. */
export type MusicBrainzRows = readonly MusicBrainzRow[];

export interface MusicBrainzRow {
  readonly table: string;
  readonly gid: string;
  readonly name: string;
  /** Default: none. */
  readonly type?: string;
  readonly comment?: string;
  readonly aliases?: readonly string[];
  /** The address of its item. Default: there is no link. */
  readonly wikidata?: string;
}

/** With ids of our own, which show what they are of: `…a1` is an artist. */
export const MUSICBRAINZ_ROWS = [
  {
    table: 'artist',
    gid: '00000000-0000-4000-8000-0000000000a1',
    name: 'Miles Davis',
    type: 'Person',
    comment: 'jazz trumpeter',
    wikidata: 'https://www.wikidata.org/wiki/Q93341',
  },
  {
    table: 'artist',
    gid: '00000000-0000-4000-8000-0000000000a2',
    name: 'Charlie Parker',
    type: 'Person',
    aliases: ['Bird', 'Yardbird'],
  },
  {
    table: 'artist',
    gid: '00000000-0000-4000-8000-0000000000a3',
    name: 'Bill Evans',
    type: 'Person',
    comment: 'pianist',
  },
  {
    table: 'artist',
    gid: '00000000-0000-4000-8000-0000000000a4',
    name: 'Bill Evans',
    type: 'Person',
    comment: 'saxophonist',
  },
  { table: 'artist', gid: '00000000-0000-4000-8000-0000000000a5', name: 'Bird', type: 'Group' },
  {
    table: 'work',
    gid: '00000000-0000-4000-8000-0000000000c1',
    name: 'Summertime',
    type: 'Song',
    wikidata: 'http://www.wikidata.org/entity/Q1247107',
  },
  {
    table: 'release_group',
    gid: '00000000-0000-4000-8000-0000000000d1',
    name: 'Kind of Blue',
    type: 'Album',
    wikidata: 'https://www.wikidata.org/wiki/Q283221',
  },
  { table: 'genre', gid: '00000000-0000-4000-8000-0000000000e1', name: 'hard bop', aliases: ['hardbop'] },
  { table: 'area', gid: '00000000-0000-4000-8000-0000000000f1', name: 'Paris', type: 'City' },
  { table: 'area', gid: '00000000-0000-4000-8000-0000000000f2', name: 'France', type: 'Country' },
] as const satisfies MusicBrainzRows;
