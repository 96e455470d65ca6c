import type { Step } from '@telltale/engine';
import { testDatabase } from '@telltale/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Script } from '../../test/scripted-pipeline.ts';
import { testServer } from '../../test/server.ts';

const server = testServer(testDatabase());
const aPastMoment = '2020-01-01T00:00:00.000Z';
let runId: string;

beforeAll(async () => {
  runId = await server.run(async ({ step }) => {
    await step('fetch', async (s) => {
      await s.action('click', { text: 'More' }, () => 'done');
      await s.action('fetch', { url: 'https://example.com' }, () => 'ok');
      await s.artifact({ name: 'a.txt', kind: 'text', source: 'hello' });
      await s.artifact({ name: 'b.txt', kind: 'text', source: 'world' });
    });
    await step('transcribe', (s) =>
      s.items(['a', 'b', 'c'], { key: (item) => item, onItemError: 'skip' }, (item) => {
        if (item === 'b') throw new Error('no sound in it');
      }),
    );
  });
});

test('steps: every attempt, the first one first', async () => {
  const { steps } = await server.ok('listSteps', { params: { runId } });
  expect(steps.map(({ step, number, attempt, outcome }) => ({ step, number, attempt, outcome }))).toEqual([
    { step: 'fetch', number: 1, attempt: 1, outcome: 'succeeded' },
    { step: 'transcribe', number: 2, attempt: 1, outcome: 'succeeded' },
  ]);
});

describe('items', () => {
  const params = () => ({ runId, step: 'transcribe' });

  test('come page by page, of one outcome or of all', async () => {
    const first = await server.ok('listItems', { params: params(), query: { limit: 2 } });
    expect(first.items.map(({ key, outcome }) => `${key} ${outcome}`)).toEqual(['a succeeded', 'b failed']);
    const rest = await server.ok('listItems', { params: params(), query: { cursor: String(first.nextCursor) } });
    expect(rest.items.map(({ key }) => key)).toEqual(['c']);
    const failed = await server.ok('listItems', { params: params(), query: { outcome: 'failed' } });
    expect(failed.items.map(({ key }) => key)).toEqual(['b']);
  });

  test('a cursor of another list is refused', async () => {
    const ask = { params: params(), query: { cursor: 'x' } };
    expect(await server.error('listItems', ask)).toMatchObject({ status: 400, code: 'cursor_invalid' });
  });
});

describe('actions', () => {
  test('of a run, the one that started last first, each as a sentence', async () => {
    const { actions } = await server.ok('listActionsOfRun', { params: { runId } });
    expect(actions.map(({ tool }) => tool)).toEqual(['fetch', 'click']);
    expect(actions[1]?.sentence).toContain('More');
  });

  test('across all runs, by tool, outcome and start', async () => {
    const tools = async (query: Record<string, string>) =>
      (await server.ok('listActions', { query })).actions.map(({ tool }) => tool);
    expect(await tools({ tool: 'click' })).toEqual(['click']);
    expect(await tools({ outcome: 'timeout' })).toEqual([]);
    expect(await tools({ startedAfter: aPastMoment })).toEqual(['fetch', 'click']);
    expect(await tools({ startedBefore: aPastMoment })).toEqual([]);
    expect(await server.error('listActions', { query: { cursor: 'x' } })).toMatchObject({ code: 'cursor_invalid' });
  });
});

test('all clicks that timed out since a moment are found, in whichever runs they were', async () => {
  const click = (s: Step) => s.action('click', { text: 'More' }, ({ signal }) => ended(signal), { timeoutMs: 1 });
  const script: Script = ({ step }) => step('fetch', (s) => click(s).catch(() => undefined));
  const runs = [await server.run(script), await server.run(script)];
  const query = { tool: 'click', outcome: 'timeout', startedAfter: aPastMoment };
  const { actions } = await server.ok('listActions', { query });
  expect(actions.map((action) => action.runId).toSorted()).toEqual(runs.toSorted());
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  expect((await server.ok('listActions', { query: { ...query, startedAfter: soon } })).actions).toEqual([]);
});

/** As long calls do, it ends with its signal. */
function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}

test('artifacts come oldest first, page by page', async () => {
  const first = await server.ok('listArtifacts', { params: { runId }, query: { limit: 1 } });
  expect(first.artifacts.map(({ name }) => name)).toEqual(['a.txt']);
  const rest = await server.ok('listArtifacts', { params: { runId }, query: { cursor: String(first.nextCursor) } });
  expect(rest.artifacts.map(({ name }) => name)).toEqual(['b.txt']);
});

test('a run without any of it has empty lists', async () => {
  const bare = await server.run();
  expect((await server.ok('listSteps', { params: { runId: bare } })).steps).toEqual([]);
  expect((await server.ok('listActionsOfRun', { params: { runId: bare } })).actions).toEqual([]);
  expect((await server.ok('listArtifacts', { params: { runId: bare } })).artifacts).toEqual([]);
  expect((await server.ok('listItems', { params: { runId: bare, step: 'fetch' } })).items).toEqual([]);
});

test.for(['listSteps', 'listItems', 'listActionsOfRun', 'listArtifacts'] as const)(
  '%s of a run that is not there says so, where an empty list would lie',
  async (name) => {
    const params = { runId: 'scripted-nobody-run-1', step: 'fetch' };
    expect(await server.error(name, { params })).toMatchObject({ status: 404, code: 'run_not_found' });
  },
);
