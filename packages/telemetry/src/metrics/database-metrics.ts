import { ORPHANED_AFTER_MS, VERDICTS } from '@telltale/core';
import { createReader, listWorkers, type QueueDepth, queueDepths } from '@telltale/ledger';
import type { Pool } from 'pg';
import { Gauge, type Registry } from 'prom-client';
import { withinMs } from '../within-ms.ts';
import { BoundedLabel } from './bounded-label.ts';

/** How long what was read counts as new, in ms: several Prometheus servers cost no more than one. */
const FRESH_MS = 5_000;

/** How long a scrape waits for the database, in ms. Prometheus itself gives up after 10 seconds. */
const PATIENCE_MS = 3_000;

/**
 * What the database knows of all runs, queues and workers. Gives what brings the figures up to date, if they are old: it
 * resolves in any case, with the figures as they were when the database is away or slow.
 */
export function createDatabaseMetrics(registry: Registry, pool: Pool): () => Promise<void> {
  const gauges = register(registry);
  const reader = createReader(pool);
  const pipelines = new BoundedLabel();
  const queues = new BoundedLabel();
  let readMs = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;

  async function read(): Promise<void> {
    try {
      const [counts, depths, workers] = await Promise.all([reader.countRuns(), queueDepths(pool), listWorkers(pool)]);
      for (const gauge of Object.values(gauges)) gauge.reset();
      for (const [name, byVerdict] of counts.byPipeline) {
        const pipeline = pipelines.of(name);
        for (const verdict of VERDICTS) gauges.runs.inc({ pipeline, verdict }, byVerdict[verdict]);
      }
      // The longest wait comes last, and so is what queues that share a label tell.
      for (const { queue: name, queued, oldestMs, workers } of depths.toSorted(byWait)) {
        const queue = queues.of(name);
        gauges.queued.inc({ queue }, queued);
        gauges.queueWorkers.inc({ queue }, workers);
        gauges.oldest.set({ queue }, (oldestMs ?? 0) / 1000);
      }
      const alive = workers.filter(({ silentMs }) => silentMs <= ORPHANED_AFTER_MS).length;
      gauges.workers.set({ state: 'alive' }, alive);
      gauges.workers.set({ state: 'silent' }, workers.length - alive);
      gauges.up.set(1);
    } catch {
      // What is wrong with it is told by whoever needs it for their work.
      gauges.up.set(0);
    } finally {
      readMs = performance.now();
      reading = null;
    }
  }

  return async () => {
    if (reading === null && performance.now() - readMs < FRESH_MS) return;
    reading ??= read();
    if (!(await withinMs(PATIENCE_MS, reading))) gauges.up.set(0);
  };
}

function byWait(a: QueueDepth, b: QueueDepth): number {
  return (a.oldestMs ?? 0) - (b.oldestMs ?? 0);
}

function register(registry: Registry) {
  const registers = [registry];
  return {
    up: new Gauge({
      name: 'telltale_database_up',
      help: '1 if the database answered when it was last asked; 0 if not: then the other figures of it are old.',
      registers,
    }),
    runs: new Gauge({
      name: 'telltale_runs',
      help: 'Runs, by the verdict on each.',
      labelNames: ['pipeline', 'verdict'],
      registers,
    }),
    queued: new Gauge({
      name: 'telltale_queue_runs',
      help: 'Runs that wait in a queue for a worker.',
      labelNames: ['queue'],
      registers,
    }),
    oldest: new Gauge({
      name: 'telltale_queue_oldest_seconds',
      help: 'How long the run has waited that has waited longest.',
      labelNames: ['queue'],
      registers,
    }),
    queueWorkers: new Gauge({
      name: 'telltale_queue_workers',
      help: 'Live workers that take runs from a queue.',
      labelNames: ['queue'],
      registers,
    }),
    workers: new Gauge({
      name: 'telltale_workers',
      help: 'Workers that have not stopped, by whether they were heard from lately.',
      labelNames: ['state'],
      registers,
    }),
  };
}
