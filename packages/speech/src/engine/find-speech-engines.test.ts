import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { audioFolder } from '../../test/audio.ts';
import { describeMissing, findSpeechEngines } from './find-speech-engines.ts';

const api = { baseUrl: 'https://speech.test/v1', apiKey: 'secret', model: 'whisper-1' };
const whisper = { model: 'base.en', folder: '/models' };
let bin: string;
beforeEach(async () => {
  bin = await audioFolder();
  vi.stubEnv('PATH', bin);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(bin, { recursive: true });
});

async function install(...commands: readonly string[]): Promise<void> {
  for (const command of commands) {
    await writeFile(join(bin, command), '');
    await chmod(join(bin, command), 0o755);
  }
}

test('finds engines in the order of their quality, and tells no key', async () => {
  await install('pocketsphinx_continuous');
  const engines = await findSpeechEngines({ api, whisper });
  expect(engines.map(({ description }) => description)).toEqual([
    'whisper-1 at speech.test',
    'whisper.cpp (ggml-base.en)',
    'PocketSphinx (en-us)',
  ]);
});

test('finds nothing where nothing is, and says what could be there', async () => {
  expect(await findSpeechEngines({})).toEqual([]);
  expect(await describeMissing({})).toEqual([
    expect.stringContaining('apt install ffmpeg'),
    expect.stringContaining('base.en'),
    expect.stringContaining('apt install pocketsphinx'),
  ]);
});

test('misses nothing where a good engine and ffmpeg are', async () => {
  await install('ffmpeg', 'ffprobe');
  expect(await describeMissing({ whisper })).toEqual([]);
});
