import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { testDatabase } from '@telltale/testing';
import { fails, hangs, heard, rateLimited, startSpeechServer } from '@telltale/testing/speech';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audioFolder, chatter, has, writeTones } from '../../test/audio.ts';
import { testRig } from '../../test/rig.ts';
import { readWavFormat } from '../audio/wav-file.ts';
import { openSpeechApi } from '../engine/api/open-speech-api.ts';
import type { SpeechEngine, SpeechInput } from '../engine/speech-engine.ts';
import { SpeechEngineError } from '../errors.ts';
import type { Transcript } from '../transcript/transcript.ts';
import { transcribeInPieces } from './transcribe-in-pieces.ts';

const rig = testRig(testDatabase());
const hasFfmpeg = await has('ffmpeg');
let folder: string;
let workFolder: string;
let path: string;
beforeAll(async () => {
  folder = await audioFolder();
  workFolder = join(folder, 'work');
  path = await writeTones(join(folder, 'talk.wav'), chatter(10));
});
afterAll(() => rm(folder, { recursive: true }));

const DURATION_S = 15;
/** Of 15 s with a pause each 1.5 s, at most 4 s each. */
const CUTS = [0, 2.84, 5.84, 8.84, 11.84, 15];
const LABELS = ['0:00–0:02', '0:02–0:05', '0:05–0:08', '0:08–0:11', '0:11–0:15'];

/** An engine that hears each piece as how long it is, unless the test does something else with it. */
class StubEngine implements SpeechEngine {
  readonly kind = 'whisper';
  readonly description = 'stub';
  readonly takes = { format: 'wav' } as const;
  readonly languages = null;
  readonly maxPieceS = 4;
  /** How long the pieces were, as the files themselves say. */
  readonly given: number[] = [];
  onPiece: (number: number, input: SpeechInput) => Promise<void> = async () => undefined;

  async transcribe(input: SpeechInput): Promise<Transcript> {
    const { dataBytes = 0 } = (await readWavFormat(input.path)) ?? {};
    this.given.push(dataBytes / 32_000);
    await this.onPiece(this.given.length, input);
    const word = { word: 'said', start: 0.5, end: 1, confidence: 0.5 };
    return {
      language: null,
      segments: [{ start: 0, end: input.durationS + 1, text: 'They said this', words: [word] }],
    };
  }
}

const work = (engine: SpeechEngine, language: string | null = 'en') => ({
  path,
  durationS: DURATION_S,
  engine,
  language,
  workFolder,
});

/** What the stub hears: a segment for each piece, with times of the whole. */
const heardInAll = {
  language: 'en',
  segments: CUTS.slice(1).map((end, index) => {
    const start = CUTS[index]!;
    const word = { word: 'said', start: start + 0.5, end: start + 1, confidence: 0.5 };
    return { start, end, text: 'They said this', words: [word] };
  }),
};

test('transcribes piece by piece, and gives the times of the whole', async () => {
  const engine = new StubEngine();
  const { runId, end } = await rig.run((step) => transcribeInPieces(step, work(engine)));
  expect(end).toEqual({ state: 'succeeded', result: heardInAll });
  expect(engine.given).toEqual(CUTS.slice(1).map((cut, index) => expect.closeTo(cut - CUTS[index]!, 2)));
  expect(await rig.told(runId, 'step.sized')).toEqual([{ size: DURATION_S, unit: 'audio seconds' }]);
  expect(await rig.told(runId, 'step.planned')).toMatchObject([{ total: 5, unit: 'segments' }]);
  expect((await rig.told(runId, 'item.succeeded')).map(({ label }) => label)).toEqual(LABELS);
  expect((await rig.told(runId, 'action.started')).map(({ tool }) => tool)).toEqual([
    'decode_audio',
    ...LABELS.map(() => 'transcribe'),
  ]);
  expect(await readdir(workFolder)).toEqual([]);
});

test('goes on after a pause with what is missing', async () => {
  const engine = new StubEngine();
  const reached = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  engine.onPiece = async (number) => {
    if (number !== 2) return;
    reached.resolve();
    await go.promise;
  };
  const runId = await rig.start((step) => transcribeInPieces(step, work(engine)));
  await reached.promise;
  await rig.client.pause(runId);
  go.resolve();
  await rig.reaches(runId, 'paused');
  const before = engine.given.length;
  expect(before).toBeLessThan(5);
  await rig.client.resume(runId);
  expect(await rig.client.wait(runId)).toEqual({ state: 'succeeded', result: heardInAll });
  expect(engine.given).toHaveLength(5);
});

test('keeps what is done when a piece fails, for a retry', async () => {
  const engine = new StubEngine();
  engine.onPiece = async (number) => {
    if (number !== 3) return;
    throw new SpeechEngineError('The engine broke.', { engine: 'stub', code: 'speech_failed', hint: 'Mend it.' });
  };
  const { runId, end } = await rig.run((step) => transcribeInPieces(step, work(engine)));
  expect(end).toMatchObject({ state: 'failed', error: { message: expect.stringContaining('The engine broke') } });
  expect(await readdir(workFolder)).toEqual([]);
  const { runId: next } = await rig.client.retry(runId);
  expect(await rig.client.wait(next)).toEqual({ state: 'succeeded', result: heardInAll });
  expect(engine.given).toHaveLength(6);
});

test('stops the engine at once when the run is cancelled', async () => {
  const engine = new StubEngine();
  const reached = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  engine.onPiece = async (_number, { signal }) => {
    signal.addEventListener('abort', () => stopped.resolve(), { once: true });
    reached.resolve();
    await stopped.promise;
    signal.throwIfAborted();
  };
  const runId = await rig.start((step) => transcribeInPieces(step, work(engine)));
  await reached.promise;
  await rig.client.cancel(runId);
  await stopped.promise;
  expect(await rig.client.wait(runId)).toEqual({ state: 'cancelled' });
  expect(engine.given).toHaveLength(1);
});

test('does not ask an engine what it hears in silence', async () => {
  const engine = new StubEngine();
  const silence = await writeTones(join(folder, 'silence.wav'), [{ seconds: 10, level: 0 }]);
  const { runId, end } = await rig.run((step) =>
    transcribeInPieces(step, { ...work(engine, null), path: silence, durationS: 10 }),
  );
  expect(end).toEqual({ state: 'succeeded', result: { language: null, segments: [] } });
  expect(engine.given).toEqual([]);
  expect(await rig.told(runId, 'item.skipped')).toMatchObject(Array(4).fill({ reason: 'nothing but silence' }));
});

test('lets an engine fetch what it needs first, and tells the language by the words', async () => {
  const engine: SpeechEngine = Object.assign(new StubEngine(), {
    prepare: async ({ onProgress }: Parameters<NonNullable<SpeechEngine['prepare']>>[0]) => onProgress?.(1, 2),
  });
  const { runId, end } = await rig.run((step) => transcribeInPieces(step, work(engine, null)));
  expect(end).toEqual({ state: 'succeeded', result: heardInAll });
  expect((await rig.told(runId, 'action.started'))[0]).toMatchObject({
    tool: 'prepare_engine',
    input: { engine: 'stub' },
  });
});

test.skipIf(!hasFfmpeg)(
  'sends MP3 to a service, waits as it asks, and tries again (skipped where ffmpeg is not installed)',
  async () => {
    await using server = await startSpeechServer();
    server.script([rateLimited({ retryAfterMs: 0 }), fails(500)]);
    server.answerWith(heard([{ start: 0, end: 2, text: 'They said this.' }]));
    const engine = { ...openSpeechApi({ baseUrl: server.url, model: 'whisper-1' }), maxPieceS: 4 };
    const { end } = await rig.run((step) => transcribeInPieces(step, work(engine)));
    expect(end).toMatchObject({
      state: 'succeeded',
      result: { segments: CUTS.slice(0, -1).map((start) => ({ start, end: start + 2, text: 'They said this.' })) },
    });
    expect(server.requests).toHaveLength(7);
    expect(server.requests.every(({ file }) => file.bytes.subarray(0, 3).toString() === 'ID3')).toBe(true);
    expect(server.problems).toEqual([]);
  },
);

test.skipIf(!hasFfmpeg)(
  'hangs up on a service when the run is cancelled (skipped where ffmpeg is not installed)',
  async () => {
    await using server = await startSpeechServer();
    server.answerWith(hangs());
    const engine = openSpeechApi({ baseUrl: server.url, model: 'whisper-1' });
    const runId = await rig.start((step) => transcribeInPieces(step, work(engine)));
    const request = await server.request(1);
    await rig.client.cancel(runId);
    await request.abandoned;
    expect(await rig.client.wait(runId)).toEqual({ state: 'cancelled' });
  },
);
