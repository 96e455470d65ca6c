import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiClient } from '@telltale/api';
import { audioOf, EPISODES } from '@telltale/testing/podcasts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommand, type Said } from '../../test/run-command.ts';
import { spawnCommand, stopCommands } from '../../test/spawn-command.ts';

let folder = '';
let env: NodeJS.ProcessEnv = {};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-submit-'));
  // As root, another user runs Postgres, who has to get there.
  await chmod(folder, 0o711);
  const hasty = { TELLTALE_WORKER_GRACE_MS: '0' };
  env = { PATH: process.env.PATH, TELLTALE_DATA: join(folder, 'data'), TELLTALE_PORT: '0', ...hasty };
});

afterEach(async () => {
  await stopCommands();
  await rm(folder, { recursive: true, force: true });
});

async function submit(...args: readonly string[]): Promise<Said> {
  return await runCommand(['submit', ...args], { env, cwd: folder });
}

/** What it said as JSON, the first line of it. */
async function submitted(...args: readonly string[]): Promise<Record<string, unknown>> {
  const { stdout, stderr } = await submit('--json', ...args);
  expect(stdout, stderr).not.toBe('');
  return JSON.parse(stdout.split('\n', 1)[0] ?? '');
}

describe('telltale submit', () => {
  test('makes an episode of an address once, of a feed as many as are wanted, and of a file what is in it', async () => {
    const [, address = ''] = await spawnCommand(['start', '--no-sample'], env).says(/is ready: (http:\S+)/);
    const page = `${address}/sample/1-the-lamp-on-the-machine.html`;
    const { stdout, exitCode } = await submit(page, '--wait');
    expect(stdout).toMatch(/^Started episode-\w+-run-1\n/);
    expect(exitCode).toBe(0);
    const again = await submit(`${page}#t=10`);
    expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('there already: The Lamp on') });
    const known = await submitted(page);
    expect(known).toMatchObject({ created: false, runId: expect.stringMatching(/^episode-\w+-run-1$/) });

    expect((await submit(`${address}/sample/feed.xml`, '--latest', '1', '--wait')).exitCode).toBe(0);
    const api = createApiClient({ url: address });
    const { runs } = await api.listRuns({ pipeline: 'episode' });
    expect(runs).toHaveLength(2);
    expect(runs[0]?.runId).not.toBe(known.runId);

    await writeFile(join(folder, 'Bell.wav'), audioOf(EPISODES.deadLink));
    const sent = await submit('Bell.wav');
    expect(sent.stderr).toMatch(/^Uploading Bell\.wav \(\d/);
    const [, runId = ''] = /^Started (episode-\w+-run-1)\n/.exec(sent.stdout) ?? [];
    // By its name, or by what a worker has found out by then.
    expect(await api.getRun({ runId })).toMatchObject({ title: expect.stringContaining('Bell') });
    expect(await submitted('./Bell.wav')).toMatchObject({ created: false, runId });

    await writeFile(join(folder, 'notes.mp3'), 'These are only notes.');
    expect(await submit('./notes.mp3')).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringMatching(/audio/),
    });
  });

  test.for([
    [['./nowhere.mp3'], /There is no file \S+nowhere\.mp3\..*name of a pipeline/s],
    [['.'], /is no file/],
    [['https://'], /is no address/],
    [['episode', '--latest', '3'], /for the address of a feed/],
    [['https://example.org/feed', '--latest', '3', '--all'], /one of --latest and --all/],
    [['https://example.org/feed', '--latest', '0'], /1 or more/],
    [['https://example.org/42', '--set', 'a=1'], /nothing can be added to it/],
  ] as const)('refuses %j, and asks no server', async ([args, message]) => {
    const { exitCode, stderr } = await submit(...args);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
  });
});
