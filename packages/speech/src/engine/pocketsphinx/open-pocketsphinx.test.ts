import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audiobookClip, audioFolder, chatter, has, isAlive, writeTones } from '../../../test/audio.ts';
import { openPocketSphinx, POCKETSPHINX_COMMAND } from './open-pocketsphinx.ts';

const clip = (await has(POCKETSPHINX_COMMAND)) ? audiobookClip() : null;
const signal = new AbortController().signal;
let folder: string;
let wav: string;
beforeAll(async () => {
  folder = await audioFolder();
  wav = await writeTones(join(folder, 'talk.wav'), chatter(8));
});
afterAll(() => rm(folder, { recursive: true }));

async function program(name: string, script: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

test.skipIf(clip === null)(
  'hears words in an audiobook (skipped where PocketSphinx and its test data are missing)',
  async () => {
    const seen: number[] = [];
    const { segments, language } = await openPocketSphinx().transcribe({
      path: clip!,
      durationS: 3,
      language: null,
      signal,
      onProgress: (doneS) => seen.push(doneS),
    });
    expect(language).toBe('en');
    expect(segments.length).toBeGreaterThan(0);
    for (const { start, end, words = [] } of segments) {
      expect(start).toBeLessThan(end);
      expect(end).toBeLessThanOrEqual(3.01);
      expect(words.length).toBeGreaterThan(0);
    }
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
  },
);

test('is given the samples alone, and all of them', async () => {
  const command = await program('echo', `wc -c < /dev/stdin > ${folder}/count`);
  await openPocketSphinx({ command }).transcribe({ path: wav, durationS: 12, language: null, signal });
  expect(Number(await readFile(join(folder, 'count'), 'utf8'))).toBe(12 * 32_000);
});

test('is killed when it is told to stop, and throws the reason', async () => {
  const controller = new AbortController();
  const line = '<s> 0 0.1 1\\nhello 0.1 0.5 1\\n</s> 0.5 0.6 1\\n';
  const command = await program('hang', `echo $$ > ${folder}/pid; printf '${line}'; exec sleep 600`);
  const reason = new Error('cancelled');
  const work = openPocketSphinx({ command }).transcribe({
    path: wav,
    durationS: 12,
    language: null,
    signal: controller.signal,
    onProgress: () => controller.abort(reason),
  });
  await expect(work).rejects.toBe(reason);
  expect(isAlive(Number(await readFile(join(folder, 'pid'), 'utf8')))).toBe(false);
});

test('says why it failed', async () => {
  const command = await program(
    'fail',
    `echo 'INFO: x.c(1): fine' >&2; echo 'ERROR: "acmod.c", line 79: Folder of the model is missing' >&2; exit 1`,
  );
  await expect(
    openPocketSphinx({ command }).transcribe({ path: wav, durationS: 12, language: null, signal }),
  ).rejects.toMatchObject({ code: 'speech_failed', message: 'PocketSphinx failed: Folder of the model is missing.' });
});

test('says how to install it', async () => {
  await expect(
    openPocketSphinx({ command: 'no-such-sphinx' }).transcribe({ path: wav, durationS: 12, language: null, signal }),
  ).rejects.toMatchObject({ code: 'speech_missing', hint: expect.stringContaining('apt install pocketsphinx') });
});
