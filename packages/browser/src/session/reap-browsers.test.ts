import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Child, runChild } from '@telltale/testing';
import { expect, onTestFinished, test } from 'vitest';
import { describeWithBrowser, sessionsFolder } from '../../test/sessions.ts';
import { killProcessesWith, processesWith, processStart } from './processes.ts';
import { profileArgument, reapBrowsers } from './reap-browsers.ts';
import { makeSessionFolder, prepareSessionsFolder } from './session-folder.ts';

interface Opened {
  readonly type: 'open';
  readonly sessionId: string;
}

const files = await sessionsFolder();
let made = 0;

function freshFolder(): string {
  made += 1;
  return join(files, `sessions-${made}`);
}

/** A process with an argument, as a browser would have it. */
async function processWith(argument: string): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)', '--', argument], { stdio: 'ignore' });
  await once(child, 'spawn');
  onTestFinished(async () => {
    child.kill('SIGKILL');
  });
  await expect.poll(() => processesWith(argument)).toEqual([child.pid]);
  return child.pid as number;
}

async function sessionOf(folder: string, owner: object): Promise<string> {
  const { path } = await makeSessionFolder(folder, { runId: 'run-1', step: 'browse' });
  const own = JSON.parse(await readFile(join(path, 'owner.json'), 'utf8'));
  expect(own).toEqual({
    host: hostname(),
    pid: process.pid,
    startedAt: await processStart(process.pid),
    runId: 'run-1',
    step: 'browse',
  });
  await writeFile(join(path, 'owner.json'), JSON.stringify({ ...own, ...owner }));
  return path;
}

test('what a dead worker left is ended and removed, with a browser that was stopped', async () => {
  const folder = freshFolder();
  // The number is that of a process that lives, and is not the one that had it.
  const path = await sessionOf(folder, { startedAt: 'long ago' });
  const pid = await processWith(profileArgument(join(path, 'profile')));
  process.kill(pid, 'SIGSTOP');

  expect(await reapBrowsers(folder)).toEqual({ sessions: 1, processes: 1 });
  expect(await processStart(pid)).toBeNull();
  expect(await readdir(folder)).toEqual([]);
});

test('sessions of living workers and of other machines are let be, and so is one that is being made', async () => {
  const folder = freshFolder();
  const own = await sessionOf(folder, {});
  await sessionOf(folder, { host: 'another-machine', startedAt: 'long ago' });
  await mkdir(join(folder, 'being-made.new'));
  const pid = await processWith(profileArgument(join(own, 'profile')));

  expect(await reapBrowsers(folder)).toEqual({ sessions: 0, processes: 0 });
  expect(await processStart(pid)).not.toBeNull();
  expect(await readdir(folder)).toHaveLength(3);
});

test('a folder that was never finished is removed after a minute', async () => {
  const folder = freshFolder();
  await prepareSessionsFolder(folder);
  await mkdir(join(folder, 'abandoned.new'));
  const old = new Date(Date.now() - 61_000);
  await utimes(join(folder, 'abandoned.new'), old, old);
  expect(await reapBrowsers(folder)).toEqual({ sessions: 1, processes: 0 });
});

test('only processes with exactly this argument are ended', async () => {
  const [argument, longer] = [profileArgument('/no where/a'), profileArgument('/no where/ab')];
  await processWith(argument);
  const other = await processWith(longer);
  expect(await killProcessesWith(argument)).toBe(1);
  expect(await processStart(other)).not.toBeNull();
});

test('a folder that others can lead elsewhere or write to is refused', async () => {
  const folder = freshFolder();
  await mkdir(`${folder}-real`);
  await symlink(`${folder}-real`, folder);
  await expect(reapBrowsers(folder)).rejects.toThrow(
    `The browsers' folder ${folder} cannot be used: it is a link or a file.`,
  );
  await chmod(`${folder}-real`, 0o777);
  await expect(reapBrowsers(`${folder}-real`)).rejects.toThrow('other users may write to it');
});

describeWithBrowser('a worker that is killed', () => {
  async function openInChild(folder: string): Promise<{ child: Child<Opened>; argument: string }> {
    const child = runChild<Opened>(new URL('../../test/fixtures/browsing-worker.ts', import.meta.url), {
      args: [folder],
    });
    const { sessionId } = await child.message('open');
    const argument = profileArgument(join(folder, sessionId, 'profile'));
    onTestFinished(async () => {
      await killProcessesWith(argument);
    });
    return { child, argument };
  }

  test('takes its browser with it, and the next session removes the rest', async () => {
    const folder = freshFolder();
    const { child, argument } = await openInChild(folder);
    child.signal('SIGKILL');
    await child.exit;
    // Chromium ends by itself when the pipe to the worker breaks.
    await expect.poll(() => processesWith(argument), { timeout: 20_000 }).toEqual([]);
    expect(await reapBrowsers(folder)).toMatchObject({ sessions: 1 });
    expect(await readdir(folder)).toEqual([]);
  });

  test('leaves no browser even if that was stopped at that moment', async () => {
    const folder = freshFolder();
    const { child, argument } = await openInChild(folder);
    const processes = await processesWith(argument);
    for (const pid of processes) process.kill(pid, 'SIGSTOP');
    child.signal('SIGKILL');
    await child.exit;
    expect(await processesWith(argument)).toEqual(processes);

    expect(await reapBrowsers(folder)).toEqual({ sessions: 1, processes: processes.length });
    expect(await processesWith(argument)).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });
});
