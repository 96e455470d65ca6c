import { describeEvent, type EventData, type EventType, type TraceEvent } from '@telltale/core';
import type { Output } from '../output.ts';
import { type Colour, type Line, span } from './line.ts';
import { printLine } from './print-line.ts';
import { dayOf, timeOfDay } from './time.ts';

/** Prints events as they come: lines for people, with the day where it changes; or the events themselves as JSON. */
export class TracePrinter {
  readonly #output: Output;
  #day = '';

  constructor(output: Output) {
    this.#output = output;
  }

  /** Resolves when there is room for more: whoever reads slowly holds the trace up, and nothing is heaped up. */
  async print(event: TraceEvent): Promise<void> {
    const { stdout } = this.#output;
    this.#output.record(event);
    const day = dayOf(event.at);
    if (day !== this.#day) printLine(this.#output, [span(day, 'dim')]);
    this.#day = day;
    printLine(this.#output, eventLine(event));
    if (stdout.writableNeedDrain) await new Promise((resolve) => stdout.once('drain', resolve));
  }
}

function eventLine(event: TraceEvent): Line {
  return [
    span(`${timeOfDay(event.at)}  ${String(event.seq).padStart(4)}  `, 'dim'),
    span(event.step === null ? '' : `${event.step}  `, 'cyan'),
    span(describeEvent(event), colourOf(event)),
  ];
}

const COLOURS: { readonly [T in EventType]?: Colour } = {
  'run.succeeded': 'green',
  'run.failed': 'red',
  'run.stuck': 'red',
  'run.cancelled': 'yellow',
  'run.paused': 'blue',
  'run.recovered': 'yellow',
  'step.succeeded': 'green',
  'step.failed': 'red',
  'step.retrying': 'yellow',
  'item.failed': 'red',
  'item.retrying': 'yellow',
  'agent.spoke': 'dim',
  'agent.looped': 'red',
  'agent.limited': 'yellow',
  'agent.asked': 'blue',
};

const AGENT_COLOURS: Readonly<Record<EventData<'agent.finished'>['outcome'], Colour>> = {
  succeeded: 'green',
  failed: 'red',
  'needs-human': 'blue',
  limited: 'red',
  cancelled: 'yellow',
};

function colourOf(event: TraceEvent): Colour | undefined {
  if (event.type === 'action.finished') return event.data.outcome === 'success' ? undefined : 'red';
  if (event.type === 'agent.finished') return AGENT_COLOURS[event.data.outcome];
  return COLOURS[event.type];
}
