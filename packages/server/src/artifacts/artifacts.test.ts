import { createHash } from 'node:crypto';
import { get, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { ArtifactStore } from '@telltale/engine';
import { testDatabase } from '@telltale/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { errorOf, testServer } from '../../test/server.ts';
import { listen } from '../http/listener.ts';

const CONTENT = '0123456789'.repeat(100);
const server = testServer(testDatabase());
/** Of each file, by its name. */
const ids = new Map<string, string>();
let runId: string;

beforeAll(async () => {
  const files = [
    { name: 'notes.txt', contentType: 'text/plain', source: CONTENT },
    { name: 'page.html', contentType: 'text/html', source: '<script>alert(1)</script>' },
    { name: 'empty.bin', source: '' },
  ];
  runId = await server.run(({ step }) =>
    step('fetch', async (s) => {
      for (const file of files) await s.artifact({ kind: 'file', ...file });
    }),
  );
  const { artifacts } = await server.ok('listArtifacts', { params: { runId } });
  for (const { name, artifactId } of artifacts) ids.set(name, artifactId);
});

function file(name: string, headers: Readonly<Record<string, string>> = {}, query = {}): Promise<Response> {
  return server.ask('getArtifact', { params: { runId, artifactId: ids.get(name) ?? '' }, headers, query });
}

function headersOf(response: Response, ...names: readonly string[]): Record<string, string | null> {
  return Object.fromEntries(names.map((name) => [name, response.headers.get(name)]));
}

describe('a file', () => {
  test('is sent whole, with all that a browser and a cache want to know', async () => {
    const response = await file('notes.txt');
    expect(response.status).toBe(200);
    const names = ['content-type', 'content-length', 'content-disposition', 'etag', 'accept-ranges', 'cache-control'];
    expect(headersOf(response, ...names, 'x-content-type-options')).toEqual({
      'content-type': 'text/plain; charset=utf-8',
      'content-length': '1000',
      'content-disposition': 'inline; filename="notes.txt"',
      etag: `"${createHash('sha256').update(CONTENT).digest('hex')}"`,
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
    });
    expect(await response.text()).toBe(CONTENT);
  });

  test('that a browser would run is saved, and could run nothing', async () => {
    const response = await file('page.html');
    expect(headersOf(response, 'content-disposition', 'content-security-policy')).toEqual({
      'content-disposition': 'attachment; filename="page.html"',
      'content-security-policy': "sandbox; default-src 'none'",
    });
    await response.body?.cancel();
  });

  test('is saved if that is asked for', async () => {
    const response = await file('notes.txt', {}, { download: true });
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="notes.txt"');
    await response.body?.cancel();
  });

  test('may be empty', async () => {
    const response = await file('empty.bin');
    expect(response.headers.get('content-length')).toBe('0');
    expect(await response.text()).toBe('');
  });

  test('that the caller has is not sent again', async () => {
    const etag = String((await file('notes.txt', { range: 'bytes=0-0' })).headers.get('etag'));
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const response = await file('notes.txt', { 'If-None-Match': known });
      expect({ status: response.status, body: await response.text() }).toEqual({ status: 304, body: '' });
    }
    expect((await file('notes.txt', { 'If-None-Match': '"other"' })).status).toBe(200);
  });
});

test('a picture can be seen as soon as the stream has told of it, while the run goes on', async () => {
  const seen = Promise.withResolvers<void>();
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10]);
  const watched = await server.start(({ step }) =>
    step('fetch', async (s) => {
      await s.artifact({ kind: 'screenshot', name: '0001-click.jpg', contentType: 'image/jpeg', source: jpeg });
      await seen.promise;
    }),
  );
  const stored = await storedOf(watched);
  expect(stored).toMatchObject({ kind: 'screenshot', contentType: 'image/jpeg', bytes: jpeg.length });
  const picture = await server.ask('getArtifact', { params: { runId: watched, artifactId: stored.artifactId } });
  expect(headersOf(picture, 'content-type', 'content-disposition', 'x-content-type-options')).toEqual({
    'content-type': 'image/jpeg',
    'content-disposition': 'inline; filename="0001-click.jpg"',
    'x-content-type-options': 'nosniff',
  });
  // A page of the dashboard shows it: from this server alone.
  expect(picture.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(picture.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  expect(Buffer.from(await picture.arrayBuffer())).toEqual(jpeg);
  seen.resolve();
  await server.client.wait(watched);
});

/** The first file that the stream of a run tells of. */
async function storedOf(run: string): Promise<{ readonly artifactId: string }> {
  const { body } = await server.ask('streamRun', { params: { runId: run } });
  if (body === null) throw new Error('the stream is empty');
  let text = '';
  for await (const part of body.pipeThrough(new TextDecoderStream())) {
    text += part;
    const told = /^data: (\{.*"type":"artifact\.stored".*\})$/m.exec(text)?.[1];
    if (told !== undefined) return JSON.parse(told).data;
  }
  throw new Error(`the stream ended without a file:\n${text}`);
}

describe('a part of a file', () => {
  test.for([
    ['bytes=10-19', '0123456789', 'bytes 10-19/1000'],
    ['bytes=995-', '56789', 'bytes 995-999/1000'],
    ['bytes=-3', '789', 'bytes 997-999/1000'],
    ['bytes=998-5000', '89', 'bytes 998-999/1000'],
  ] as const)('%s', async ([range, text, place]) => {
    const response = await file('notes.txt', { Range: range });
    expect(response.status).toBe(206);
    expect(headersOf(response, 'content-range', 'content-length')).toEqual({
      'content-range': place,
      'content-length': String(text.length),
    });
    expect(await response.text()).toBe(text);
  });

  test('that is not there is refused, and the size told', async () => {
    const response = await file('notes.txt', { Range: 'bytes=1000-' });
    expect(response.headers.get('content-range')).toBe('bytes */1000');
    expect(await errorOf(response)).toEqual({
      status: 416,
      code: 'artifact_range_invalid',
      message: 'The file has no such bytes.',
      hint: expect.stringContaining('Content-Range'),
    });
  });

  test('of another version of the file is the whole of this one', async () => {
    const response = await file('notes.txt', { Range: 'bytes=0-4', 'If-Range': '"other"' });
    expect({ status: response.status, bytes: (await response.text()).length }).toEqual({ status: 200, bytes: 1000 });
  });

  test('is for GET alone: HEAD tells of the whole', async () => {
    const path = `/api/v1/runs/${runId}/artifacts/${ids.get('notes.txt')}`;
    const response = await server.request(path, { method: 'HEAD', headers: { Range: 'bytes=0-4' } });
    expect(response.status).toBe(200);
    expect(headersOf(response, 'content-length', 'content-range')).toEqual({
      'content-length': '1000',
      'content-range': null,
    });
  });

  test('of several parts is the whole', async () => {
    const response = await file('notes.txt', { Range: 'bytes=0-1,5-6' });
    expect({ status: response.status, bytes: (await response.text()).length }).toEqual({ status: 200, bytes: 1000 });
  });
});

describe('what is not there', () => {
  test('a file, whatever its id looks like', async () => {
    for (const artifactId of ['nothing', '..', '../../../etc/passwd', '%2e%2e', 'a\0b', '/etc/passwd']) {
      const response = await server.request(`/api/v1/runs/${runId}/artifacts/${encodeURIComponent(artifactId)}`);
      expect(await errorOf(response)).toMatchObject({ status: 404 });
    }
    const { message, hint, details } = await server.error('getArtifact', { params: { runId, artifactId: 'nothing' } });
    expect({ message, details }).toEqual({ message: 'There is no such file.', details: undefined });
    expect(hint).toContain('retention');
  });

  test('the run', async () => {
    const params = { runId: 'scripted-nobody-run-1', artifactId: 'x' };
    expect(await server.error('getArtifact', { params })).toMatchObject({ status: 404, code: 'run_not_found' });
  });
});

/** A store whose file comes in two parts, with something in between. */
function storeThat(between: () => Promise<void>): { readonly store: ArtifactStore; readonly streams: Readable[] } {
  const streams: Readable[] = [];
  const open = async () => {
    const stream = Readable.from(
      (async function* parts() {
        yield Buffer.from(CONTENT);
        await between();
        yield Buffer.from(CONTENT);
      })(),
    );
    streams.push(stream);
    return { stream, bytes: 2_000, range: null };
  };
  return { store: { ...server.artifacts, open }, streams };
}

/** Serves the application with another store on a socket, and asks it for a file. */
async function askOverSocket(store: ArtifactStore): Promise<{ readonly response: IncomingMessage } & AsyncDisposable> {
  const openArtifact = async () => ({ ...(await store.open('')), artifact: {} as never });
  Object.assign(server.client, { openArtifact });
  const listener = await listen(server.app.fetch, '127.0.0.1', 0);
  const path = `/api/v1/runs/${runId}/artifacts/${ids.get('notes.txt')}`;
  const answered = Promise.withResolvers<IncomingMessage>();
  get(listener.address.url + path, answered.resolve).on('error', answered.reject);
  const response = await answered.promise;
  return { response, [Symbol.asyncDispose]: () => listener.close(0) };
}

describe('over a socket', () => {
  test('a caller that goes away closes the file', async () => {
    const gate = Promise.withResolvers<void>();
    const { store, streams } = storeThat(() => gate.promise);
    await using asked = await askOverSocket(store);
    const [stream] = streams as [Readable];
    const closed = new Promise((resolve) => stream.once('close', resolve));
    asked.response.destroy();
    gate.resolve();
    await closed;
    expect(stream.destroyed).toBe(true);
  });

  test('a file that breaks off breaks the connection: half of it never looks whole', async () => {
    const { store } = storeThat(() => Promise.reject(new Error('the disk at /secret is gone')));
    const gone = Promise.withResolvers<Error>();
    let text = '';
    try {
      await using asked = await askOverSocket(store);
      asked.response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      asked.response.on('error', gone.resolve);
      asked.response.on('end', () => gone.reject(new Error('it ended in good order')));
      expect(await gone.promise).toMatchObject({ code: 'ECONNRESET' });
    } catch (error) {
      // The connection may be cut before the headers arrive.
      expect(error).toMatchObject({ code: 'ECONNRESET' });
    }
    expect(text).not.toContain('secret');
    expect(server.lines.at(-1)).toMatchObject({ level: 'error', message: expect.stringContaining('broke off') });
  });

  test('HEAD opens nothing that stays open', async () => {
    const { store, streams } = storeThat(() => Promise.resolve());
    Object.assign(server.client, { openArtifact: async () => ({ ...(await store.open('')), artifact: {} as never }) });
    const path = `/api/v1/runs/${runId}/artifacts/${ids.get('notes.txt')}`;
    const response = await server.request(path, { method: 'HEAD' });
    expect(response.headers.get('content-length')).toBe('2000');
    expect(streams.map(({ destroyed }) => destroyed)).toEqual([true]);
  });
});
