import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { frame, openStream, scriptedServer, sendJson } from './client/test/scripted-server.ts';
import { ENDED, RUN, trace } from './client/test/trace.ts';
import { CLIENT_ERROR_CODES, ENDPOINTS, ERROR_CODES } from './index.ts';
import type { RunStreamMessages, RunsStreamMessages } from './stream-messages.ts';

const page = await readFile(new URL('../../../docs/api.md', import.meta.url), 'utf8');

/** The tables below this head, each as rows of cells. */
function tablesOf(head: string): readonly (readonly (readonly string[])[])[] {
  return page
    .split(`\n${head}\n`)
    .slice(1)
    .map((rest) => {
      const rows = (rest.split('\n\n')[0] ?? '').trimEnd().split('\n').slice(1);
      return rows.map((row) =>
        row
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim().replace(/^`([^`]*)`$/, '$1')),
      );
    });
}

const RUN_MESSAGES: Record<keyof RunStreamMessages, true> = {
  status: true,
  trace: true,
  run: true,
  reset: true,
  ping: true,
  end: true,
};
const RUNS_MESSAGES: Record<keyof RunsStreamMessages, true> = {
  status: true,
  resync: true,
  changed: true,
  ping: true,
  end: true,
};

test('docs/api.md has every endpoint', () => {
  expect(tablesOf('| Name | Request, below `/api/v1` | Who | What it does |')).toEqual([
    Object.entries(ENDPOINTS).map(([name, { method, path, role, summary }]) => [
      name,
      `${method.toUpperCase()} ${path}`,
      role,
      summary,
    ]),
  ]);
});

test('docs/api.md has every code of an error, with its status and its meaning', () => {
  expect(tablesOf('| Code | Status | Meaning |')).toEqual([
    Object.entries(ERROR_CODES).map(([code, { status, meaning }]) => [code, String(status), meaning]),
  ]);
  expect(tablesOf('| Code | Meaning |')).toEqual([Object.entries(CLIENT_ERROR_CODES)]);
});

test('docs/api.md has every message of both streams', () => {
  const names = tablesOf('| Message | Data | Meaning |').map((table) => table.map(([name]) => name));
  expect(names).toEqual([Object.keys(RUN_MESSAGES), Object.keys(RUNS_MESSAGES)]);
});

test('the example of docs/api.md submits a run and follows it over a lost connection', async () => {
  const { url, requests } = await scriptedServer(({ method }, response, number) => {
    if (method === 'POST') return sendJson(response, 201, { runId: RUN, message: null });
    openStream(response);
    response.end(number === 1 ? trace(1) + frame('end', { reason: 'failed', retryMs: 1 }) : trace(2) + ENDED);
  });
  const folder = fileURLToPath(new URL(`../.docs-${process.pid}/`, import.meta.url));
  await mkdir(folder);
  onTestFinished(() => rm(folder, { recursive: true }));
  const [, name = '', code = ''] = /```ts\n\/\/ (\S+)\n([\s\S]*?)```/.exec(page) ?? [];
  await writeFile(join(folder, name), code.replace('http://127.0.0.1:4040', url));
  const log = vi.spyOn(console, 'log').mockReturnValue();
  const error = vi.spyOn(console, 'error').mockReturnValue();
  await import(/* @vite-ignore */ join(folder, name));
  const lines = log.mock.calls.map((values) => values.join(' '));
  log.mockRestore();
  expect(error).not.toHaveBeenCalled();
  expect(lines).toEqual([
    `Started ${RUN}.`,
    expect.stringMatching(/^live since /),
    expect.stringMatching(/^1 /),
    expect.stringMatching(/^reconnecting since /),
    expect.stringMatching(/^live since /),
    expect.stringMatching(/^2 /),
  ]);
  expect(requests.map((request) => `${request.method} ${request.url}`)).toEqual([
    'POST /api/v1/runs',
    `GET /api/v1/runs/${RUN}/stream?after=0`,
    `GET /api/v1/runs/${RUN}/stream?after=1`,
  ]);
});

test('docs/api.md has no link that leads nowhere', async () => {
  const links = [...page.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, target = '']) => target);
  expect(links.length).toBeGreaterThan(0);
  for (const link of links) await readFile(new URL(`../../../docs/${link}`, import.meta.url));
});
