import type { SettingsBody } from '@telltale/api';
import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { errorOf, testServer } from '../../test/server.ts';

const server = testServer(testDatabase());
const counting = testServer(testDatabase(), {
  working: false,
  context: (context) => ({
    ...context,
    metrics: { contentType: 'text/plain; version=0.0.4', text: async () => 'telltale_up 1', server: {} as never },
  }),
});
const SETTINGS: SettingsBody = {
  settings: [],
  file: null,
  warnings: [],
  checks: [{ name: 'ffmpeg', outcome: 'warn', message: 'ffmpeg was not found.', hint: 'Install it.' }],
  checkedAt: '2026-11-21T03:14:15.926Z',
};
const configured = testServer(testDatabase(), {
  working: false,
  context: (context) => ({ ...context, configuration: { read: async () => SETTINGS } }),
});
const idle = testServer(testDatabase(), { working: false });

test('pipelines come with what they are submitted with, as JSON Schema', async () => {
  const { pipelines } = await server.ok('listPipelines');
  expect(pipelines).toEqual([
    {
      name: 'scripted',
      version: '7',
      steps: ['fetch', 'transcribe', 'publish'],
      workerConcurrency: 20,
      inputSchema: expect.objectContaining({ type: 'object', required: ['subject'] }),
    },
  ]);
});

test('how the server is configured is told as whoever started it says, or not at all', async () => {
  expect(await configured.ok('getSettings')).toEqual(SETTINGS);
  expect(await errorOf(await idle.ask('getSettings'))).toMatchObject({
    status: 404,
    code: 'settings_missing',
    hint: expect.stringContaining('telltale start'),
  });
});

test('workers are listed, those that have stopped only if asked for', async () => {
  const { workers } = await server.ok('listWorkers');
  expect(workers).toEqual([expect.objectContaining({ alive: true, stoppedAt: null, queues: ['scripted'] })]);
  expect((await server.ok('listWorkers', { query: { stopped: true } })).workers).toHaveLength(1);
});

test('a queue tells how many wait, and who listens', async () => {
  expect((await server.ok('listQueues')).queues).toEqual([
    { queue: 'scripted', queued: 0, oldestMs: null, workers: 1 },
  ]);
  await idle.start();
  expect((await idle.ok('listQueues')).queues).toEqual([
    { queue: 'scripted', queued: 1, oldestMs: expect.any(Number), workers: 0 },
  ]);
});

test('a queued run has its place changed', async () => {
  const runId = await idle.start();
  const response = await idle.ask('setPriority', { params: { runId }, body: { priority: 5 } });
  expect({ status: response.status, body: await response.text() }).toEqual({ status: 204, body: '' });
  expect(await idle.ok('getRun', { params: { runId } })).toMatchObject({ priority: 5, state: 'queued' });
});

describe('status', () => {
  test('tells how the parts are', async () => {
    expect(await server.ok('getStatus')).toMatchObject({
      version: '1.2.3',
      database: { state: 'up', message: null },
      stream: { clients: 0 },
      workers: { alive: 1, silent: 0 },
    });
  });
});

test('metrics are there for a viewer where the process counts something, and nowhere else', async () => {
  const page = await counting.request('/metrics');
  expect(page.headers.get('content-type')).toBe('text/plain; version=0.0.4');
  expect(await page.text()).toBe('telltale_up 1');
  expect((await server.request('/metrics')).status).toBe(404);
});

test('a session where no login is needed', async () => {
  expect(await server.ok('getSession')).toEqual({
    name: 'local',
    role: 'operator',
    loginRequired: false,
    expiresAt: null,
  });
});
