import { testDatabase } from '@telltale/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeRun } from '../../test/runs.ts';
import { openRecorder } from '../record/recorder.ts';
import { encodeCursor } from './cursor.ts';
import type { ActionPageOptions } from './list-actions.ts';
import { createReader, type Reader } from './reader.ts';

const db = testDatabase();
let reader: Reader;
const runIds: string[] = [];

/** When the n-th action starts; several at the same moment. */
function at(n: number): string {
  return new Date(Date.UTC(2026, 10, 21) + Math.floor(n / 3) * 1_000).toISOString();
}

beforeAll(async () => {
  reader = createReader(db.pool());
  const recorder = await openRecorder({ url: db.url });
  for (const r of [0, 1]) {
    const { runId, owner } = await makeRun(db.pool());
    runIds.push(runId);
    const run = recorder.run(runId, { owner });
    for (let n = 0; n < 12; n += 1) {
      const names = { step: n < 6 ? 'download' : 'embed', item: `item-${n}`, actionId: `a-${n}` };
      const tool = n % 2 === 0 ? 'click' : 'fetch';
      await run.record({
        type: 'action.started',
        ...names,
        at: at(n),
        data: { tool, timeoutMs: 30_000, input: { n } },
      });
      if (n === 11) continue;
      const end = { durationMs: 500.5, outcome: n === 4 ? ('timeout' as const) : ('success' as const) };
      const data = { tool, ...end, output: `page ${r}`, tokens: { input: 10, output: 2 }, costUsd: 0.25 };
      await run.record({
        type: 'action.finished',
        ...names,
        at: new Date(Date.parse(at(n)) + 500).toISOString(),
        data,
      });
    }
  }
  await recorder.close();
});

async function ids(options: ActionPageOptions): Promise<string[]> {
  const { actions } = await reader.listActions(options);
  return actions.map(({ runId, actionId }) => `${runIds.indexOf(runId)}/${actionId}`);
}

describe('listActions', () => {
  test('gives an action with its run, and null for what is not known of it', async () => {
    const { actions } = await reader.listActions({ runId: String(runIds[0]), limit: 1, outcome: 'timeout' });
    const known = {
      runId: runIds[0],
      actionId: 'a-4',
      parentId: null,
      step: 'download',
      item: 'item-4',
      tool: 'click',
      input: { n: 4 },
      startedAt: at(4),
      timeoutMs: 30_000,
    };
    expect(actions).toEqual([
      {
        ...known,
        state: 'timeout',
        finishedAt: new Date(Date.parse(at(4)) + 500).toISOString(),
        durationMs: 500,
        output: 'page 0',
        error: null,
        tokens: { input: 10, output: 2 },
        costUsd: 0.25,
      },
    ]);
    const running = await reader.listActions({ runId: String(runIds[1]), outcome: 'running' });
    expect(running.actions).toEqual([
      expect.objectContaining({
        actionId: 'a-11',
        state: 'running',
        finishedAt: null,
        durationMs: null,
        tokens: null,
        costUsd: null,
        output: null,
      }),
    ]);
  });

  test('gives those of all runs, the one that started last first', async () => {
    expect((await ids({ limit: 8 })).slice(0, 6).sort()).toEqual([
      '0/a-10',
      '0/a-11',
      '0/a-9',
      '1/a-10',
      '1/a-11',
      '1/a-9',
    ]);
  });

  test('pages through all of them once, though many started at the same moment', async () => {
    for (const filter of [{}, { tool: 'click' }, { runId: String(runIds[1]) }, { outcome: 'success' }] as const) {
      const all = await ids({ ...filter, limit: 500 });
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await reader.listActions({ ...filter, limit: 5, cursor });
        seen.push(...page.actions.map(({ runId, actionId }) => `${runIds.indexOf(runId)}/${actionId}`));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(seen).toEqual(all);
      expect(new Set(seen).size).toBe(seen.length);
    }
  });

  test('filters by tool, step, outcome and start', async () => {
    const [runId] = runIds as [string];
    expect(await ids({ runId, tool: 'fetch', step: 'embed', outcome: 'success' })).toEqual(['0/a-9', '0/a-7']);
    expect(await ids({ outcome: 'timeout' })).toEqual(['1/a-4', '0/a-4']);
    expect(await ids({ runId, startedAfter: at(9) })).toEqual(['0/a-9', '0/a-11', '0/a-10']);
    expect(await ids({ runId, startedAfter: at(3), startedBefore: at(6) })).toEqual(['0/a-5', '0/a-4', '0/a-3']);
    expect(await ids({ runId: 'no-such-run' })).toEqual([]);
    expect(await ids({ tool: 'x'.repeat(10_000) })).toEqual([]);
  });

  test('takes any cursor that looks like one of its own, though no row has that place', async () => {
    for (const at of ['0', '9'.repeat(18)]) {
      const cursor = encodeCursor('actions', [at, '9'.repeat(18), 'z']);
      expect(await ids({ cursor, limit: 1 })).toHaveLength(at === '0' ? 0 : 1);
    }
  });

  test.for<[ActionPageOptions, string]>([
    [{ outcome: 'nonsense' as 'success' }, 'filter_invalid'],
    [{ startedAfter: 'soon' }, 'filter_invalid'],
    [{ startedBefore: 'later' }, 'filter_invalid'],
    [{ limit: 0 }, 'filter_invalid'],
    [{ cursor: 'nonsense' }, 'cursor_invalid'],
    [{ cursor: encodeCursor('actions', ['9'.repeat(19), '1', 'a']) }, 'cursor_invalid'],
  ])('refuses %j', async ([options, code]) => {
    await expect(reader.listActions(options)).rejects.toMatchObject({ code });
  });
});
