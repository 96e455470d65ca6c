import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audioFolder, chatter, writeTones } from '../../../test/audio.ts';
import { openWhisper } from './open-whisper.ts';

const { signal } = new AbortController();
const hasWhisper = existsSync(new URL('../../../../../node_modules/@fugood/whisper.node', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await audioFolder();
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  { model: 'base.en', description: 'whisper.cpp (ggml-base.en)', languages: ['en'] },
  { model: 'small', description: 'whisper.cpp (ggml-small)', languages: null },
  { model: '/models/ggml-tiny.en-q5_1.bin', description: 'whisper.cpp (ggml-tiny.en-q5_1)', languages: ['en'] },
  { model: '/models/ggml-german.bin', description: 'whisper.cpp (ggml-german)', languages: null },
])('knows the languages of $model by its name', ({ model, description, languages }) => {
  expect(openWhisper({ model, folder: '/models' })).toMatchObject({ description, languages });
});

test('names the models that there are if one is not', async () => {
  await expect(openWhisper({ model: 'huge', folder }).prepare?.({ signal })).rejects.toMatchObject({
    code: 'speech_model_unavailable',
    message: 'There is no whisper.cpp model at huge.',
    hint: expect.stringContaining('base.en'),
  });
});

test.skipIf(!hasWhisper)('says why a model cannot be used (skipped where whisper.cpp is not installed)', async () => {
  const model = join(folder, 'ggml-noise.bin');
  await writeFile(model, 'This is no model.');
  const path = await writeTones(join(folder, 'talk.wav'), chatter(2));
  const engine = openWhisper({ model, folder });
  await engine.prepare?.({ signal });
  await expect(engine.transcribe({ path, durationS: 3, language: null, signal })).rejects.toMatchObject({
    code: 'speech_failed',
    message: expect.stringContaining('whisper.cpp (ggml-noise) failed: Failed to initialize whisper context; '),
  });
});
