import type { EventType } from '../../events/event-types.ts';
import type { EventData } from '../../events/schemas.ts';
import type { Catalogue } from '../catalogue.ts';
import { formatDuration } from '../duration.ts';
import { formatBytes, formatQuantity, formatUsd } from '../quantity.ts';
import { actionName, oneLine, quoted } from '../text.ts';
import { ended } from './action.ts';

type WorkEvents = Pick<Catalogue['events'], Extract<EventType, `${'action' | 'agent' | 'log' | 'artifact'}.${string}`>>;

export const workEvents: WorkEvents = {
  'action.started': ({ data }) => {
    const limit = data.timeoutMs === undefined ? '' : `, limit ${formatDuration(data.timeoutMs)}`;
    return `${actionName(data)} started${limit}`;
  },
  'action.finished': ({ data: { tool, target, outcome, durationMs, error } }) =>
    ended(actionName({ tool, input: target }), outcome, durationMs, error),

  'agent.started': ({ data }) => `agent started with ${data.model}`,
  'agent.spoke': ({ data }) => `agent: ${oneLine(data.text)}`,
  'agent.looped': ({ data }) => `agent is looping: ${oneLine(data.message)}`,
  'agent.unlooped': () => 'agent got out of its loop',
  'agent.limited': ({ data }) => {
    const { value, allowed, unit, during } = data;
    const beyond = value > allowed && unit !== 'ms' ? `, with ${amount(value, unit)}` : '';
    const meanwhile = during === undefined ? '' : ` while ${oneLine(during)} was running`;
    return `agent reached its limit of ${amount(allowed, unit)}${beyond}${meanwhile}`;
  },
  'agent.asked': ({ data }) => `agent asks: ${oneLine(data.question)}`,
  'agent.finished': ({ data }) => {
    const why = data.message === undefined ? '' : `: ${oneLine(data.message)}`;
    return `agent ${FINISHED[data.outcome]} after ${formatDuration(data.durationMs)}${why}`;
  },

  'log.written': ({ data }) => `${LEVEL[data.level]}${oneLine(data.message)}`,
  'artifact.stored': ({ data }) => `${data.kind} ${quoted(data.name)} stored, ${formatBytes(data.bytes)}`,
};

/** Of what an agent is allowed. */
function amount(value: number, unit: string): string {
  if (unit === 'ms') return formatDuration(value);
  return unit === 'USD' ? formatUsd(value) : formatQuantity(value, unit);
}

const FINISHED: Readonly<Record<EventData<'agent.finished'>['outcome'], string>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  'needs-human': 'needs a person',
  limited: 'stopped at its limit',
  cancelled: 'was cancelled',
};

const LEVEL: Readonly<Record<EventData<'log.written'>['level'], string>> = {
  debug: '',
  info: '',
  warn: 'warning: ',
  error: 'error: ',
};
