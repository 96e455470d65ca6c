import type { WorkerHooks } from '@telltale/engine';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { createWorkMetrics } from './work-metrics.ts';

/** What a worker does, and how its writing goes. */
export function createWorkerMetrics(registry: Registry): WorkerHooks {
  const registers = [registry];
  let worker: Parameters<NonNullable<WorkerHooks['started']>>[0] | null = null;
  const flushSeconds = new Histogram({
    name: 'telltale_recorder_flush_seconds',
    help: 'Time from the first sending of a flush until it was in the database.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
    registers,
  });
  const flushEvents = new Histogram({
    name: 'telltale_recorder_flush_events',
    help: 'Events in a flush.',
    buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000],
    registers,
  });
  const retries = new Counter({
    name: 'telltale_recorder_retries_total',
    help: 'Flushes that failed and were sent again.',
    registers,
  });
  new Gauge({
    name: 'telltale_recorder_queued_events',
    help: 'Events that wait in this process to be written.',
    registers,
    collect() {
      this.set(worker?.recorder.state.queuedEvents ?? 0);
    },
  });
  return {
    started: (begun) => {
      worker = begun;
    },
    recorded: createWorkMetrics(registry, () => worker?.workerId ?? null),
    flushed: ({ events, ms }) => {
      flushSeconds.observe(ms / 1000);
      flushEvents.observe(events);
    },
    retrying: () => retries.inc(),
  };
}
