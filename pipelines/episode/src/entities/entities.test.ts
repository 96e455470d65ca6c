import { beforeAll, describe, expect, test } from 'vitest';
import { libraryDatabase } from '../../test/library.ts';
import { shelve } from '../../test/shelf.ts';
import { entitiesOfEpisode, listEntities, seedEntityTypes } from './index.ts';
import { ENTITY_TYPES } from './seeds.ts';

const db = libraryDatabase();

describe('seedEntityTypes', () => {
  test('several at once give each type once, and what an operator changed stays', async () => {
    const pool = db.pool();
    await Promise.all(Array.from({ length: 4 }, () => seedEntityTypes(pool)));
    await db.query(
      `UPDATE telltale_episode.entity_type
          SET is_active = false, description = 'Ours', musicbrainz_table = NULL WHERE key = 'city'`,
    );
    await seedEntityTypes(pool);
    const { rows } = await db.query('SELECT * FROM telltale_episode.entity_type ORDER BY key');
    expect(rows.map(({ key }) => key)).toEqual(ENTITY_TYPES.map(({ key }) => key).toSorted());
    expect(rows.find(({ key }) => key === 'city')).toMatchObject({
      is_active: false,
      description: 'Ours',
      wikidata_id: 'Q515',
      examples: ['New Orleans', 'Paris', 'Tokyo'],
      musicbrainz_table: null,
    });
  });

  test('no type names a class or a table that cannot be', () => {
    for (const { wikidataId, musicbrainzFilter, musicbrainzTable } of ENTITY_TYPES) {
      expect(wikidataId).toMatch(/^Q[1-9]\d*$/);
      if (musicbrainzFilter !== undefined) expect(musicbrainzTable).toBeDefined();
    }
  });
});

describe('listing', () => {
  let first = '';
  let second = '';
  beforeAll(async () => {
    const pool = db.pool();
    first = await shelve(pool, {
      passages: [
        { text: 'a', mentions: ['Ada Lovelace', 'Alan Turing'] },
        { text: 'b', mentions: ['Ada Lovelace'] },
      ],
    });
    second = await shelve(pool, { passages: [{ text: 'c', mentions: ['Ada Lovelace', 'Grace_Hopper'] }] });
    await db.query(`INSERT INTO telltale_episode.entity (type, name, name_key) VALUES ('person', 'Nobody', 'nobody')`);
  });

  const names = (entities: readonly { readonly name: string }[]) => entities.map(({ name }) => name);

  test('gives those mentioned most often first, without those that nobody mentions', async () => {
    const { entities, nextCursor } = await listEntities(db.pool());
    expect(names(entities)).toEqual(['Ada Lovelace', 'Alan Turing', 'Grace_Hopper']);
    expect(entities[0]).toEqual({
      entityId: expect.any(Number),
      type: 'person',
      name: 'Ada Lovelace',
      wikidataId: null,
      musicbrainzId: null,
      wikidataStatus: 'pending',
      mentions: 3,
      episodes: 2,
    });
    expect(nextCursor).toBeNull();
  });

  test('goes on from page to page without a gap', async () => {
    const pool = db.pool();
    const pages: string[][] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await listEntities(pool, { limit: 1, cursor: cursor ?? null });
      pages.push(names(page.entities));
      cursor = page.nextCursor;
    }
    expect(pages).toEqual([['Ada Lovelace'], ['Alan Turing'], ['Grace_Hopper']]);
  });

  test('finds by the beginning of any word, in which no character is special, and by type', async () => {
    const pool = db.pool();
    expect(names((await listEntities(pool, { text: 'TUR' })).entities)).toEqual(['Alan Turing']);
    expect(names((await listEntities(pool, { text: 'lan' })).entities)).toEqual([]);
    expect(names((await listEntities(pool, { text: 'a_a' })).entities)).toEqual([]);
    expect(names((await listEntities(pool, { text: 'grace_h' })).entities)).toEqual(['Grace_Hopper']);
    expect((await listEntities(pool, { type: 'city' })).entities).toEqual([]);
  });

  test('refuses a limit that cannot be', async () => {
    await expect(listEntities(db.pool(), { limit: 0 })).rejects.toMatchObject({ code: 'filter_invalid' });
  });

  test('tells of the entities of one episode how often and when they are mentioned', async () => {
    const pool = db.pool();
    expect(await entitiesOfEpisode(pool, first)).toMatchObject([
      { name: 'Ada Lovelace', mentions: 2, firstS: 1 },
      { name: 'Alan Turing', mentions: 1, firstS: 1 },
    ]);
    expect(names(await entitiesOfEpisode(pool, second))).toEqual(['Ada Lovelace', 'Grace_Hopper']);
  });
});
