import { html, redirect, type Site, wav } from '@telltale/testing/web';
import { describe, expect, test } from 'vitest';
import { served, whole } from '../../test/audio-site.ts';
import { Downloads, IMPATIENT, sha256Of } from '../../test/downloads.ts';
import { libraryDatabase } from '../../test/library.ts';
import { stepRuns } from '../../test/step-runs.ts';
import type { MediaStore } from '../media/index.ts';

const db = libraryDatabase();
const runs = stepRuns(db);

const AUDIO = wav(20);
const SHA = sha256Of(AUDIO);
const WHOLE: Site = (visit) => served(visit, AUDIO);

describe('the address that is known', () => {
  test('is downloaded, measured and noted, with bytes as progress and size', async () => {
    const stage = await Downloads.open(db, { '/a.wav': WHOLE });
    const id = await stage.episode({ title: 'One', audio_url: stage.url('/a.wav') });
    const { runId, end } = await runs.end('download', stage.body(id));
    expect(end).toMatchObject({
      state: 'succeeded',
      result: { source: 'fetch', bytes: AUDIO.length, sha256: SHA, durationS: 20 },
    });
    expect(await stage.row(id)).toMatchObject({
      media: SHA,
      title: 'One',
      duration_s: 20,
      audio_format: 'wav',
      audio: { codec: 'pcm_u8', channels: 1, sampleRate: 8_000 },
      used: { download: { with: 'the address in the details', source: 'fetch', cameFrom: [stage.url('/a.wav')] } },
    });
    const events = await runs.events(runId);
    expect(events.filter(({ type }) => type === 'step.sized').map(({ data }) => data)).toEqual([
      { size: AUDIO.length, unit: 'bytes' },
    ]);
    const { actions } = await runs.client.reader.listActions({ runId });
    expect(actions.map(({ tool, state }) => `${tool} ${state}`).toReversed()).toEqual([
      'fetch_audio success',
      'measure_audio success',
      'store_audio success',
    ]);
    expect(await stage.left()).toEqual([]);
  });

  test('is not asked for again as long as it stays the same, and what the file says is noted again', async () => {
    const stage = await Downloads.open(db, { '/a.wav': WHOLE, '/b.wav': (visit) => served(visit, wav(21)) });
    const id = await stage.episode({ audio_url: stage.url('/a.wav') });
    await runs.result('download', stage.body(id));
    await db.query('UPDATE telltale_episode.episode SET duration_s = 1 WHERE id = $1', [id]);
    expect(await runs.result('download', stage.body(id))).toMatchObject({ source: 'library', sha256: SHA });
    expect(stage.asked('/a.wav')).toHaveLength(1);
    expect(await stage.row(id)).toMatchObject({ duration_s: 20 });

    await db.query('UPDATE telltale_episode.episode SET audio_url = $2 WHERE id = $1', [id, stage.url('/b.wav')]);
    expect(await runs.result('download', stage.body(id))).toMatchObject({ source: 'fetch', durationS: 21 });
    const { rows } = await db.query(`SELECT key FROM telltale_episode.removal WHERE kind = 'media'`);
    expect(rows).toEqual([{ key: SHA }]);
    const sources = `SELECT value FROM telltale_episode.episode_source WHERE kind = 'sha256' AND episode_id = $1`;
    expect((await db.query(sources, [id])).rows).toEqual([{ value: sha256Of(wav(21)) }]);
  });

  test('is taken although its name and its type say something else, behind a counter that sends on', async () => {
    const stage = await Downloads.open(db, {
      '/counter': () => redirect('/page.html'),
      '/page.html': (visit) => served(visit, AUDIO, { contentType: 'text/html' }),
    });
    const id = await stage.episode({ audio_url: stage.url('/counter') });
    expect(await runs.result('download', stage.body(id))).toMatchObject({ source: 'fetch', sha256: SHA });
    // The counter's address stays: the next time it may lead to a nearer server.
    expect(await stage.row(id)).toMatchObject({ audio_url: stage.url('/counter') });
  });

  test('the same audio in two episodes at once is stored once, and both are kept', async () => {
    const stage = await Downloads.open(db, { '/a.wav': (visit) => served(visit, wav(22)) });
    const [one, other] = await Promise.all([0, 1].map(() => stage.episode({ audio_url: stage.url('/a.wav') })));
    const [first, second] = await Promise.all([one, other].map((id) => runs.end('download', stage.body(id ?? ''))));
    const logged = [...(await said(first?.runId)), ...(await said(second?.runId))];
    expect(logged.filter((line) => line.includes('has the very same audio file'))).toHaveLength(1);
    const { rows } = await db.query('SELECT media FROM telltale_episode.episode WHERE id = ANY($1)', [[one, other]]);
    expect(rows).toEqual([{ media: sha256Of(wav(22)) }, { media: sha256Of(wav(22)) }]);
  });
});

describe('what happens between a file and the library', () => {
  test('a file that could not be stored is not downloaded again', async () => {
    const stage = await Downloads.open(db, { '/a.wav': (visit) => served(visit, wav(23)) });
    const id = await stage.episode({ audio_url: stage.url('/a.wav') });
    const media = { ...every(stage.media), put: () => Promise.reject(new Error('the disk is full')) };
    expect((await runs.failure('download', stage.body(id, { media }))).message).toContain('the disk is full');
    expect(await runs.result('download', stage.body(id))).toMatchObject({ sha256: sha256Of(wav(23)) });
    expect(stage.asked('/a.wav')).toHaveLength(1);
  });

  test('a file that goes with another episode, before this one has it, is stored again', async () => {
    const stage = await Downloads.open(db, { '/a.wav': (visit) => served(visit, wav(24)) });
    const id = await stage.episode({ audio_url: stage.url('/a.wav') });
    let puts = 0;
    const put = async (file: Parameters<MediaStore['put']>[0]) => {
      await stage.media.put(file);
      puts += 1;
      if (puts === 1) await stage.media.remove(file.sha256);
    };
    await runs.result('download', stage.body(id, { media: { ...every(stage.media), put } }));
    expect(puts).toBe(2);
    expect(await stage.media.has(sha256Of(wav(24)))).toBe(true);
  });

  test('a file that the store has lost is downloaded again; one that was uploaded has to be sent again', async () => {
    const stage = await Downloads.open(db, { '/a.wav': (visit) => served(visit, wav(26)) });
    const id = await stage.episode({ audio_url: stage.url('/a.wav') });
    await runs.result('download', stage.body(id));
    const lost = { ...every(stage.media), has: async () => false };
    expect(await runs.result('download', stage.body(id, { media: lost }))).toMatchObject({ source: 'fetch' });
    await db.query('UPDATE telltale_episode.episode SET audio_url = NULL WHERE id = $1', [id]);
    const { message } = await runs.failure('download', stage.body(id, { media: lost }));
    expect(message).toMatch(/does not have the audio file.*upload it again/);
  });
});

/** Its methods, for one of them to be replaced. */
function every(media: MediaStore): MediaStore {
  return {
    has: (sha256) => media.has(sha256),
    put: (file) => media.put(file),
    open: (sha256, range) => media.open(sha256, range),
    withFile: (sha256, use, options) => media.withFile(sha256, use, options),
    receiveUpload: (stream, options) => media.receiveUpload(stream, options),
    remove: (sha256) => media.remove(sha256),
  };
}

/** One after another, and then none. */
function cutting(cuts: number[]): { readonly cutAfter?: number } {
  const cutAfter = cuts.shift();
  return cutAfter === undefined ? {} : { cutAfter };
}

/** What a run logged. */
async function said(runId = ''): Promise<readonly string[]> {
  return (await runs.events(runId)).flatMap(({ type, data }) => (type === 'log.written' ? [data.message] : []));
}

describe('a connection that is cut', () => {
  /** Large enough that not all of it is on its way when the connection ends: what is on its way then is lost. */
  const LONG = wav(250);
  const HALF = LONG.length / 2;

  test('is taken up where it ended', async () => {
    const cuts = [HALF];
    const stage = await Downloads.open(db, { '/a.wav': (visit) => served(visit, LONG, cutting(cuts)) });
    const id = await stage.episode({ audio_url: stage.url('/a.wav') });
    const { runId, end } = await runs.end('download', stage.body(id));
    expect(end).toMatchObject({ state: 'succeeded', result: { sha256: sha256Of(LONG) } });
    const [first, second, ...more] = stage.asked('/a.wav').map(Number);
    expect([first, more]).toEqual([0, []]);
    expect(second).toBeGreaterThan(0);
    expect(second).toBeLessThanOrEqual(HALF);
    expect((await said(runId))[0]).toMatch(/^audio\.test .* It goes on at [\d.]+ [kM]B, in 0 ms\.$/);
  });

  test('begins again, and says so, where the server sends no parts', async () => {
    const cuts = [HALF];
    const stage = await Downloads.open(db, { '/a.wav': (visit) => whole(visit, LONG, cutting(cuts)) });
    const id = await stage.episode({ audio_url: stage.url('/a.wav') });
    const { runId, end } = await runs.end('download', stage.body(id));
    expect(end).toMatchObject({ state: 'succeeded', result: { sha256: sha256Of(LONG) } });
    expect(stage.asked('/a.wav')).toEqual(['0', '0']);
    expect((await said(runId))[0]).toMatch(/It begins again, as the server does not send parts/);
  });

  test('begins again where the file is another one by then', async () => {
    let visits = 0;
    const stage = await Downloads.open(db, {
      '/a.wav': (visit) => {
        visits += 1;
        return visits === 1 ? served(visit, LONG, { cutAfter: HALF }) : served(visit, AUDIO, { etag: '"2"' });
      },
    });
    const id = await stage.episode({ audio_url: stage.url('/a.wav') });
    const { runId, end } = await runs.end('download', stage.body(id));
    expect(end).toMatchObject({ state: 'succeeded', result: { sha256: SHA } });
    expect(stage.asked('/a.wav')).toHaveLength(2);
    expect(await said(runId)).toContain('The server sends the file from its beginning again.');
  });

  test('a part of another file is not put to the end of this one, even if the server does not look', async () => {
    const other = wav(260);
    let visits = 0;
    const stage = await Downloads.open(db, {
      '/a.wav': (visit) => {
        visits += 1;
        if (visits === 1) return served(visit, LONG, { cutAfter: HALF });
        const { 'if-range': _, ...headers } = visit.headers;
        return served({ ...visit, headers }, other, { etag: '"2"' });
      },
    });
    const id = await stage.episode({ audio_url: stage.url('/a.wav') });
    expect(await runs.result('download', stage.body(id))).toMatchObject({ sha256: sha256Of(other) });
    const [, second, third] = stage.asked('/a.wav').map(Number);
    expect(second).toBeGreaterThan(0);
    expect(third).toBe(0);
  });

  test('is given up after so many times, and the next run goes on where it was', async () => {
    const cuts = [HALF, 0, 0, 0];
    const stage = await Downloads.open(db, { '/a.wav': (visit) => served(visit, LONG, cutting(cuts)) });
    const id = await stage.episode({ audio_url: stage.url('/a.wav') });
    await runs.failure('download', stage.body(id));
    const [, ...again] = stage.asked('/a.wav').map(Number);
    expect(again).toHaveLength(IMPATIENT.waitsMs.length);
    expect(new Set(again).size).toBe(1);
    expect(await runs.result('download', stage.body(id))).toMatchObject({ sha256: sha256Of(LONG) });
    expect(stage.asked('/a.wav').map(Number).at(-1)).toBe(again[0]);
  });

  test('a server that announces more than it sends is told as it is', async () => {
    const stage = await Downloads.open(db, {
      '/a.wav': () => ({ headers: { 'content-length': '999999', connection: 'close' }, body: AUDIO }),
    });
    const id = await stage.episode({ audio_url: stage.url('/a.wav') });
    const { message } = await runs.failure('download', stage.body(id));
    expect(message).toMatch(/audio\.test (?:broke off the connection|sent less than it had announced)/);
  });

  test('one on which nothing comes any more is left, and taken up', async () => {
    let visits = 0;
    const stage = await Downloads.open(
      db,
      {
        '/a.wav': (visit) => {
          visits += 1;
          return served(visit, AUDIO, visits === 1 ? { gates: { bytes: 5_000, names: ['never'] } } : {});
        },
      },
      { patience: { ...IMPATIENT, idleTimeoutMs: 300 } },
    );
    const id = await stage.episode({ audio_url: stage.url('/a.wav') });
    const { runId, end } = await runs.end('download', stage.body(id));
    expect(end).toMatchObject({ state: 'succeeded', result: { sha256: SHA } });
    expect(stage.asked('/a.wav')).toEqual(['0', '5000']);
    const { actions } = await runs.client.reader.listActions({ runId, tool: 'fetch_audio' });
    expect(actions.map(({ state }) => state)).toEqual(['success', 'timeout']);
  });

  test('a pause takes hold in the middle of a file, though nothing comes, and what was there stays', async () => {
    const stage = await Downloads.open(db, {
      '/a.wav': (visit) => served(visit, AUDIO, { gates: { bytes: 5_000, names: ['middle'] } }),
    });
    const id = await stage.episode({ audio_url: stage.url('/a.wav') });
    const runId = await runs.start('download', stage.body(id));
    const gate = stage.sites.gate('middle');
    await gate.reached();
    const leaves = runs.leaves(runId);
    await runs.client.pause(runId);
    expect(await leaves).toBe('paused');
    gate.open();
    await runs.client.resume(runId);
    expect(await runs.client.wait(runId)).toMatchObject({ state: 'succeeded', result: { sha256: SHA } });
    expect(stage.asked('/a.wav')).toEqual(['0', '5000']);
  });
});

describe('what cannot be downloaded', () => {
  test.each<[string, Site, RegExp]>([
    [
      'a page that is served as audio',
      () => ({ ...html('Sorry', 'Gone'), headers: { 'content-type': 'audio/mpeg' } }),
      /no audio: it is a web page/,
    ],
    ['a feed', () => ({ body: '<?xml version="1.0"?><rss></rss>' }), /it is an XML document/],
    ['an error in JSON', () => ({ body: '{"error": "gone"}' }), /it is text/],
    ['nothing', () => ({ body: '' }), /The file of audio\.test is empty/],
    ['a picture', () => ({ body: Buffer.from('89504e470d0a1a0a0000000d4948445200', 'hex') }), /of the type image\/png/],
    ['noise', () => ({ body: Buffer.alloc(50_000, 0xa7) }), /cannot be used as audio/],
    [
      'too much, as the server says',
      () => ({ headers: { 'content-length': '9000000000' }, body: endless() }),
      /larger than 1\.0 MB/,
    ],
    ['too much, as it turns out', () => ({ body: endless() }), /larger than 1\.0 MB/],
    ['a file that is refused', () => ({ status: 403 }), /refuses to give out the file.*status 403/],
    ['a legal reason', () => ({ status: 451 }), /for legal reasons \(status 451\)/],
    ['a password', () => ({ status: 401 }), /asks for a password/],
    ['a file that is not there', () => ({ status: 404 }), /does not have the file \(status 404\)/],
    ['a file that is gone', () => ({ status: 410 }), /has removed the file/],
    ['a server that fails', () => ({ status: 503 }), /audio\.test failed \(status 503\)/],
    [
      'a way into the own network',
      () => redirect('http://169.254.169.254/latest/meta-data'),
      /169\.254\.169\.254 is refused/,
    ],
    ['a way in a circle', () => redirect('/x'), /in a circle/],
  ])('%s is refused, and told as it is', async (_, site, why) => {
    const stage = await Downloads.open(db, { '/x': site }, { maxDownloadBytes: 1_000_000 });
    const id = await stage.episode({ audio_url: stage.url('/x') });
    const { message } = await runs.failure('download', stage.body(id));
    expect(message).toMatch(/^(?:Error|Timeout) in step download.*The audio of episode \w+ could not be downloaded\./);
    expect(message).toMatch(why);
    expect(message).toMatch(/Tried: fetch \(failed, .*agent \(skipped, no language model is configured/);
    expect(await stage.row(id)).toMatchObject({ media: null, audio_url: stage.url('/x') });
    expect(await stage.left()).toEqual([]);
  });

  test('a name that leads nowhere is told as such, and so is an episode without an address', async () => {
    const stage = await Downloads.open(db, {});
    const gone = await stage.episode({ audio_url: 'http://gone.example/a.mp3' });
    expect((await runs.failure('download', stage.body(gone))).message).toContain('gone.example');
    const none = await stage.episode({ title: 'Nothing' });
    const { message } = await runs.failure('download', stage.body(none));
    expect(message).toMatch(/fetch \(skipped, the details have no audio address\)/);
  });
});

async function* endless(): AsyncGenerator<Uint8Array> {
  yield wav(60);
  for (;;) yield Buffer.alloc(65_536, 0x80);
}
