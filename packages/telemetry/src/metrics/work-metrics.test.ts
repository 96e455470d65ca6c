import type { EventData, EventType } from '@telltale/core';
import type { RecordedEvent } from '@telltale/ledger';
import { beforeEach, describe, expect, test } from 'vitest';
import { parseMetrics, valueIn } from '../../test/series.ts';
import { createMetrics } from './create-metrics.ts';
import type { Metrics } from './metrics.ts';

let metrics: Metrics;

beforeEach(() => {
  metrics = createMetrics({ version: '1' });
  metrics.worker.started?.({
    workerId: 'w-1',
    recorder: { state: { queuedEvents: 7, state: 'writing', error: null } },
  });
});

function event<T extends EventType>(type: T, data: EventData<T>, about: Partial<RecordedEvent> = {}): RecordedEvent {
  return { type, atMs: 0, step: null, item: null, actionId: null, ...about, data: JSON.stringify(data) };
}

function recorded(events: readonly RecordedEvent[], pipeline = 'work'): void {
  metrics.worker.recorded?.({ runId: `${pipeline}-a-run-1`, pipeline, events });
}

describe('runs', () => {
  test('that are stuck count by decision, and as requeued if they were', async () => {
    const stuck = { silentMs: 1, thresholdMs: 1, message: 'Stuck' };
    recorded([
      event('run.stuck', { ...stuck, decision: 'requeued' }),
      event('run.stuck', { ...stuck, decision: 'failed' }),
    ]);
    const text = await metrics.text();
    expect(valueIn(text, 'telltale_runs_stuck_total{pipeline="work",decision="requeued"}')).toBe(1);
    expect(valueIn(text, 'telltale_runs_stuck_total{pipeline="work",decision="failed"}')).toBe(1);
    expect(valueIn(text, 'telltale_runs_requeued_total{pipeline="work",reason="stuck"}')).toBe(1);
  });

  test('that went back to their queue count by why: this worker gave them back, or theirs was lost', async () => {
    const moved = { toWorker: null, reason: 'why', interruptedActions: 0 };
    recorded([
      event('run.recovered', { ...moved, fromWorker: 'w-1' }),
      event('run.recovered', { ...moved, fromWorker: 'w-2' }),
      event('run.recovered', { ...moved, fromWorker: 'w-3' }),
    ]);
    const text = await metrics.text();
    expect(valueIn(text, 'telltale_runs_requeued_total{pipeline="work",reason="handed_back"}')).toBe(1);
    expect(valueIn(text, 'telltale_runs_requeued_total{pipeline="work",reason="worker_lost"}')).toBe(2);
  });
});

test('pipelines, steps and tools are bounded, and runs are never told apart', async () => {
  for (let n = 0; n < 150; n += 1) {
    const about = { step: `step-${n}`, item: `item-${n}`, actionId: `action-${n}` };
    recorded(
      [
        event('item.succeeded', {}, about),
        event('action.finished', { tool: `tool-${n}`, outcome: 'success', durationMs: 1 }, about),
      ],
      `pipeline-${n}`,
    );
  }
  const text = await metrics.text();
  const values = (label: string) => new Set(parseMetrics(text).flatMap(({ labels }) => labels[label] ?? []));
  for (const label of ['pipeline', 'step', 'tool']) expect(values(label).size).toBe(101);
  expect(valueIn(text, 'telltale_items_total{pipeline="other",step="other",outcome="succeeded"}')).toBe(50);
  expect(valueIn(text, 'telltale_actions_total{tool="other",outcome="success"}')).toBe(50);
  expect(text).not.toMatch(/run-1|item-1|action-1/);
});

test('the recorder tells its flushes, its retries and what waits', async () => {
  metrics.worker.flushed?.({ events: 3, runs: 1, ms: 5 });
  metrics.worker.retrying?.({ error: new Error('away'), attempt: 1, delayMs: 50 });
  const text = await metrics.text();
  expect(valueIn(text, 'telltale_recorder_flush_seconds_sum')).toBe(0.005);
  expect(valueIn(text, 'telltale_recorder_flush_events_sum')).toBe(3);
  expect(valueIn(text, 'telltale_recorder_retries_total')).toBe(1);
  expect(valueIn(text, 'telltale_recorder_queued_events')).toBe(7);
});
