import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  answers,
  cutsConnection,
  fails,
  hangs,
  heard,
  heardPlainly,
  rateLimited,
  startSpeechServer,
} from '@telltale/testing/speech';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audioFolder } from '../../../test/audio.ts';
import type { SpeechInput } from '../speech-engine.ts';
import { openSpeechApi } from './open-speech-api.ts';

let folder: string;
let input: SpeechInput;
beforeAll(async () => {
  folder = await audioFolder();
  const path = join(folder, 'piece.mp3');
  await writeFile(path, 'the sound of a lamp');
  input = { path, durationS: 10, language: null, signal: new AbortController().signal };
});
afterAll(() => rm(folder, { recursive: true }));

test('sends the file with what it asks for, and reads segments and words', async () => {
  await using server = await startSpeechServer({ apiKey: 'key' });
  const words = [
    { word: ' Hello', start: 0, end: 0.5 },
    { word: 'there.', start: 0.5, end: 1 },
    { word: 'Yes.', start: 4, end: 4.5 },
  ];
  const segments = [
    { start: 0, end: 4, text: ' Hello there. ' },
    { start: 4, end: 10.4, text: 'Yes.' },
  ];
  server.script([heard(segments, { words, language: 'german' })]);
  const engine = openSpeechApi({ baseUrl: `${server.url}/`, apiKey: 'key', model: 'whisper-1' });
  expect(await engine.transcribe({ ...input, language: 'en' })).toEqual({
    language: 'de',
    segments: [
      {
        start: 0,
        end: 4,
        text: 'Hello there.',
        words: [
          { word: 'Hello', start: 0, end: 0.5 },
          { word: 'there.', start: 0.5, end: 1 },
        ],
      },
      { start: 4, end: 10, text: 'Yes.', words: [{ word: 'Yes.', start: 4, end: 4.5 }] },
    ],
  });
  const [request] = server.requests;
  expect(request?.fields).toEqual({
    model: ['whisper-1'],
    response_format: ['verbose_json'],
    'timestamp_granularities[]': ['segment', 'word'],
    language: ['en'],
  });
  expect(request?.file).toMatchObject({ name: 'audio.mp3', type: 'audio/mpeg' });
  expect(request?.file.bytes.toString()).toBe('the sound of a lamp');
  expect(server.problems).toEqual([]);
});

test('leaves out a language that is not known, and takes text without times as one segment', async () => {
  await using server = await startSpeechServer();
  server.script([heardPlainly('Hello there.')]);
  const engine = openSpeechApi({ baseUrl: server.url, model: 'whisper-1' });
  expect(await engine.transcribe(input)).toEqual({
    language: null,
    segments: [{ start: 0, end: 10, text: 'Hello there.' }],
  });
  expect(server.requests[0]?.fields).not.toHaveProperty('language');
  expect(server.requests[0]?.headers.authorization).toBeUndefined();
});

describe('a failure', () => {
  test.each([
    { what: 'a wrong key', reply: fails(401), code: 'speech_unauthorized', retryable: false },
    { what: 'a file that is too large', reply: fails(413), code: 'speech_too_large', retryable: false },
    {
      what: 'too many requests',
      reply: rateLimited({ retryAfterSeconds: 7 }),
      code: 'speech_busy',
      retryable: true,
      waitMs: 7_000,
    },
    {
      what: 'an empty account',
      reply: fails(429, { code: 'insufficient_quota' }),
      code: 'speech_refused',
      retryable: false,
    },
    { what: 'a server in trouble', reply: fails(500), code: 'speech_down', retryable: true },
    { what: 'a gateway in trouble', reply: answers(502, '<html>'), code: 'speech_down', retryable: true },
    { what: 'a request that is not accepted', reply: fails(400), code: 'speech_refused', retryable: false },
    { what: 'an answer that is no JSON', reply: answers(200, '<html>'), code: 'speech_down', retryable: true },
    { what: 'a connection that is cut', reply: cutsConnection(), code: 'speech_unreachable', retryable: true },
  ])('by $what is told as such', async ({ reply, code, retryable, waitMs = null }) => {
    await using server = await startSpeechServer();
    server.script([reply]);
    const engine = openSpeechApi({ baseUrl: server.url, model: 'whisper-1' });
    const error = await engine.transcribe(input).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'SpeechEngineError', code, retryable, waitMs });
    expect(server.problems).toEqual([]);
  });

  test('to answer in time is told as one', async () => {
    await using server = await startSpeechServer();
    server.script([hangs()]);
    const engine = openSpeechApi({ baseUrl: server.url, model: 'whisper-1', timeoutMs: 50 });
    await expect(engine.transcribe(input)).rejects.toMatchObject({ code: 'speech_unreachable', retryable: true });
  });
});

test('hangs up when it is told to stop, and throws the reason', async () => {
  await using server = await startSpeechServer();
  server.script([hangs()]);
  const controller = new AbortController();
  const reason = new Error('cancelled');
  const engine = openSpeechApi({ baseUrl: server.url, model: 'whisper-1' });
  const work = engine.transcribe({ ...input, signal: controller.signal }).catch((thrown: unknown) => thrown);
  const request = await server.request(1);
  controller.abort(reason);
  expect(await work).toBe(reason);
  await request.abandoned;
});
