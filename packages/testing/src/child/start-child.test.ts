import { isRunning } from '@telltale/embedded-postgres';
import { expect, test } from 'vitest';
import type { Owning } from '../../test/fixtures/child-owner.ts';
import type { Started } from '../../test/fixtures/child-with-child.ts';
import type { FromTalkingChild, ToTalkingChild } from '../../test/fixtures/talking-child.ts';
import { runChild } from '../vitest/run-child.ts';
import { startChild } from './start-child.ts';

const TALKING = new URL('../../test/fixtures/talking-child.ts', import.meta.url);

function talkingChild(options: { args?: string[]; env?: Record<string, string> } = {}) {
  return runChild<FromTalkingChild, ToTalkingChild>(TALKING, options);
}

test('a child gets arguments and environment, and talks in typed messages', async () => {
  const child = talkingChild({ args: ['one', 'two'], env: { COLOR: 'green' } });
  expect(await child.message('ready')).toEqual({ type: 'ready', args: ['one', 'two'], color: 'green' });
  const at = new Date();
  await child.send({ type: 'echo', at });
  expect(await child.message('echoed')).toEqual({ type: 'echoed', at });
});

test('messages wait for whoever asks, and are given out once, in order', async () => {
  const child = talkingChild();
  const echo = (ms: number) => child.send({ type: 'echo', at: new Date(ms) });
  await Promise.all([echo(1), echo(2), echo(3)]);
  const third = await Promise.all([child.message('echoed'), child.message('echoed'), child.message('echoed')]);
  expect(third.map(({ at }) => at.getTime())).toEqual([1, 2, 3]);
  await child.message('ready');
});

test('its output is kept, and its exit code told', async () => {
  const child = talkingChild();
  await child.message('ready');
  await child.send({ type: 'exit', code: 7 });
  expect(await child.exited()).toEqual({ code: 7, signal: null });
  expect(child.stdout).toBe('to stdout\n');
  expect(child.stderr).toBe('to stderr\n');
});

test('a wait for a message ends with the output of a child that died', async () => {
  const child = talkingChild();
  await child.send({ type: 'throw' });
  const failure = await child.message('echoed').catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'child_failed', message: expect.stringContaining('exit code 1') });
  expect(failure).toMatchObject({ message: expect.stringContaining('The child was told to throw.') });
  await expect(child.send({ type: 'throw' })).rejects.toMatchObject({ code: 'child_failed' });
});

test('a wait that takes too long says what came instead', async () => {
  const child = talkingChild();
  await child.message('ready');
  const nothing = child.message('echoed', { timeoutMs: 20 });
  await expect(nothing).rejects.toThrow('sent no message "echoed" within 20 ms (no other message waits)');
  await expect(child.exited({ timeoutMs: 20 })).rejects.toThrow('did not end within 20 ms. Its output:\nto stdout');
});

test('a stopped child is silent until it continues', async () => {
  const child = talkingChild();
  await child.message('ready');
  child.stop();
  await child.send({ type: 'echo', at: new Date() });
  await expect(child.message('echoed', { timeoutMs: 100 })).rejects.toMatchObject({ code: 'timeout' });
  child.continue();
  await child.message('echoed');
});

test('kill ends a stopped child', async () => {
  const child = talkingChild();
  await child.message('ready');
  child.stop();
  expect(await child.kill()).toEqual({ code: null, signal: 'SIGKILL' });
  expect(await child.kill()).toEqual({ code: null, signal: 'SIGKILL' });
});

test('kill takes what the child has started with it', async () => {
  const child = runChild<Started>(new URL('../../test/fixtures/child-with-child.ts', import.meta.url));
  const { pid } = await child.message('started');
  expect(isRunning(pid)).toBe(true);
  await child.kill();
  await expect.poll(() => isRunning(pid), { interval: 10 }).toBe(false);
});

test('a child goes when the process that started it is killed', async () => {
  const owner = runChild<Owning>(new URL('../../test/fixtures/child-owner.ts', import.meta.url));
  const { pid } = await owner.message('owning');
  expect(isRunning(pid)).toBe(true);
  owner.signal('SIGKILL');
  await expect.poll(() => isRunning(pid), { interval: 10 }).toBe(false);
});

test('a child is killed at the end of an await using block', async () => {
  let pid: number;
  {
    await using child = startChild<FromTalkingChild>(TALKING);
    await child.message('ready');
    pid = child.pid;
  }
  expect(isRunning(pid)).toBe(false);
});

test('a file that does not exist fails the first wait with what node says', async () => {
  const child = runChild(new URL('./no-such-file.ts', import.meta.url));
  await expect(child.message('ready')).rejects.toThrow('no-such-file.ts');
});
