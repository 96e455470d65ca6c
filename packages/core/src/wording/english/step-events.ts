import type { TraceEvent } from '../../events/event.ts';
import type { EventType } from '../../events/event-types.ts';
import type { Catalogue } from '../catalogue.ts';
import { formatDuration } from '../duration.ts';
import { formatCounts, formatNumber, formatQuantity } from '../quantity.ts';
import { itemName, oneLine, quoted } from '../text.ts';

type StepEvents = Pick<Catalogue['events'], Extract<EventType, `${'step' | 'item'}.${string}`>>;

export const stepEvents: StepEvents = {
  'step.started': ({ step, data }) => {
    const again = data.attempt === 1 ? '' : ` again (attempt ${data.attempt})`;
    return `step ${data.number} of ${data.of} ${quoted(step ?? '?')} started${again}`;
  },
  'step.sized': (event) => `${stepName(event)} is ${formatQuantity(event.data.size, event.data.unit)} in size`,
  'step.planned': (event) => {
    const { total, unit = 'items', kept } = event.data;
    const plan = total === null ? `an unknown number of ${unit}` : formatQuantity(total, unit);
    return `${stepName(event)} has ${plan} to do${kept === 0 ? '' : `, ${formatNumber(kept)} of them done before`}`;
  },
  'step.progressed': (event) => {
    const { unit, current, upNext, ...counts } = event.data;
    const now = current.length === 0 ? '' : `, now ${current.map(itemName).join(', ')}`;
    return `${stepName(event)}: ${formatCounts(counts, unit ?? null)}${now}`;
  },
  'step.retrying': (event) => {
    const { attempt, delayMs, error } = event.data;
    return `${stepName(event)} failed: ${oneLine(error.message)}; attempt ${attempt} in ${formatDuration(delayMs)}`;
  },
  'step.succeeded': (event) => `${stepName(event)} succeeded after ${formatDuration(event.data.durationMs)}`,
  'step.failed': (event) =>
    `${stepName(event)} failed after ${formatDuration(event.data.durationMs)}: ${oneLine(event.data.error.message)}`,
  'step.skipped': (event) => `${stepName(event)} skipped: ${oneLine(event.data.reason)}`,
  // How long nobody saw it work is not known.
  'step.stopped': (event) =>
    `${stepName(event)} stopped${after(event.data.durationMs || undefined)}: ${event.data.reason}`,

  'item.started': (event) => `${nameOf(event)} in work`,
  'item.retrying': (event) => {
    const { attempt, delayMs, error } = event.data;
    return `${nameOf(event)} failed: ${oneLine(error.message)}; attempt ${attempt} in ${formatDuration(delayMs)}`;
  },
  'item.succeeded': (event) => `${nameOf(event)} done${after(event.data.durationMs)}`,
  'item.failed': (event) =>
    `${nameOf(event)} failed${after(event.data.durationMs)}: ${oneLine(event.data.error.message)}`,
  'item.skipped': (event) => `${nameOf(event)} skipped: ${oneLine(event.data.reason)}`,
};

function stepName({ step }: TraceEvent): string {
  return `step ${quoted(step ?? '?')}`;
}

function nameOf({ item, data }: TraceEvent<Extract<EventType, `item.${string}`>>): string {
  return `item ${quoted(('label' in data ? data.label : undefined) ?? item ?? '?')}`;
}

function after(durationMs: number | undefined): string {
  return durationMs === undefined ? '' : ` after ${formatDuration(durationMs)}`;
}
