import { createHash } from 'node:crypto';
import { type ApiClient, createApiClient } from '@telltale/api';
import { TelltaleError } from '@telltale/core';
import { DatabaseUnreachableError } from '@telltale/ledger';
import { testDatabase } from '@telltale/testing';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { AUDIO, COVER, EPISODE, MAX_UPLOAD_BYTES, ScriptedLibrary } from '../../test/scripted-library.ts';
import { errorOf, testServer } from '../../test/server.ts';
import { listen } from '../http/listener.ts';

const db = testDatabase();
const library = new ScriptedLibrary();
const server = testServer(db, { working: false, context: (made) => ({ ...made, library }) });
const params = { episodeId: EPISODE };
const UNKNOWN = { episodeId: 'zzzzzzzzzzzzzzzz' };

beforeEach(() => {
  library.asked.length = 0;
  library.uploads.length = 0;
});

afterEach(() => {
  library.failure = null;
});

describe('the library', () => {
  test.for([
    ['listEpisodes', { query: { text: 'lamp', all: true, limit: 5 } }, { text: 'lamp', all: true, limit: 5 }],
    ['getEpisode', { params }, params],
    ['getTranscript', { params, query: { words: true } }, { ...params, words: true }],
    ['deleteEpisode', { params }, params],
    ['listRemovals', {}, {}],
    [
      'searchPassages',
      { query: { text: ' lamp ', entity: 7, from: '2026-11-21', language: 'en' } },
      { text: 'lamp', mode: 'hybrid', limit: 20, entity: 7, from: '2026-11-21T00:00:00.000Z', language: 'en' },
    ],
    ['listEntities', { query: { type: 'person' } }, { type: 'person', limit: 50 }],
    ['getEntity', { params: { entityId: '7' } }, { entityId: 7, limit: 50 }],
    ['lookUpEntity', { query: { name: 'Fresnel' } }, { name: 'Fresnel' }],
  ] as const)('is asked for %s as it was asked, and its answer is as the contract says', async ([name, ask, asked]) => {
    await server.ok(name, ask);
    expect(library.asked).toEqual([[name, asked]]);
  });

  test.for([
    ['listEpisodes', { query: { limit: 501 } }, 'limit'],
    ['getEpisode', { params: { episodeId: '../x' } }, 'episodeId'],
    ['searchPassages', { query: { text: '  ' } }, 'text'],
    ['searchPassages', { query: { text: 'a', limit: 101 } }, 'limit'],
    ['searchPassages', { query: { text: 'a', mode: 'magic' } }, 'mode'],
    ['lookUpEntity', { query: { name: 'ab' } }, 'name'],
    ['getEntity', { params: { entityId: 'x' } }, 'entityId'],
    ['uploadAudio', { query: { name: 'a\0.mp3' } }, 'name'],
    ['uploadAudio', { query: { name: 'a'.repeat(256) } }, 'name'],
  ] as const)('is not asked for %s with %j', async ([name, ask, path]) => {
    expect(await server.error(name, ask)).toMatchObject({ status: 400, details: { faults: [{ path }] } });
    expect(library.asked).toEqual([]);
  });

  const edit = (body: unknown) => server.error('editEpisode', { params, body });

  test('is told what to correct, by whom, and answers with the episode', async () => {
    const body = {
      title: ' The  lamp ',
      description: null,
      publishedAt: '2026-11-21',
      audioUrl: 'https://a.example/1',
    };
    expect(await server.ok('editEpisode', { params, body })).toMatchObject({ episodeId: EPISODE });
    const changes = { ...body, title: 'The  lamp', publishedAt: '2026-11-21T00:00:00.000Z' };
    expect(library.asked).toEqual([['editEpisode', { ...params, changes, by: 'local' }]]);
    library.failure = new TelltaleError('It has succeeded.', { code: 'episode_not_failed' });
    expect(await edit(body)).toMatchObject({ status: 409, code: 'episode_not_failed' });
  });

  test.for([
    ['title', ''],
    ['title', 'a'.repeat(501)],
    ['title', 'a\nb'],
    ['title', '\ud800'],
    ['showName', 'a'.repeat(256)],
    ['description', 'a\0'],
    ['publishedAt', 'yesterday'],
    ['publishedAt', '0000-01-01'],
    ['publishedAt', '9999-12-31T23:59:59-14:00'],
    ['imageUrl', 'javascript:alert(1)'],
    ['language', 'English'],
    ['country', 'GB'],
    ['audioUrl', 'file:///etc/passwd'],
    ['audioUrl', `https://a.example/${'ü'.repeat(400)}`],
    ['', {}],
    ['', { title: 'a', guid: 'x' }],
  ] as const)('is not told to make of %s %j', async ([field, value]) => {
    const body = field === '' ? value : { [field]: value };
    const { status, details } = await edit(body);
    expect({ status, faults: details?.faults }).toEqual({
      ...{ status: 400, faults: [{ path: field, message: expect.any(String) }] },
    });
    expect(library.asked).toEqual([]);
  });

  test('takes corrections as JSON only, and no more of it than any other change', async () => {
    const path = `/api/v1/episodes/${EPISODE}`;
    const text = await server.request(path, { method: 'PATCH', body: '{"title":"a"}' });
    expect(await errorOf(text)).toMatchObject({ status: 415, code: 'content_type_unsupported' });
    expect(await edit({ description: 'x'.repeat(1_400_000) })).toMatchObject({ status: 413, code: 'body_too_large' });
    const other = await server.request(path, { method: 'POST' });
    expect(other.headers.get('allow')?.split(', ').sort()).toEqual(['DELETE', 'GET', 'HEAD', 'PATCH']);
    expect(library.asked).toEqual([]);
  });

  test('makes all vectors anew for whoever asks, by runs in that name', async () => {
    expect(await server.ok('reindex')).toMatchObject({ started: 2, inFlight: [{ episodeId: EPISODE }] });
    expect(library.asked).toEqual([['reindex', expect.stringMatching(/./)]]);
    library.failure = new TelltaleError('Qdrant is away.', { code: 'vector_store_failed' });
    expect(await server.error('reindex')).toMatchObject({ status: 503, code: 'vector_store_failed' });
  });

  test('says of an episode that is not there that it is not there', async () => {
    for (const name of ['getEpisode', 'downloadTranscript', 'getEpisodeAudio'] as const) {
      expect(await server.error(name, { params: UNKNOWN })).toMatchObject({ status: 404, code: 'episode_not_found' });
    }
  });

  test('is read as it was while the database is away', async () => {
    const { episodes } = await server.ok('listEpisodes');
    library.failure = new DatabaseUnreachableError('db', new Error('gone'));
    expect(await server.ok('listEpisodes')).toMatchObject({ episodes, stale: { code: 'database_unreachable' } });
    expect(await server.error('deleteEpisode', { params })).toMatchObject({ status: 503 });
  });
});

describe('a cover', () => {
  const cover = (headers = {}) => server.ask('getEpisodeCover', { params, headers });

  test('is sent as a picture that a page of this server may show, and not again to who has it', async () => {
    const whole = await cover();
    expect(whole.status).toBe(200);
    expect(whole.headers.get('content-type')).toBe('image/png');
    expect(whole.headers.get('content-disposition')).toBe('inline; filename="Lamp.png"');
    expect(whole.headers.get('x-content-type-options')).toBe('nosniff');
    expect(whole.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(COVER);
    const known = await cover({ 'If-None-Match': String(whole.headers.get('etag')) });
    expect({ status: known.status, body: await known.text() }).toEqual({ status: 304, body: '' });
  });

  test('has the address that its episode tells of, whatever picture that names', async () => {
    const { coverUrl } = await server.ok('getEpisode', { params });
    const response = await server.request(String(coverUrl));
    expect(Buffer.from(await response.arrayBuffer())).toEqual(COVER);
  });

  test('that is not kept is missed', async () => {
    const missing = await server.ask('getEpisodeCover', { params: UNKNOWN });
    expect(await errorOf(missing)).toMatchObject({ status: 404, code: 'cover_missing' });
  });
});

describe('audio', () => {
  const audio = (headers = {}) => server.ask('getEpisodeAudio', { params, headers });

  test('is sent whole, in part, or not again', async () => {
    const whole = await audio();
    expect(whole.headers.get('content-type')).toBe('audio/mpeg');
    expect(whole.headers.get('accept-ranges')).toBe('bytes');
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(AUDIO);
    const part = await audio({ Range: 'bytes=10-14' });
    expect({ status: part.status, range: part.headers.get('content-range'), text: await part.text() }).toEqual({
      ...{ status: 206, range: 'bytes 10-14/100' },
      text: '01234',
    });
    const known = await audio({ 'If-None-Match': String(whole.headers.get('etag')) });
    expect({ status: known.status, text: await known.text() }).toEqual({ status: 304, text: '' });
    expect(await errorOf(await audio({ Range: 'bytes=100-' }))).toMatchObject({ status: 416 });
  });

  test('can be asked for its size', async () => {
    const response = await server.request(`/api/v1/episodes/${EPISODE}/audio`, { method: 'HEAD' });
    expect({ status: response.status, length: response.headers.get('content-length') }).toEqual({
      status: 200,
      length: '100',
    });
  });
});

test('a transcript can be saved, and shown as subtitles', async () => {
  const response = await server.ask('downloadTranscript', { params, query: { format: 'vtt' } });
  expect(response.headers.get('content-type')).toBe('text/vtt; charset=utf-8');
  expect(response.headers.get('content-disposition')).toContain('inline; filename=');
  expect(await response.text()).toBe('WEBVTT vtt');
});

describe('a file that is sent', () => {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  /** More than a JSON body may have. */
  const FILE = Buffer.alloc(2_000_000, 'telltale');

  async function client(): Promise<ApiClient> {
    const listener = await listen(server.app.fetch, '127.0.0.1', 0);
    onTestFinished(() => listener.close(0));
    // The address under which the server knows itself.
    return createApiClient({ url: listener.address.url });
  }

  test('is taken whole, however it comes, and known by what is in it', async () => {
    const api = await client();
    const whole = { upload: sha256(FILE), bytes: FILE.length, contentType: 'audio/mpeg', created: true };
    const stream = new Blob([FILE]).stream() as ReadableStream<Uint8Array<ArrayBuffer>>;
    for (const file of [Uint8Array.from(FILE), new Blob([FILE]), stream]) {
      expect(await api.uploadAudio({ name: 'Épisode 1.mp3', file })).toEqual(whole);
    }
    expect(await api.uploadAudio({ name: 'known.mp3', file: new Blob([FILE]) })).toMatchObject({ created: false });
  });

  test('is read only as fast as it is taken, and no further than it may be long', async () => {
    const api = await client();
    let sent = 0;
    const file = new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        pull(controller) {
          sent += 65_536;
          // It would never end.
          controller.enqueue(new Uint8Array(65_536));
        },
      },
      { highWaterMark: 0 },
    );
    await expect(api.uploadAudio({ name: 'endless.mp3', file })).rejects.toMatchObject({
      code: 'upload_too_large',
    });
    expect(library.uploads).toEqual([{ bytes: expect.any(Number), aborted: expect.any(Boolean) }]);
    expect(library.uploads[0]?.bytes).toBeLessThan(MAX_UPLOAD_BYTES + 200_000);
    // What waits in the sockets between the two, and no more.
    expect(sent).toBeLessThan(MAX_UPLOAD_BYTES + 20_000_000);
  });

  test('that is longer than it may be is refused with a reason', async () => {
    const api = await client();
    const file = new Blob([Buffer.alloc(MAX_UPLOAD_BYTES + 1)]);
    await expect(api.uploadAudio({ name: 'long.mp3', file })).rejects.toMatchObject({
      ...{ status: 413, code: 'upload_too_large' },
      message: 'long.mp3 was not taken: it is too large.',
    });
  });

  test('and breaks off leaves nobody waiting', async () => {
    const api = await client();
    const begun = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<void>();
    Object.assign(library, { uploadBegun: begun.resolve, uploadEnded: ended.resolve });
    const leaving = new AbortController();
    const file = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => controller.enqueue(new Uint8Array(1_000)),
    });
    const sending = api.uploadAudio({ name: 'half.mp3', file }, { signal: leaving.signal });
    await begun.promise;
    leaving.abort(new Error('enough'));
    await expect(sending).rejects.toThrow('enough');
    await ended.promise;
    expect(library.uploads).toMatchObject([{ bytes: 1_000 }]);
  });

  test('has to be there', async () => {
    const error = await server.error('uploadAudio', { query: { name: 'a.mp3' } });
    expect(error).toMatchObject({ status: 400, code: 'upload_missing' });
  });
});
