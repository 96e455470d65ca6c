import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { ArtifactStore } from '@telltale/engine/artifacts';
import { hold, wav } from '@telltale/testing/web';
import { expect, test } from 'vitest';
import { sha256Of, testMedia } from '../../test/downloads.ts';
import { libraryDatabase } from '../../test/library.ts';
import { openMedia } from './open-media.ts';

const db = libraryDatabase();
const { signal } = new AbortController();

/** Writes a file into a media library's folder, as it is given to `put`. */
async function fileIn(folder: string, content: Uint8Array) {
  const path = join(folder, sha256Of(content).slice(0, 8));
  await writeFile(path, content);
  return { path, sha256: sha256Of(content), bytes: content.length, contentType: 'audio/wav', signal };
}

async function* inPieces(content: Uint8Array, bytes = 1_000): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < content.length; from += bytes) yield content.subarray(from, from + bytes);
}

async function rows(sha256: string): Promise<number> {
  const { rowCount } = await db.query('SELECT FROM telltale_episode.media WHERE sha256 = $1', [sha256]);
  return rowCount ?? 0;
}

test('a file is stored once, also when two bring it at once, and is given back as it was', async () => {
  const { folder, media } = await testMedia(db);
  const content = wav(3);
  const file = await fileIn(folder, content);
  await Promise.all([media.put(file), media.put(file)]);
  await media.put(file);
  expect(await rows(file.sha256)).toBe(1);
  expect(await media.has(file.sha256)).toBe(true);
  expect((await buffer((await media.open(file.sha256)).stream)).equals(content)).toBe(true);
  const part = await media.open(file.sha256, { start: 8, end: 11 });
  expect((await buffer(part.stream)).toString()).toBe('WAVE');
});

test('a file that is not the one that was announced is not kept', async () => {
  const { folder, media } = await testMedia(db);
  const file = await fileIn(folder, wav(4));
  const sha256 = 'f'.repeat(64);
  await expect(media.put({ ...file, sha256 })).rejects.toMatchObject({ code: 'media_changed' });
  expect(await rows(sha256)).toBe(0);
});

test('what the store has lost, or was stored before a crash without a row, is there again after the next put', async () => {
  const { folder, media, artifacts } = await testMedia(db);
  const file = await fileIn(folder, wav(5));
  const runId = `media-${file.sha256.slice(0, 32)}-run-1`;
  const { location } = await artifacts.put({ runId, source: { path: file.path } });
  await media.put(file);
  await artifacts.remove(location);
  expect(await media.has(file.sha256)).toBe(false);
  await expect(media.open(file.sha256)).rejects.toMatchObject({ code: 'media_not_found' });
  await media.put(file);
  expect(await media.has(file.sha256)).toBe(true);
});

test('what is in another store than the one that is used now is stored there with the next put', async () => {
  const { folder, media } = await testMedia(db);
  const content = wav(11);
  const file = await fileIn(folder, content);
  await media.put(file);
  await db.query(`UPDATE telltale_episode.media SET location = 's3://other/file' WHERE sha256 = $1`, [file.sha256]);
  expect(await media.has(file.sha256)).toBe(false);
  await expect(media.open(file.sha256)).rejects.toMatchObject({ code: 'media_not_found' });
  await media.put(file);
  expect((await buffer((await media.open(file.sha256)).stream)).equals(content)).toBe(true);
});

test('each who works with a file has a copy of its own, which is gone afterwards, however that ended', async () => {
  const { folder, media, left } = await testMedia(db);
  const content = wav(2);
  const file = await fileIn(folder, content);
  await media.put(file);
  const use = (path: string) => media.withFile(file.sha256, async (other) => [path, other], { signal });
  const [one, other] = await media.withFile(file.sha256, use, { signal });
  expect(one).not.toBe(other);
  const failing = media.withFile(file.sha256, () => Promise.reject(new Error('it failed')), { signal });
  await expect(failing).rejects.toThrow('it failed');
  const stop = new AbortController();
  stop.abort(new Error('stopped'));
  await expect(media.withFile(file.sha256, async () => 'used', stop)).rejects.toThrow('stopped');
  expect(await left()).toEqual([]);
});

test('a file goes only when no episode has it, and going twice is no error', async () => {
  const { folder, media } = await testMedia(db);
  const file = await fileIn(folder, wav(6));
  await media.put(file);
  await db.query(`INSERT INTO telltale_episode.episode (id, media) VALUES ('aaaaaaaaaaaaaaaa', $1)`, [file.sha256]);
  await media.remove(file.sha256);
  expect(await media.has(file.sha256)).toBe(true);
  await db.query(`DELETE FROM telltale_episode.episode WHERE id = 'aaaaaaaaaaaaaaaa'`);
  await media.remove(file.sha256);
  await media.remove(file.sha256);
  expect(await rows(file.sha256)).toBe(0);
  await expect(media.open(file.sha256)).rejects.toMatchObject({ code: 'media_not_found' });
});

test('a file that nobody wanted for a while goes, unless it is brought again at that moment', async () => {
  const { folder, media } = await testMedia(db);
  const file = await fileIn(folder, wav(12));
  await media.put(file);
  await db.query(`UPDATE telltale_episode.media SET wanted_at = now() - interval '8 days' WHERE sha256 = $1`, [
    file.sha256,
  ]);
  const unwantedSince = new Date(Date.now() - 7 * 24 * 60 * 60_000);
  await Promise.all([media.put(file), media.remove(file.sha256, { unwantedSince })]);
  await media.remove(file.sha256, { unwantedSince });
  expect(await media.has(file.sha256)).toBe(true);
  await media.remove(file.sha256, { unwantedSince: new Date(Date.now() + 60_000) });
  expect(await rows(file.sha256)).toBe(0);
});

test('a file that is brought again while it waits to be removed stays', async () => {
  const { folder, media } = await testMedia(db);
  const file = await fileIn(folder, wav(9));
  await media.put(file);
  await db.query(`INSERT INTO telltale_episode.removal (kind, key) VALUES ('media', $1)`, [file.sha256]);
  await media.put(file);
  const waiting = await db.query(`SELECT FROM telltale_episode.removal WHERE key = $1`, [file.sha256]);
  expect(waiting.rowCount).toBe(0);
  expect(await media.has(file.sha256)).toBe(true);
});

test('one who stores a file while it is removed stores it again', async () => {
  const { folder, media, artifacts, workFolder } = await testMedia(db);
  const file = await fileIn(folder, wav(7));
  let stored = 0;
  // The file goes in the very moment between storing it and noting it.
  const removing: ArtifactStore = {
    description: 'removing',
    put: async (given) => {
      const done = await artifacts.put(given);
      stored += 1;
      if (stored === 1) await artifacts.remove(done.location);
      return done;
    },
    stat: (location) => artifacts.stat(location),
    open: (location, range) => artifacts.open(location, range),
    remove: (location) => artifacts.remove(location),
    check: () => artifacts.check(),
  };
  const raced = await openMedia({ pool: db.pool(), artifacts: removing, workFolder });
  await raced.put(file);
  expect(stored).toBe(2);
  expect(await media.has(file.sha256)).toBe(true);
});

test('an upload is taken by its content, whatever its name, and says whether it is new', async () => {
  const { media, left, folder } = await testMedia(db);
  const content = wav(8);
  const options = { name: '../../../etc/cron.d/episode.mp3', maxBytes: 1_000_000, signal };
  const upload = await media.receiveUpload(inPieces(content), options);
  expect(upload).toEqual({
    sha256: sha256Of(content),
    bytes: content.length,
    contentType: 'audio/wav',
    created: true,
  });
  expect(await media.receiveUpload(inPieces(content), options)).toMatchObject({ created: false });
  expect(await left()).toEqual([]);
  expect(folder).not.toContain('cron');
});

test.each([
  ['a web page', '<!doctype html><title>Sorry</title>', /^"a\.mp3" was not taken: it is a web page\.$/],
  ['a feed', '<?xml version="1.0"?><rss></rss>', /an XML document/],
  ['text', 'Hello', /it is text/],
  ['a PDF', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.from([0, 255, 254])]), /application\/pdf/],
  ['nothing', '', /it is empty/],
])('%s is not taken, and nothing is left of it', async (_, content, message) => {
  const { media, left } = await testMedia(db);
  const sent = media.receiveUpload(inPieces(Buffer.from(content)), { name: 'a.mp3', maxBytes: 1_000, signal });
  await expect(sent).rejects.toMatchObject({ code: 'not_audio', message: expect.stringMatching(message) });
  expect(await left()).toEqual([]);
});

test('an upload that is too large ends as soon as it is', async () => {
  const { media, left } = await testMedia(db);
  const content = wav(600);
  let taken = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of inPieces(content, 65_536)) {
      taken += piece.length;
      yield piece;
    }
  }
  const sent = media.receiveUpload(counted(), { name: 'a.wav', maxBytes: 300_000, signal });
  await expect(sent).rejects.toMatchObject({ code: 'upload_too_large', message: expect.stringContaining('300.0 kB') });
  expect(taken).toBeLessThan(content.length / 2);
  expect(await left()).toEqual([]);
});

test('an upload that is given up leaves nothing, even if nothing more is sent', async () => {
  const { media, left } = await testMedia(db);
  const gate = hold();
  async function* stalling(): AsyncGenerator<Uint8Array> {
    yield wav(1);
    await gate.pass();
  }
  const stop = new AbortController();
  const sent = media.receiveUpload(stalling(), { name: 'a.wav', maxBytes: 100_000, signal: stop.signal });
  const refused = expect(sent).rejects.toThrow('gone');
  await gate.reached();
  stop.abort(new Error('gone'));
  await refused;
  gate.open();
  expect(await left()).toEqual([]);
});

test('what was left for more than a day goes when media are opened, and nothing younger', async () => {
  const { artifacts, workFolder, left } = await testMedia(db);
  const old = join(workFolder, 'uploads', 'old');
  const young = join(workFolder, 'downloads', 'young');
  const oldFolder = join(workFolder, 'speech', 'speech-old');
  await mkdir(oldFolder);
  await Promise.all([old, young, join(oldFolder, 'audio.wav')].map((path) => writeFile(path, 'left')));
  const twoDaysAgo = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000);
  for (const path of [old, oldFolder]) await utimes(path, twoDaysAgo, twoDaysAgo);
  await openMedia({ pool: db.pool(), artifacts, workFolder });
  expect(await left()).toEqual(['young']);
});
