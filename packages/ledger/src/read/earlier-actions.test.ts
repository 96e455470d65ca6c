import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { makeRun } from '../../test/runs.ts';
import { openRecorder } from '../record/recorder.ts';
import { createReader } from './reader.ts';

const db = testDatabase();

test('the earlier actions of a place come in the order of their starts, however many began at once', async () => {
  const { runId, owner } = await makeRun(db.pool());
  await using recorder = await openRecorder({ url: db.url });
  const run = recorder.run(runId, { owner });
  const at = '2026-11-21T03:14:15.926Z';
  const data = { tool: 'click' };
  // Neither their ids nor their times tell which was first.
  const began = Array.from({ length: 20 }, (_, n) => `${(n * 7) % 20}`);
  for (const actionId of began) void run.event({ type: 'action.started', step: 'one', actionId, at, data });
  void run.event({ type: 'action.started', step: 'one', item: 'a', actionId: 'of the item', at, data });
  void run.event({ type: 'action.started', step: 'two', actionId: 'of another step', at, data });
  await run.flushed();
  const upToSeq = run.lastSeq;
  const used = { tokens: { input: 1, output: 2 }, costUsd: 0.25 };
  const end = { tool: 'click', outcome: 'success', durationMs: 5, ...used } as const;
  void run.finishAction({ type: 'action.finished', step: 'one', actionId: '7', data: end }, { turn: 1 });
  await run.record({ type: 'action.started', step: 'one', actionId: 'later', at, data });

  const reader = createReader(db.pool());
  const place = { runId, step: 'one', item: null, upToSeq };
  const earlier = await reader.earlierActions(place);
  expect(earlier.map(({ actionId }) => actionId)).toEqual(began);
  expect(earlier.slice(0, 2)).toMatchObject([
    { outcome: 'running', startedAt: at, durationMs: null, tokens: null, costUsd: null, kept: undefined },
    { outcome: 'success', ...used, kept: { turn: 1 } },
  ]);
  expect(await reader.earlierActions({ ...place, item: 'a' })).toMatchObject([{ actionId: 'of the item' }]);
  expect(await reader.earlierActions({ ...place, runId: 'episode-x-run-9' })).toEqual([]);
});
