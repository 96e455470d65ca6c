import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isRunning } from './processes.ts';
import { attachReaper } from './reaper.ts';

// What happens when this process ends is tested where reapers are used: servers and child processes.

test('a reaper that was released ends without cleaning up', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-reaper-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const reaper = attachReaper('rm -rf "$1"', [folder]);
  expect(isRunning(reaper.pid)).toBe(true);
  reaper.release();
  await expect.poll(() => isRunning(reaper.pid), { interval: 10 }).toBe(false);
  expect(existsSync(folder)).toBe(true);
});

test('a reaper that somebody has killed does no harm when it is released', async () => {
  const reaper = attachReaper('true', []);
  spawn('kill', ['-KILL', String(reaper.pid)]);
  await expect.poll(() => isRunning(reaper.pid), { interval: 10 }).toBe(false);
  reaper.release();
});
