import { inTransaction } from '@telltale/ledger';
import { describe, expect, test } from 'vitest';
import { libraryDatabase } from '../../test/library.ts';
import { ensureEpisode, episodeOf, keepUpload } from './ensure-episode.ts';
import { forgetEpisode } from './forget-episode.ts';
import { mergeEpisodes } from './merge-episodes.ts';

const db = libraryDatabase();
const SHA256 = 'ab'.repeat(32);

async function known(input: Parameters<typeof episodeOf>[1]): Promise<string> {
  const id = await episodeOf(db.pool(), input);
  await ensureEpisode(db.pool(), id, input);
  return id;
}

async function rows(table: string, where: string): Promise<unknown[]> {
  return (await db.query(`SELECT * FROM telltale_episode.${table} WHERE ${where}`)).rows;
}

describe('an episode is recognised', () => {
  test('by its address, however that is written', async () => {
    const id = await known({ url: 'https://show.example/42' });
    expect(await episodeOf(db.pool(), { url: 'https://SHOW.example:443/42/#t=10' })).toBe(id);
    expect(await episodeOf(db.pool(), { url: 'https://show.example/43' })).not.toBe(id);
    expect(await rows('episode', `id = '${id}'`)).toMatchObject([{ page_url: 'https://show.example/42' }]);
  });

  test('by a guid that nobody else gives out, from whichever feed; by another one only within its feed', async () => {
    const guid = '0d8a1f6e-2f0c-4f3a-9e2d-6f7f0f3b8a11';
    const id = await known({ feed: 'https://a.example/feed', guid });
    expect(await episodeOf(db.pool(), { feed: 'https://mirror.example/feed', guid })).toBe(id);
    for (const local of ['42', 'ep:42', 'Episode 12: The Fog, and the Horn']) {
      const own = await known({ feed: 'https://a.example/feed', guid: local });
      expect(await episodeOf(db.pool(), { feed: 'https://b.example/feed', guid: local })).not.toBe(own);
    }
  });

  test('by the content of a file that was uploaded', async () => {
    const input = { upload: SHA256, name: 'talk.mp3' };
    const id = await episodeOf(db.pool(), input);
    await expect(ensureEpisode(db.pool(), id, input)).rejects.toMatchObject({ code: 'upload_not_found' });
    await db.query(
      `INSERT INTO telltale_episode.media (sha256, location, bytes, content_type) VALUES ($1, 'there', 3, 'audio/mpeg')`,
      [SHA256],
    );
    await ensureEpisode(db.pool(), id, input);
    expect(await episodeOf(db.pool(), { upload: SHA256, name: 'other name.mp3' })).toBe(id);
    expect(await rows('episode', `id = '${id}'`)).toMatchObject([{ media: SHA256, file_name: 'talk.mp3' }]);
  });

  test('by its id, if there is such an episode', async () => {
    const id = await known({ url: 'https://show.example/by-id' });
    expect(await known({ episodeId: id })).toBe(id);
    await expect(known({ episodeId: '0000000000000000' })).rejects.toMatchObject({ code: 'episode_not_found' });
  });
});

test('a file that is submitted is no longer removed; one that is gone is told at once', async () => {
  const sha256 = 'cd'.repeat(32);
  const input = { upload: sha256, name: 'talk.mp3' };
  await expect(keepUpload(db.pool(), input)).rejects.toMatchObject({ code: 'upload_not_found' });
  await db.query(
    `INSERT INTO telltale_episode.media (sha256, location, bytes, content_type, wanted_at)
     VALUES ($1, 'elsewhere', 3, 'audio/mpeg', '2024-01-01')`,
    [sha256],
  );
  await db.query(`INSERT INTO telltale_episode.removal (kind, key) VALUES ('media', $1)`, [sha256]);
  await keepUpload(db.pool(), input);
  expect(await rows('removal', `key = '${sha256}'`)).toEqual([]);
  expect(await rows('media', `sha256 = '${sha256}' AND wanted_at < now() - interval '1 hour'`)).toEqual([]);
});

test('one that never became ready is read from where it was submitted last; one that is ready stays as it is', async () => {
  const url = 'https://show.example/twice';
  const input = { feed: 'https://show.example/feed', guid: 'twice' };
  const id = await known({ url });
  await ensureEpisode(db.pool(), id, input);
  const byFeed = { page_url: null, feed_url: input.feed, guid: input.guid };
  expect(await rows('episode', `id = '${id}'`)).toMatchObject([byFeed]);
  await db.query('UPDATE telltale_episode.episode SET ready_at = now() WHERE id = $1', [id]);
  await known({ url });
  expect(await rows('episode', `id = '${id}'`)).toMatchObject([byFeed]);
});

test('the newest episode of a feed stays the one that it was, however often its run begins again', async () => {
  const feed = 'https://show.example/newest.xml';
  const id = await known({ url: feed });
  await db.query(`UPDATE telltale_episode.episode SET page_url = NULL, feed_url = $2, guid = 'monday' WHERE id = $1`, [
    id,
    feed,
  ]);
  await ensureEpisode(db.pool(), id, { url: feed });
  expect(await rows('episode', `id = '${id}'`)).toMatchObject([{ page_url: null, guid: 'monday' }]);
});

test('many who come at once with the same address make one episode', async () => {
  const input = { url: 'https://show.example/at-once' };
  const ids = await Promise.all(Array.from({ length: 10 }, () => known(input)));
  expect(new Set(ids).size).toBe(1);
  expect(await rows('episode_source', `value = '${input.url}'`)).toHaveLength(1);
});

test('of two that turn out to be one, what led to the one leads to the other', async () => {
  const first = await known({ url: 'https://show.example/first' });
  const second = await known({ url: 'https://mirror.example/first' });
  await mergeEpisodes(db.pool(), { from: second, into: first });
  expect(await episodeOf(db.pool(), { url: 'https://mirror.example/first' })).toBe(first);
  expect(await rows('episode', `id = '${second}'`)).toEqual([]);
});

test('an episode that is forgotten leaves a note of what has to go elsewhere, once', async () => {
  const input = { upload: SHA256, name: 'talk.mp3' };
  const id = await known(input);
  expect(await inTransaction(db.pool(), (transaction) => forgetEpisode(transaction, id))).toBe(true);
  expect(await inTransaction(db.pool(), (transaction) => forgetEpisode(transaction, id))).toBe(false);
  const removals = await rows('removal', `key IN ('${id}', '${SHA256}')`);
  expect(removals).toHaveLength(2);
  expect(removals).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'vectors', key: id, attempts: 0 }),
      expect.objectContaining({ kind: 'media', key: SHA256 }),
    ]),
  );
  expect(await rows('episode_source', `episode_id = '${id}'`)).toEqual([]);
});
