import type { EventType } from '../../events/event-types.ts';
import type { EventData } from '../../events/schemas.ts';
import type { Request } from '../../events/shapes.ts';
import type { Catalogue } from '../catalogue.ts';
import { formatAge, formatDuration } from '../duration.ts';
import { formatQuantity } from '../quantity.ts';
import { oneLine, questionText, quoted } from '../text.ts';

type RunEvents = Pick<Catalogue['events'], Extract<EventType, `run.${string}`>>;

export const runEvents: RunEvents = {
  'run.submitted': ({ data }) => {
    const from = data.retryOf === undefined ? '' : `, going on from ${data.retryOf}`;
    const step = data.fromStep === undefined ? '' : ` at step ${quoted(data.fromStep)}`;
    return `${data.pipeline} of ${quoted(data.title ?? data.subject)} submitted${asked(data)}${from}${step}`;
  },
  'run.started': ({ data }) =>
    data.attempt === 1
      ? `worker ${data.workerId} started the run`
      : `worker ${data.workerId} took the run (attempt ${data.attempt})`,
  'run.titled': ({ data }) => `is called '${oneLine(data.title)}'`,
  'run.pausing': ({ data }) => `pause requested${asked(data)}`,
  'run.paused': ({ data }) => `paused${asked(data)}${saying(', asking', questionText(data.question))}`,
  'run.resumed': ({ data }) => `resumed${asked(data)}${saying(', answering', data.answer)}`,
  'run.cancelling': ({ data }) => `cancellation requested${asked(data)}`,
  'run.cancelled': ({ data }) => `cancelled${asked(data)}`,
  'run.recovered': ({ data }) => {
    const to = data.toWorker === null ? 'back to the queue' : `to worker ${data.toWorker}`;
    const actions =
      data.interruptedActions === 0 ? '' : `; ${formatQuantity(data.interruptedActions, 'open actions')} interrupted`;
    return `moved from worker ${data.fromWorker} ${to}: ${oneLine(data.reason)}${actions}`;
  },
  'run.stuck': ({ data }) =>
    `stuck: nothing advanced for ${formatAge(data.silentMs)} (limit ${formatAge(data.thresholdMs)}), ${DECIDED[data.decision]}`,
  'run.succeeded': ({ data }) => `succeeded after ${formatDuration(data.durationMs)}`,
  'run.failed': ({ data }) => `failed after ${formatDuration(data.durationMs)}: ${oneLine(data.error.message, 1_000)}`,
  'run.retried': ({ data }) => `goes on as ${data.newRunId} from step ${quoted(data.fromStep)}${asked(data)}`,
};

const DECIDED: Readonly<Record<EventData<'run.stuck'>['decision'], string>> = {
  reported: 'reported',
  requeued: 'put back in the queue',
  failed: 'given up',
};

function asked({ by, reason }: Request): string {
  return `${by === undefined ? '' : ` by ${by}`}${reason === undefined ? '' : ` (${oneLine(reason)})`}`;
}

/** Questions and answers are what the pipeline makes of them; only text can be read out. */
function saying(lead: string, said: unknown): string {
  return typeof said === 'string' ? `${lead}: ${oneLine(said)}` : '';
}
