import { inTransaction } from '@telltale/ledger';
import type { Site } from '@telltale/testing/web';
import { wav } from '@telltale/testing/web';
import { describe, expect, test } from 'vitest';
import { served } from '../../test/audio-site.ts';
import { Downloads, sha256Of } from '../../test/downloads.ts';
import { libraryDatabase } from '../../test/library.ts';
import { stepRuns } from '../../test/step-runs.ts';
import { getCover } from '../library/get-cover.ts';
import { getEpisode } from '../library/get-episode.ts';
import type { MediaStore } from '../media/index.ts';
import { forgetEpisode } from '../store/forget-episode.ts';
import { MAX_COVER_BYTES } from './keep-cover.ts';

const db = libraryDatabase();
const runs = stepRuns(db);

let made = 0;
/** A picture unlike all others. */
function png(bytes = 100): Buffer {
  made += 1;
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from(String(made)), Buffer.alloc(bytes)]);
}

function pages(pictures: Readonly<Record<string, Site>>): Readonly<Record<string, Site>> {
  const audio = wav(2 + made / 100);
  return { '/a.wav': (visit) => served(visit, audio), ...pictures };
}

const sent = (body: Buffer, contentType = 'image/png'): Site => {
  return () => ({ headers: { 'content-type': contentType }, body });
};

async function actionsOf(runId: string): Promise<readonly string[]> {
  const { actions } = await runs.client.reader.listActions({ runId });
  return actions.filter(({ tool }) => tool === 'fetch_cover').map(({ state }) => state);
}

async function warnings(runId: string): Promise<readonly string[]> {
  const events = await runs.events(runId);
  return events.flatMap(({ type, data }) => (type === 'log.written' && data.level === 'warn' ? [data.message] : []));
}

const fileOf = async (sha256: string) =>
  (
    await db.query<{ content_type: string }>('SELECT content_type FROM telltale_episode.media WHERE sha256 = $1', [
      sha256,
    ])
  ).rows[0] ?? null;
const removals = async () =>
  (await db.query<{ key: string }>(`SELECT key FROM telltale_episode.removal WHERE kind = 'media'`)).rows.map(
    ({ key }) => key,
  );

describe('the picture of an episode', () => {
  test('is kept with its audio, as what it is by its bytes', async () => {
    const picture = png();
    const stage = await Downloads.open(db, pages({ '/cover': sent(picture, 'text/html') }));
    const id = await stage.episode({ audio_url: stage.url('/a.wav'), image_url: stage.url('/cover') });
    const { runId, end } = await runs.end('download', stage.body(id));
    expect(end).toMatchObject({ state: 'succeeded', result: { source: 'fetch' } });
    expect(await actionsOf(runId)).toEqual(['success']);
    expect(await stage.row(id)).toMatchObject({ cover: sha256Of(picture) });
    expect(await fileOf(sha256Of(picture))).toEqual({ content_type: 'image/png' });
    const opened = await stage.media.open(sha256Of(picture));
    expect(Buffer.concat(await opened.stream.toArray())).toEqual(picture);
    expect(await stage.left()).toEqual([]);
    const cover = await getCover({ pool: db.pool(), media: stage.media }, id);
    expect(cover).toMatchObject({ name: 'episode.png', contentType: 'image/png', sha256: sha256Of(picture) });
    const { coverUrl } = await getEpisode(db.pool(), id);
    expect(coverUrl).toBe(`/api/v1/episodes/${id}/cover?v=${sha256Of(picture).slice(0, 8)}`);
  });

  test('is not looked for where nobody knows of any', async () => {
    const stage = await Downloads.open(db, pages({}));
    const id = await stage.episode({ audio_url: stage.url('/a.wav') });
    const { runId } = await runs.end('download', stage.body(id));
    expect(await actionsOf(runId)).toEqual([]);
    expect(await getEpisode(db.pool(), id)).toMatchObject({ coverUrl: null });
    const { media } = stage;
    await expect(getCover({ pool: db.pool(), media }, id)).rejects.toMatchObject({ code: 'cover_missing' });
    await expect(getCover({ pool: db.pool(), media }, 'nobody')).rejects.toMatchObject({ code: 'episode_not_found' });
  });

  test('is fetched anew by a rerun, and the one before goes; one that nobody knows of any more goes as well', async () => {
    const [old, fresh] = [png(), png()];
    const served = { picture: old };
    const stage = await Downloads.open(
      db,
      pages({ '/cover': () => ({ headers: { 'content-type': 'image/png' }, body: served.picture }) }),
    );
    const id = await stage.episode({ audio_url: stage.url('/a.wav'), image_url: stage.url('/cover') });
    await runs.result('download', stage.body(id));
    await runs.result('download', stage.body(id));
    expect(await removals()).not.toContain(sha256Of(old));
    served.picture = fresh;
    expect(await runs.result('download', stage.body(id))).toMatchObject({ source: 'library' });
    expect(await stage.row(id)).toMatchObject({ cover: sha256Of(fresh) });
    expect(await removals()).toContain(sha256Of(old));
    await stage.media.remove(sha256Of(old));
    expect(await fileOf(sha256Of(old))).toBeNull();

    await db.query('UPDATE telltale_episode.episode SET image_url = NULL WHERE id = $1', [id]);
    await runs.result('download', stage.body(id));
    expect(await stage.row(id)).toMatchObject({ cover: null });
    expect(await removals()).toContain(sha256Of(fresh));
  });

  test.for<[string, Site, RegExp]>([
    ['a page', sent(Buffer.from('<html>No</html>')), /no picture that browsers show safely/],
    ['SVG, which could run scripts', sent(Buffer.from('<svg/>'), 'image/svg+xml'), /no picture/],
    ['nothing', sent(Buffer.alloc(0)), /no picture/],
    ['an error', () => ({ status: 404, body: 'No.' }), /has no picture \(status 404\)/],
    ['more than is taken', sent(png(MAX_COVER_BYTES)), /more than the 5,000,000 bytes/],
    ['a way into this machine', () => ({ status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' }), /./],
  ])('is left out where there is %s, and the episode goes on with the one that it had', async ([, site, why]) => {
    const had = png();
    const answer: { site: Site } = { site: sent(had) };
    const stage = await Downloads.open(db, pages({ '/cover': (visit) => answer.site(visit) }));
    const id = await stage.episode({ audio_url: stage.url('/a.wav'), image_url: stage.url('/cover') });
    await runs.result('download', stage.body(id));
    answer.site = site;
    const { runId, end } = await runs.end('download', stage.body(id));
    expect(end.state).toBe('succeeded');
    expect(await actionsOf(runId)).not.toContain('success');
    expect((await warnings(runId)).join()).toMatch(/picture is left out: /);
    expect((await warnings(runId)).join()).toMatch(why);
    expect(await stage.row(id)).toMatchObject({ cover: sha256Of(had) });
    expect(await stage.left()).toEqual([]);
  });

  test('that cannot be stored keeps no episode from being made', async () => {
    const stage = await Downloads.open(db, pages({ '/cover': sent(png()) }));
    const id = await stage.episode({ audio_url: stage.url('/a.wav'), image_url: stage.url('/cover') });
    const put: MediaStore['put'] = async (file) => {
      if (file.contentType.startsWith('image/')) throw new Error('the disk is full');
      await stage.media.put(file);
    };
    const { runId, end } = await runs.end('download', stage.body(id, { media: withPut(stage.media, put) }));
    expect(end.state).toBe('succeeded');
    expect((await warnings(runId)).join()).toContain('the disk is full');
    expect(await stage.left()).toEqual([]);
  });

  test('that goes with another episode, before this one has it, is stored again', async () => {
    const picture = png();
    const stage = await Downloads.open(db, pages({ '/cover': sent(picture) }));
    const id = await stage.episode({ audio_url: stage.url('/a.wav'), image_url: stage.url('/cover') });
    let puts = 0;
    const put: MediaStore['put'] = async (file) => {
      await stage.media.put(file);
      if (!file.contentType.startsWith('image/')) return;
      puts += 1;
      if (puts === 1) await stage.media.remove(file.sha256);
    };
    await runs.result('download', stage.body(id, { media: withPut(stage.media, put) }));
    expect(puts).toBe(2);
    expect(await stage.row(id)).toMatchObject({ cover: sha256Of(picture) });
    expect(await stage.media.has(sha256Of(picture))).toBe(true);
  });

  test('is kept once for all episodes that have it, as long as one has', async () => {
    const picture = png();
    const stage = await Downloads.open(db, pages({ '/cover': sent(picture) }));
    const given = { audio_url: stage.url('/a.wav'), image_url: stage.url('/cover') };
    const [one, other] = [await stage.episode(given), await stage.episode(given)];
    for (const id of [one, other]) await runs.result('download', stage.body(id));
    const sha256 = sha256Of(picture);
    for (const [id, isLeft] of [
      [one, true],
      [other, false],
    ] as const) {
      await inTransaction(db.pool(), (transaction) => forgetEpisode(transaction, id));
      expect(await removals()).toContain(sha256);
      await stage.media.remove(sha256);
      expect((await fileOf(sha256)) !== null).toBe(isLeft);
    }
  });
});

function withPut(media: MediaStore, put: MediaStore['put']): MediaStore {
  return {
    put,
    has: (sha256) => media.has(sha256),
    open: (sha256, range) => media.open(sha256, range),
    withFile: (sha256, use, options) => media.withFile(sha256, use, options),
    receiveUpload: (stream, options) => media.receiveUpload(stream, options),
    remove: (sha256) => media.remove(sha256),
  };
}
