import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { isAlive } from '../../../test/audio.ts';
import { runWhisper } from './run-whisper.ts';

const child = fileURLToPath(new URL('../../../test/fixtures/whisper-stub.ts', import.meta.url));
const { signal } = new AbortController();
const order = (model: string) => ({ model, audio: 'piece.wav', language: 'auto' });

test('gives what the process hears, and its progress as it comes', async () => {
  const seen: number[] = [];
  const end = await runWhisper(order('speaks'), { signal, child, onProgress: (percent) => seen.push(percent) });
  expect(end).toEqual({ type: 'done', language: 'de', segments: [{ text: ' auto ', t0: 0, t1: 150 }] });
  expect(seen).toEqual([10, 60, 40, 272]);
});

test('kills the process when it is told to stop, and throws the reason', async () => {
  const controller = new AbortController();
  const reason = new Error('cancelled');
  let pid = 0;
  const work = runWhisper(order('hangs'), {
    signal: controller.signal,
    child,
    onProgress: (told) => {
      pid = told;
      controller.abort(reason);
    },
  });
  await expect(work).rejects.toBe(reason);
  expect(pid).toBeGreaterThan(0);
  expect(isAlive(pid)).toBe(false);
});

test('tells of a process that died, with its last words', async () => {
  expect(await runWhisper(order('dies'), { signal, child, onProgress: () => undefined })).toEqual({
    type: 'failed',
    problem: 'failed',
    message: 'its process ended with signal SIGKILL',
    stderr: 'GGML_ASSERT failed: out of memory\n',
  });
});

test('the process ends when the one that started it is gone', async () => {
  const real = fork(fileURLToPath(new URL('whisper-child.ts', import.meta.url)), { execArgv: [] });
  const exited = once(real, 'exit');
  await once(real, 'spawn');
  real.disconnect();
  expect(await exited).toEqual([null, 'SIGKILL']);
});
