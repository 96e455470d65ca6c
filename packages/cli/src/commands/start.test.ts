import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApiClient, type RunMessage } from '@telltale/api';
import { testDatabase } from '@telltale/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from '../../test/run-command.ts';
import { type SpawnedCommand, spawnCommand, stopCommands } from '../../test/spawn-command.ts';
import { readRunningServer } from '../running-server.ts';

const GREET = fileURLToPath(new URL('./fixtures/greet.ts', import.meta.url));
const PATIENT = fileURLToPath(new URL('./fixtures/patient.ts', import.meta.url));
const CUT_OFF = new URL('./fixtures/cut-off.ts', import.meta.url).href;
const DEAF = fileURLToPath(new URL('./fixtures/deaf.ts', import.meta.url));
const READY = /is ready: (http:\S+)/;

let data = '';
let env: NodeJS.ProcessEnv = {};

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-start-'));
  // As root, another user runs Postgres, who has to get there.
  await chmod(folder, 0o711);
  data = join(folder, 'data');
  env = { TELLTALE_DATA: data, TELLTALE_PORT: '0' };
});

afterEach(async () => {
  await stopCommands();
  await rm(join(data, '..'), { recursive: true, force: true });
});

async function url(started: SpawnedCommand): Promise<string> {
  return (await started.says(READY))[1] ?? '';
}

/** Follows a run until something is said of it. */
async function until(address: string, runId: string, holds: (message: RunMessage) => boolean): Promise<void> {
  for await (const message of createApiClient({ url: address }).followRun({ runId })) if (holds(message)) return;
}

/** A worker takes the run for the nth time. */
function nthStart(n: number): (message: RunMessage) => boolean {
  let starts = 0;
  return (message) => {
    if (message.kind === 'trace' && message.event.type === 'run.started') starts += 1;
    return starts === n;
  };
}

const isTrace = (type: string) => (message: RunMessage) => message.kind === 'trace' && message.event.type === type;

describe('on a data folder', () => {
  test('its first start makes an episode of the show that comes along, without a network, and a later one none', async () => {
    const first = spawnCommand(['start'], { ...env, NODE_OPTIONS: `--import=${CUT_OFF}` });
    const address = await url(first);
    const runId = (await first.says(/watch (episode-\S+)/))[1] ?? '';
    // A file of the dashboard: its pages are for browsers alone, as which Node cannot ask.
    expect((await fetch(new URL('/scheme.js', address))).status).toBe(200);
    expect(first.said).toContain(`${address}/runs/${runId}`);
    await until(address, runId, isTrace('run.succeeded'));
    expect(first.said).not.toContain('somebody asked for');

    const api = createApiClient({ url: address });
    const { episodes } = await api.listEpisodes({});
    expect(episodes).toMatchObject([{ title: 'The Lamp on the Machine', showName: 'Telltales', language: 'en' }]);
    const { used, entities, chapters } = await api.getEpisode({ episodeId: episodes[0]?.episodeId ?? '' });
    for (const { with: what, why } of Object.values(used)) expect(`${what}${why}`).not.toBe('');
    expect(entities.map(({ name }) => name)).toContain('George Westinghouse');
    expect(chapters.map(({ title }) => title)).toContain('Ropes over the railway');
    const { hits, degraded } = await api.searchPassages({ text: 'ropes that warn of a bridge' });
    expect(degraded).toBeNull();
    expect(hits[0]).toMatchObject({ text: expect.stringContaining('row of ropes') });

    first.kill('SIGTERM');
    expect(await first.exited).toBe(0);
    const second = spawnCommand(['start'], env);
    const { runs } = await createApiClient({ url: await url(second) }).listRuns({});
    expect(runs.map((run) => run.runId)).toEqual([runId]);
    expect(second.said).not.toContain('A first run has begun');
  });

  test('it refuses a second start, and goes on after a stop and after a crash', async () => {
    const args = ['start', '--no-sample', '--pipelines', PATIENT];
    const hasty = { ...env, TELLTALE_WORKER_GRACE_MS: '0' };
    const first = spawnCommand(args, hasty);
    const address = await url(first);
    const { runId } = await createApiClient({ url: address }).submitRun({ pipeline: 'patient', input: {} });
    await until(address, runId, isTrace('step.started'));

    const second = spawnCommand(args, hasty);
    expect(await second.exited).toBe(1);
    expect(second.said).toContain(`Telltale runs on ${data} already, as process ${first.pid}.`);

    first.kill('SIGTERM');
    expect(await first.exited).toBe(0);
    expect(first.said).toContain('Stopping: 1 run goes back to the queue');
    expect(await readRunningServer(data)).toBeNull();

    const third = spawnCommand(args, hasty);
    await until(await url(third), runId, nthStart(2));
    third.kill('SIGKILL');
    await third.exited;

    const fourth = spawnCommand([...args, '--data', data], { TELLTALE_PORT: '0', TELLTALE_WORKER_GRACE_MS: '0' });
    const last = await url(fourth);
    // Others find it only if they are told of the folder.
    await fourth.says(new RegExp(`telltale --data ${data} runs`));
    await until(last, runId, nthStart(3));
  });

  test('it ends, whatever its pipelines do, when it is told to and when its database has ended', async () => {
    const args = ['start', '--no-sample', '--pipelines', DEAF];
    const hasty = { ...env, TELLTALE_WORKER_GRACE_MS: '0' };
    const first = spawnCommand(args, hasty);
    const address = await url(first);
    const { runId } = await createApiClient({ url: address }).submitRun({ pipeline: 'deaf', input: {} });
    await until(address, runId, isTrace('step.started'));
    first.kill('SIGTERM');
    expect(await first.exited).toBe(0);

    const second = spawnCommand(args, hasty);
    await until(await url(second), runId, nthStart(2));
    const postmaster = await readFile(join(data, 'postgres', 'cluster', 'data', 'postmaster.pid'), 'utf8');
    process.kill(Number.parseInt(postmaster, 10), 'SIGKILL');
    expect(await second.exited).toBe(1);
    expect(second.said).toContain('The embedded Postgres has ended by itself.');
    expect(await readRunningServer(data)).toBeNull();
  });

  test('a data folder that cannot be made is said, with how to name another', async () => {
    expect(await runCommand(['start', '--data', '/dev/null/data'], { env })).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^Error: The folder \/dev\/null\/data cannot be used: .*--data/s),
    });
  });

  test('it can be stopped while it starts', async () => {
    const started = spawnCommand(['start'], env);
    await started.says(/Making a Postgres/);
    started.kill('SIGTERM');
    expect(await started.exited).toBe(0);
    expect(started.said).not.toContain('is ready');
  });

  test('tokens can be made before it listens for others, who then need one', async () => {
    const others = ['start', '--host', '0.0.0.0', '--no-sample'];
    const refused = spawnCommand(others, env);
    expect(await refused.exited).toBe(1);
    expect(refused.said).toContain('telltale token create');

    const made = await runCommand(['token', 'create', 'ann', '--role', 'operator', '--json'], { env });
    expect(made).toMatchObject({ exitCode: 0 });
    const { token } = JSON.parse(made.stdout) as { token: string };

    const started = spawnCommand(others, env);
    const address = (await url(started)).replace('0.0.0.0', '127.0.0.1');
    await expect(createApiClient({ url: address }).listRuns({})).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await createApiClient({ url: address, token }).getSession()).toMatchObject({
      name: 'ann',
      role: 'operator',
    });
  });
});

describe('on a database of others', () => {
  const db = testDatabase();

  test('it runs pipelines of a file, and a worker and a server can run alone', async () => {
    const shared = { ...env, TELLTALE_DATABASE_URL: db.url, TELLTALE_PIPELINES: GREET };
    const worker = spawnCommand(['worker', '--metrics-port', '0'], shared);
    const server = spawnCommand(['server'], shared);
    await worker.says(/Worker \S+ is ready for greet, episode, feed, enrich, browse/);
    const address = await url(server);
    const { runId } = await createApiClient({ url: address }).submitRun({ pipeline: 'greet', input: { name: 'ada' } });
    await until(address, runId, isTrace('run.succeeded'));
    for (const each of [worker, server]) each.kill('SIGTERM');
    expect(await Promise.all([worker.exited, server.exited])).toEqual([0, 0]);
  });

  test('a port that is taken is said, with what to do', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    const started = spawnCommand(['start', '--port', String(port)], { ...env, TELLTALE_DATABASE_URL: db.url });
    expect(await started.exited).toBe(1);
    expect(started.said).toContain(String(port));
    expect(started.said).toContain('--port');
    taken.close();
  });

  test('a worker without a database says what to do', async () => {
    expect(await runCommand(['worker'], { env })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--database'),
    });
  });
});
