import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testDatabase } from '@telltale/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audiobookClip, audioFolder, ffmpeg, has, isAlive } from '../../test/audio.ts';
import { testRig } from '../../test/rig.ts';
import { openPocketSphinx, POCKETSPHINX_COMMAND } from '../engine/pocketsphinx/open-pocketsphinx.ts';
import type { SpeechEngine } from '../engine/speech-engine.ts';
import { transcribeInPieces } from './transcribe-in-pieces.ts';

const rig = testRig(testDatabase());
const clip = (await has(POCKETSPHINX_COMMAND)) && (await has('ffmpeg')) ? audiobookClip() : null;
let folder: string;
beforeAll(async () => {
  folder = await audioFolder();
});
afterAll(() => rm(folder, { recursive: true }));

test.skipIf(clip === null)(
  'a PocketSphinx that is in the middle of a piece is gone once its run is cancelled (skipped where it, its test data or ffmpeg is missing)',
  async () => {
    const path = join(folder, 'talk.wav');
    await ffmpeg('-stream_loop', '-1', '-i', clip!, '-t', '600', path);
    const pidFile = join(folder, 'pid');
    const command = join(folder, 'sphinx');
    await writeFile(command, `#!/bin/sh\necho $$ > ${pidFile}\nexec ${POCKETSPHINX_COMMAND} "$@"\n`);
    await chmod(command, 0o755);
    const hears = Promise.withResolvers<void>();
    const stopped = Promise.withResolvers<void>();
    const sphinx = openPocketSphinx({ command });
    const engine: SpeechEngine = {
      ...sphinx,
      transcribe: (input) => {
        const heard = sphinx.transcribe({ ...input, onProgress: () => hears.resolve() });
        heard.catch(() => stopped.resolve());
        return heard;
      },
    };
    const runId = await rig.start((step) =>
      transcribeInPieces(step, { path, durationS: 600, engine, language: 'en', workFolder: folder }),
    );
    await hears.promise;
    const pid = Number(await readFile(pidFile, 'utf8'));
    expect(isAlive(pid)).toBe(true);
    await rig.client.cancel(runId);
    await stopped.promise;
    expect(await rig.client.wait(runId)).toEqual({ state: 'cancelled' });
    expect(isAlive(pid)).toBe(false);
  },
);
