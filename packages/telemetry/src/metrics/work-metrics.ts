import type { RecordedEvents } from '@telltale/ledger';
import { Counter, Histogram, type Registry } from 'prom-client';
import { type EventHandlers, handleEvent } from '../event-handlers.ts';
import { BoundedLabel } from './bounded-label.ts';

/** In seconds: steps and actions take from a blink to hours. */
const WORK_BUCKETS = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 1_800, 3_600, 14_400];

interface Place {
  readonly pipeline: string;
  readonly step: string;
}

/** Counts what runs do, from the events that a worker has committed. `workerId` says which one. */
export function createWorkMetrics(
  registry: Registry,
  workerId: () => string | null,
): (recorded: RecordedEvents) => void {
  const pipelines = new BoundedLabel();
  const steps = new BoundedLabel();
  const tools = new BoundedLabel();
  const metrics = register(registry);

  const stepEnded = (outcome: string) => (place: Place, data: () => { readonly durationMs: number }) =>
    metrics.steps.observe({ ...place, outcome }, data().durationMs / 1000);
  const itemEnded = (outcome: string) => (place: Place) => metrics.items.inc({ ...place, outcome });
  const runFinished =
    (outcome: string) =>
    ({ pipeline }: Place) =>
      metrics.finished.inc({ pipeline, outcome });

  const handlers: EventHandlers<Place> = {
    'step.succeeded': stepEnded('succeeded'),
    'step.failed': stepEnded('failed'),
    'step.stopped': stepEnded('stopped'),
    'item.succeeded': itemEnded('succeeded'),
    'item.failed': itemEnded('failed'),
    'item.skipped': itemEnded('skipped'),
    'action.finished': (_place, data) => {
      const { tool: name, outcome, durationMs } = data();
      const tool = tools.of(name);
      metrics.actions.inc({ tool, outcome });
      metrics.actionSeconds.observe({ tool }, durationMs / 1000);
    },
    'run.succeeded': runFinished('succeeded'),
    'run.failed': runFinished('failed'),
    'run.cancelled': runFinished('cancelled'),
    'run.stuck': ({ pipeline }, data) => {
      const { decision } = data();
      metrics.stuck.inc({ pipeline, decision });
      if (decision === 'requeued') metrics.requeued.inc({ pipeline, reason: 'stuck' });
    },
    'run.recovered': ({ pipeline }, data) => {
      const reason = data().fromWorker === workerId() ? 'handed_back' : 'worker_lost';
      metrics.requeued.inc({ pipeline, reason });
    },
  };

  return ({ pipeline: name, events }) => {
    const pipeline = pipelines.of(name);
    for (const event of events) {
      handleEvent(handlers, { pipeline, step: event.step === null ? '' : steps.of(event.step) }, event);
    }
  };
}

function register(registry: Registry) {
  const registers = [registry];
  return {
    steps: new Histogram({
      name: 'telltale_step_duration_seconds',
      help: 'Time that an attempt of a step took.',
      labelNames: ['pipeline', 'step', 'outcome'],
      buckets: WORK_BUCKETS,
      registers,
    }),
    items: new Counter({
      name: 'telltale_items_total',
      help: 'Items that ended.',
      labelNames: ['pipeline', 'step', 'outcome'],
      registers,
    }),
    actions: new Counter({
      name: 'telltale_actions_total',
      help: 'Actions that ended.',
      labelNames: ['tool', 'outcome'],
      registers,
    }),
    actionSeconds: new Histogram({
      name: 'telltale_action_duration_seconds',
      help: 'Time that an action took.',
      labelNames: ['tool'],
      buckets: WORK_BUCKETS,
      registers,
    }),
    finished: new Counter({
      name: 'telltale_runs_finished_total',
      help: 'Runs that ended in the hands of a worker.',
      labelNames: ['pipeline', 'outcome'],
      registers,
    }),
    stuck: new Counter({
      name: 'telltale_runs_stuck_total',
      help: 'Runs in which nothing had advanced for too long, by what was decided.',
      labelNames: ['pipeline', 'decision'],
      registers,
    }),
    requeued: new Counter({
      name: 'telltale_runs_requeued_total',
      help: 'Runs that went back to their queue before their end, by why.',
      labelNames: ['pipeline', 'reason'],
      registers,
    }),
  };
}
