import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ApiClient, createApiClient } from '@telltale/api';
import { findBrowser } from '@telltale/browser';
import type { TraceEvent } from '@telltale/core';
import { createSignals } from '@telltale/testing';
import { call, json, type ModelServer, startModelServer } from '@telltale/testing/model';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from '../../test/run-command.ts';
import { type SpawnedCommand, spawnCommand, stopCommands } from '../../test/spawn-command.ts';
import { Terminal } from '../../test/terminal.ts';

const hasBrowser = await findBrowser({ env: process.env }).then(
  () => true,
  () => false,
);

interface SiteSignals {
  asked?(path: string): void;
}

let folder = '';
let env: NodeJS.ProcessEnv = {};
let model: ModelServer;
let site: Server;
let url = '';
/** Sends the second half of a page. */
let sendRest: () => void = () => undefined;
const asked = createSignals<SiteSignals>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-browse-'));
  // As root, another user runs Postgres, who has to get there.
  await chmod(folder, 0o711);
  await mkdir(join(folder, 'tmp'));
  model = await startModelServer();
  // Of its first page all comes, of its second one half, of others nothing.
  site = createServer((request, response) => {
    asked.hooks.asked(request.url ?? '');
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (request.url === '/') response.end('<h1>The library</h1>');
    if (request.url !== '/half') return;
    response.write('<h1>The first half</h1>');
    sendRest = () => response.end('<h2>The second half</h2>');
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
  env = {
    PATH: process.env.PATH,
    // Browsers have their files there, which tells ours from others.
    TMPDIR: join(folder, 'tmp'),
    TELLTALE_DATA: join(folder, 'data'),
    TELLTALE_PORT: '0',
    TELLTALE_MODEL_BASE_URL: model.url,
    TELLTALE_MODEL_NAME: 'scripted',
    TELLTALE_BROWSER_ALLOW_PRIVATE_NETWORKS: 'true',
  };
});

afterEach(async () => {
  await stopCommands();
  site.closeAllConnections();
  await new Promise((resolve) => site.close(resolve));
  await model.close();
  await rm(folder, { recursive: true, force: true });
});

interface Started {
  readonly command: SpawnedCommand;
  readonly api: ApiClient;
}

async function start(): Promise<Started> {
  const command = spawnCommand(['start', '--no-sample'], env);
  const [, address = ''] = await command.says(/is ready: (http:\S+)/);
  return { command, api: createApiClient({ url: address }) };
}

async function submit({ api }: Started, task: string): Promise<string> {
  return (await api.submitRun({ pipeline: 'browse', input: { task, url } })).runId;
}

function report(answer: string) {
  return json({ success: true, message: 'Found.', answer, sources: [url], files: [] });
}

/** The processes of browsers that have their files in our folder. */
async function browsers(): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'args'], { maxBuffer: 10_000_000 });
  return stdout.split('\n').filter((line) => line.includes(`--user-data-dir=${folder}`));
}

describe.skipIf(!hasBrowser)('a browse run, with a browser of this machine', () => {
  test('is seen at work, asks a person, goes on with the answer, and tells what it found', async () => {
    model.script([
      call('navigate', { url }, { say: 'I open the page of the library.' }),
      call('ask_human', { question: 'Summer or winter?', options: ['summer', 'winter'] }),
    ]);
    const started = await start();
    const runId = await submit(started, 'When does the library open?');
    const terminal = new Terminal(['watch', runId, '--exit-code'], { env, rows: 40 });
    await terminal.shows('agent asks: Summer or winter?');
    await terminal.shows('It suggests: summer / winter');
    await terminal.shows(/navigate '\S+' succeeded after/);

    model.script([report('In winter at ten.')]);
    const answered = await runCommand(['answer', runId, 'winter'], { env });
    expect(answered.exitCode).toBe(0);
    expect(await terminal.exited).toBe(0);
    expect(terminal.text).toMatch(/✓ 1 browse +done in/);
    expect(JSON.stringify(model.requests.at(-1)?.messages)).toContain('winter');
    expect(model.problems).toEqual([]);

    const { stdout } = await runCommand(['show', runId], { env });
    expect(stdout).toContain('In winter at ten.');
    const { artifacts } = await started.api.listArtifacts({ runId });
    const kinds = artifacts.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['screenshot', 'answer']));
    const { artifactId = '' } = artifacts.find(({ kind }) => kind === 'answer') ?? {};
    const file = await started.api.getArtifact({ runId, artifactId });
    expect(await browsers()).toEqual([]);
    expect(await file.text()).toBe(`In winter at ten.\n\n## Sources\n\n- ${url}\n`);
  });

  test('shows what its browser shows, while the call is still under way, to whoever follows it', async () => {
    const page = `${url}half`;
    model.script([call('navigate', { url: page }), report('Two halves.')]);
    const { api, ...started } = await start();
    const runId = await submit({ api, ...started }, 'Read both halves.');
    const seen: TraceEvent[] = [];
    for await (const message of api.followRun({ runId })) {
      if (message.kind !== 'trace') continue;
      const { event } = message;
      seen.push(event);
      if (event.type !== 'artifact.stored' || event.data.name !== '0001-navigate-live.jpg') continue;
      const { artifactId } = event.data;
      const file = await api.getArtifact({ runId, artifactId });
      expect(file.headers.get('content-type')).toBe('image/jpeg');
      expect(Buffer.from(await file.arrayBuffer()).subarray(0, 3)).toEqual(Buffer.of(0xff, 0xd8, 0xff));
      const { actions } = await api.listActionsOfRun({ runId, tool: 'navigate' });
      expect(actions).toMatchObject([{ state: 'running', input: { url: page } }]);
      sendRest();
    }
    const story = seen.flatMap(({ type, data }) => {
      if (type === 'action.started' || type === 'action.finished') return data.tool === 'navigate' ? [type] : [];
      return type === 'artifact.stored' && data.kind === 'screenshot' ? [data.name] : [];
    });
    expect(story.slice(0, 2)).toEqual(['action.started', '0001-navigate-live.jpg']);
    expect(story.slice(-2)).toEqual([expect.stringMatching(/^\d+-navigate\.jpg$/), 'action.finished']);
    expect(model.requests.at(-1)?.lastToolResult.text).toContain('The second half');
    expect(model.problems).toEqual([]);
  });

  test('goes on after its worker was killed in the middle of a call, and leaves no browser behind', async () => {
    model.script([call('navigate', { url: `${url}slow` })]);
    const first = await start();
    const runId = await submit(first, 'What is on the slow page?');
    await asked.on('asked').seen((path) => path === '/slow');
    expect(await browsers()).not.toEqual([]);
    first.command.kill('SIGKILL');
    await first.command.exited;

    model.script([report('Nothing.')]);
    const second = await start();
    const { stdout } = await runCommand(['watch', runId, '--exit-code'], { env });
    expect(stdout).toContain("step 1 of 1 'browse' started again (attempt 2)");
    const { actions } = await second.api.listActionsOfRun({ runId, tool: 'navigate' });
    expect(actions).toMatchObject([{ state: 'interrupted' }]);
    expect(await second.api.getRun({ runId })).toMatchObject({ state: 'succeeded' });
    expect(JSON.stringify(model.requests.at(-1)?.messages)).toContain('slow');
    expect(await browsers()).toEqual([]);
  });
});
