import { installMusicBrainz, MUSICBRAINZ_ROWS } from '@telltale/testing/knowledge';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { libraryDatabase } from '../../../test/library.ts';
import { type MusicBrainz, openMusicBrainz } from './musicbrainz.ts';
import { MUSICBRAINZ_TABLES } from './tables.ts';

const db = libraryDatabase();
let musicbrainz: MusicBrainz;

beforeAll(async () => {
  await installMusicBrainz(db.pool());
  musicbrainz = openMusicBrainz({ url: db.url });
});
afterAll(() => musicbrainz.close());

const [MILES, PARKER, PIANIST, SAXOPHONIST] = MUSICBRAINZ_ROWS.map(({ gid }) => gid);

async function found(names: readonly string[], filter: string | null = null, table = 'artist') {
  const candidates = await musicbrainz.candidates({ table, filter, names });
  return Object.fromEntries([...candidates].map(([name, hits]) => [name, hits.map(({ id }) => id)]));
}

describe('candidates', () => {
  test('have the name or an alias, in letters of any size, and say what tells them apart', async () => {
    const candidates = await musicbrainz.candidates({
      table: 'artist',
      filter: 'Person',
      names: ['MILES davis', 'bird', 'Nobody'],
    });
    expect(Object.fromEntries(candidates)).toEqual({
      'MILES davis': [{ id: MILES, name: 'Miles Davis', comment: 'jazz trumpeter', type: 'Person', exact: true }],
      bird: [{ id: PARKER, name: 'Charlie Parker', comment: '', type: 'Person', exact: false }],
    });
  });

  test('those of the name come before those of the alias', async () => {
    expect(await found(['Bird'])).toEqual({ Bird: ['00000000-0000-4000-8000-0000000000a5', PARKER] });
  });

  test('are only those of the types of the filter', async () => {
    expect(await found(['Bird'], 'Group | Orchestra')).toEqual({ Bird: ['00000000-0000-4000-8000-0000000000a5'] });
    expect(await found(['Bill Evans'], 'Person')).toEqual({ 'Bill Evans': [PIANIST, SAXOPHONIST] });
  });

  test('are ten for a name at most, each name by itself', async () => {
    await db.query(
      `INSERT INTO musicbrainz.artist (id, gid, name) SELECT n, gen_random_uuid(), 'Many' FROM generate_series(100, 111) AS n`,
    );
    const hits = await found(['Many', 'Miles Davis']);
    expect(hits.Many).toHaveLength(10);
    expect(hits['Miles Davis']).toEqual([MILES]);
  });

  test('can be asked of every table', async () => {
    for (const table of MUSICBRAINZ_TABLES) expect(await found(['Nobody'], 'Nothing', table)).toEqual({});
    expect(await found(['hardbop'], null, 'genre')).toEqual({ hardbop: ['00000000-0000-4000-8000-0000000000e1'] });
  });
});

describe('the link to Wikidata', () => {
  test.each([
    ['artist', MILES, 'Q93341'],
    ['release_group', '00000000-0000-4000-8000-0000000000d1', 'Q283221'],
    // Its table of links has the address first.
    ['work', '00000000-0000-4000-8000-0000000000c1', 'Q1247107'],
    ['artist', PARKER, null],
  ])('of a %s %s is %s', async (table, mbid, wikidataId) => {
    expect(await musicbrainz.wikidataId(table, mbid ?? '')).toBe(wikidataId);
  });

  test('can be asked of every table', async () => {
    const nothing = '00000000-0000-4000-8000-000000000000';
    for (const table of MUSICBRAINZ_TABLES) expect(await musicbrainz.wikidataId(table, nothing)).toBeNull();
  });
});

describe('failures', () => {
  test('a server that is away is told with what to check, and without its password', async () => {
    const away = openMusicBrainz({ url: 'postgres://music:secret@127.0.0.1:1/musicbrainz' });
    onTestFinished(() => away.close());
    const error = await away.candidates({ table: 'artist', filter: null, names: ['x'] }).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'musicbrainz_failed', retryable: true });
    expect(error.message).toContain('nothing listens on that port');
    expect(`${error.message} ${error.hint}`).not.toContain('secret');
  });

  test('a schema that is not there names the setting', async () => {
    const other = openMusicBrainz({ url: db.url, schema: 'elsewhere' });
    onTestFinished(() => other.close());
    await expect(other.wikidataId('artist', MILES ?? '')).rejects.toMatchObject({
      code: 'musicbrainz_failed',
      hint: expect.stringContaining('musicbrainz.schema'),
    });
  });

  test('a table in which nothing is looked up names those that there are', async () => {
    await expect(found(['x'], null, 'editor')).rejects.toMatchObject({
      hint: expect.stringContaining('release_group'),
    });
  });

  test('a name that can be no schema is refused before anything is asked', () => {
    expect(() => openMusicBrainz({ url: db.url, schema: 'a"; DROP' })).toThrow(
      expect.objectContaining({ code: 'musicbrainz_schema_invalid' }),
    );
  });
});
