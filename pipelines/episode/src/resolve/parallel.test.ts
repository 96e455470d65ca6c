import { expect, test } from 'vitest';
import { mentionsOf, storeFound } from '../../test/found-episode.ts';
import { libraryDatabase } from '../../test/library.ts';
import type { Choice } from './choice.ts';
import { type FoundName, readFound } from './read-found.ts';
import { storeResolved } from './store-resolved.ts';

const db = libraryDatabase();
const EPISODES = 8;
const ROUNDS = 25;
const used = { with: 'equal names', why: 'it is a test' };

/** The same names for each, in another order, of three types. */
function namesFor(episode: number, round: number) {
  const names = Array.from({ length: 12 }, (_, index) => ({
    type: ['musician', 'album', 'city'][index % 3] ?? '',
    name: `Name ${round} ${index}`,
  }));
  return [...names.slice(episode), ...names.slice(0, episode)];
}

/** Half of the episodes know the first name by another one, and MusicBrainz who is meant by both. */
function choicesFor(names: readonly FoundName[], round: number): readonly Choice[] {
  const musicbrainz = { id: `mbid-${round}`, name: `Known ${round}`, comment: '' };
  return names
    .filter(({ name }) => name === `Name ${round} 0` || name === `Alias ${round}`)
    .map(({ type, key }) => ({ type, key, musicbrainz, entityId: null }));
}

test('eight episodes at once make each entity once, and none waits in a circle', async () => {
  const pool = db.pool({ max: EPISODES });
  for (let round = 0; round < ROUNDS; round += 1) {
    const ids: string[] = [];
    for (let episode = 0; episode < EPISODES; episode += 1) {
      const alias = episode % 2 === 0 ? [] : [{ type: 'musician', name: `Alias ${round}` }];
      ids.push(await storeFound(db, [[...namesFor(episode, round), ...alias]]));
    }
    const found = await Promise.all(ids.map(async (id) => ({ id, names: (await readFound(pool, id)).names })));
    const stored = await Promise.all(
      found.map(({ id, names }) =>
        storeResolved(pool, { episodeId: id, names, choices: choicesFor(names, round), used }),
      ),
    );
    // 11 names that are their own, and one entity that is known by two.
    expect(stored.reduce((sum, { created }) => sum + created, 0)).toBe(12);
    expect(stored.every(({ entities }) => entities === 12)).toBe(true);
  }
  const { rows } = await db.query(
    `SELECT count(*)::int AS all, count(DISTINCT (type, name_key))::int AS names, count(musicbrainz_id)::int AS known,
            count(DISTINCT musicbrainz_id)::int AS mbids FROM telltale_episode.entity`,
  );
  expect(rows).toEqual([{ all: 12 * ROUNDS, names: 12 * ROUNDS, known: ROUNDS, mbids: ROUNDS }]);
});

test('a failure in the middle leaves the mentions of the run before', async () => {
  const pool = db.pool();
  const id = await storeFound(db, [[{ type: 'city', name: 'Paris' }]]);
  const { names } = await readFound(pool, id);
  await storeResolved(pool, { episodeId: id, names, choices: [], used });
  const before = await mentionsOf(db, id);
  const broken = [
    { type: 'city', key: 'rome', name: 'Rome', mentions: [{ chunkId: '0', context: null, startS: null }] },
  ];
  await expect(storeResolved(pool, { episodeId: id, names: broken, choices: [], used })).rejects.toThrow();
  expect(await mentionsOf(db, id)).toEqual(before);
  const { rowCount } = await db.query(`SELECT FROM telltale_episode.entity WHERE name = 'Rome'`);
  expect(rowCount).toBe(0);
});
