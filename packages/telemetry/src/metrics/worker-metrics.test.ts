import type { WorkerHooks } from '@telltale/engine';
import { createSignals, testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { valueIn } from '../../test/series.ts';
import { startWork } from '../../test/work.ts';
import { joinHooks } from '../join-hooks.ts';
import { createMetrics } from './create-metrics.ts';

const db = testDatabase();

test('a worker counts what its runs did, once it is committed', async () => {
  const metrics = createMetrics({ version: '1' });
  const signals = createSignals<WorkerHooks>();
  const { flushed } = signals.hooks;
  await using work = await startWork(db, { hooks: joinHooks(metrics.worker, { flushed }) });
  await work.run(async ({ step }) => {
    await step('fetch', (s) => s.action('fetch', { url: 'https://example.org' }, () => 'page'));
    await step('count', (s) =>
      s.items(['a', 'b', 'c'], { key: String, onItemError: 'skip' }, async (item, { skip }) => {
        if (item === 'a') return skip('not needed');
        if (item === 'b') throw new Error('broken');
        await s.action('click', {}, () => Promise.reject(new Error('no such button'))).catch(() => undefined);
        return item;
      }),
    );
  });
  await work.run(({ step }) => step('fetch', () => Promise.reject(new Error('broken'))));
  const text = await metrics.text();
  const value = (series: string) => valueIn(text, series);

  const steps = (step: string, outcome: string) =>
    value(`telltale_step_duration_seconds_count{pipeline="work",step="${step}",outcome="${outcome}"}`);
  expect([steps('fetch', 'succeeded'), steps('fetch', 'failed'), steps('count', 'succeeded')]).toEqual([1, 1, 1]);
  const items = (outcome: string) => value(`telltale_items_total{pipeline="work",step="count",outcome="${outcome}"}`);
  expect([items('succeeded'), items('failed'), items('skipped')]).toEqual([1, 1, 1]);
  expect(value('telltale_actions_total{tool="fetch",outcome="success"}')).toBe(1);
  expect(value('telltale_actions_total{tool="click",outcome="error"}')).toBe(1);
  expect(value('telltale_action_duration_seconds_count{tool="click"}')).toBe(1);
  expect(value('telltale_runs_finished_total{pipeline="work",outcome="succeeded"}')).toBe(1);
  expect(value('telltale_runs_finished_total{pipeline="work",outcome="failed"}')).toBe(1);
  expect(value('telltale_recorder_flush_seconds_count')).toBe(signals.all('flushed').length);
  const events = signals.all('flushed').reduce((sum, flush) => sum + flush.events, 0);
  expect(value('telltale_recorder_flush_events_sum')).toBe(events);
});

test('a run that its worker hands back counts as requeued, and a cancelled one as finished', async () => {
  const metrics = createMetrics({ version: '1' });
  const signals = createSignals<WorkerHooks>();
  const { runTaken, runLeft } = signals.hooks;
  await using work = await startWork(db, { hooks: joinHooks(metrics.worker, { runTaken, runLeft }) });
  const runId = await work.start(({ step }) =>
    step('fetch', (s) => new Promise((_, reject) => s.signal.addEventListener('abort', () => reject(s.signal.reason)))),
  );
  await signals.on('runTaken').seen((run) => run.runId === runId);
  await work.client.cancel(runId);
  await signals.on('runLeft').seen((run) => run.runId === runId);
  expect(valueIn(await metrics.text(), 'telltale_runs_finished_total{pipeline="work",outcome="cancelled"}')).toBe(1);

  const another = await work.start(({ step }) =>
    step('fetch', (s) => new Promise((_, reject) => s.signal.addEventListener('abort', () => reject(s.signal.reason)))),
  );
  await signals.on('runTaken').seen((run) => run.runId === another);
  await work[Symbol.asyncDispose]();
  expect(valueIn(await metrics.text(), 'telltale_runs_requeued_total{pipeline="work",reason="handed_back"}')).toBe(1);
});
