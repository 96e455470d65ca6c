import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { audioFolder } from '../../../test/audio.ts';
import { fetchWhisperModel } from './fetch-whisper-model.ts';

const MODEL = Buffer.from('weights '.repeat(20_000));
const known = { name: 'tiny', bytes: MODEL.length, sha256: createHash('sha256').update(MODEL).digest('hex') };
const { signal } = new AbortController();

let folder: string;
let serve: (request: IncomingMessage, response: ServerResponse) => void;
const ranges: (string | undefined)[] = [];
const server = createServer((request, response) => {
  ranges.push(request.headers.range);
  serve(request, response);
});
beforeAll(async () => {
  folder = await audioFolder();
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

let path = '';
beforeEach(async () => {
  ranges.length = 0;
  serve = (_request, response) => void response.end(MODEL);
  path = join(folder, String(Math.random()), 'ggml-tiny.bin');
  await mkdir(dirname(path));
});

function fetchIt(options: Partial<Parameters<typeof fetchWhisperModel>[0]> = {}): Promise<void> {
  const modelsUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/models/`;
  return fetchWhisperModel({ ...known, path, modelsUrl, signal, ...options });
}

test('fetches a model, says how far it is, and leaves nothing else behind', async () => {
  const seen: number[] = [];
  await fetchIt({ onProgress: (done, total) => seen.push(done, total) });
  expect(await readFile(path)).toEqual(MODEL);
  expect(await readdir(dirname(path))).toEqual(['ggml-tiny.bin']);
  expect(seen.slice(-2)).toEqual([MODEL.length, MODEL.length]);
});

test('fetches a model once, however many ask and however often', async () => {
  await Promise.all(Array.from({ length: 5 }, () => fetchIt()));
  await fetchIt();
  expect(ranges).toHaveLength(1);
});

test('continues what was interrupted', async () => {
  let cut = () => undefined as unknown;
  serve = (_request, response) => {
    cut = () => response.destroy();
    response.writeHead(200, { 'content-length': MODEL.length }).write(MODEL.subarray(0, 50_000));
  };
  await expect(fetchIt({ onProgress: () => cut() })).rejects.toMatchObject({
    code: 'speech_model_unavailable',
    retryable: true,
  });
  const { length } = await readFile(`${path}.part`);
  expect(length).toBeGreaterThan(0);
  serve = ({ headers }, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1]);
    response.writeHead(206, { 'content-range': `bytes ${from}-${MODEL.length - 1}/${MODEL.length}` });
    response.end(MODEL.subarray(from));
  };
  await fetchIt();
  expect(ranges).toEqual([undefined, `bytes=${length}-`]);
  expect(await readFile(path)).toEqual(MODEL);
});

test('begins again where a server cannot continue', async () => {
  await writeFile(`${path}.part`, 'weights');
  await fetchIt();
  expect(ranges).toEqual(['bytes=7-']);
  expect(await readFile(path)).toEqual(MODEL);
});

test.each([
  { what: 'another file of the same size', body: Buffer.alloc(MODEL.length, 1) },
  { what: 'a larger file', body: Buffer.concat([MODEL, MODEL]) },
])('keeps nothing of $what', async ({ body }) => {
  serve = (_request, response) => void response.end(body);
  await expect(fetchIt()).rejects.toMatchObject({ retryable: false, message: expect.stringContaining('checksum') });
  expect(await readdir(dirname(path))).toEqual([]);
});

test('keeps what came if it is too short', async () => {
  serve = (_request, response) => void response.end(MODEL.subarray(0, 100));
  await expect(fetchIt()).rejects.toMatchObject({ retryable: true, message: expect.stringContaining('100 of 160000') });
  expect(await readdir(dirname(path))).toEqual(['ggml-tiny.bin.part']);
});

test('says what a server answered', async () => {
  serve = (_request, response) => void response.writeHead(404).end();
  await expect(fetchIt()).rejects.toMatchObject({ retryable: false, message: expect.stringContaining('status 404') });
});

test('takes over from a process that died while it fetched', async () => {
  await writeFile(`${path}.lock`, '1');
  const longAgo = new Date(Date.now() - 3_600_000);
  await utimes(`${path}.lock`, longAgo, longAgo);
  await fetchIt();
  expect(await readdir(dirname(path))).toEqual(['ggml-tiny.bin']);
});

test('stops when it is told to, also while it waits for another process', async () => {
  await writeFile(`${path}.lock`, '1');
  const controller = new AbortController();
  const reason = new Error('cancelled');
  const waiting = fetchIt({ signal: controller.signal, onProgress: () => controller.abort(reason) });
  await expect(waiting).rejects.toBe(reason);
  expect(ranges).toEqual([]);
});
