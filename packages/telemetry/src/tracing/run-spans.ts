import type { Attributes } from '@opentelemetry/api';
import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import type { ActionOutcome, EventData, Failure, Tokens } from '@telltale/core';
import type { RecordedEvent } from '@telltale/ledger';
import { type EventHandlers, handleEvent } from '../event-handlers.ts';
import { spanIdOf, traceIdOf } from './ids.ts';
import type { Place, SpanEvent, SpanWriter } from './span-writer.ts';
import { modelIn, nameAction, nameAgent, tokenAttributes } from './tool-attributes.ts';

/** Failed items that a step's span tells of; there may be thousands. */
const MAX_FAILED_ITEMS = 100;

interface OpenSpan {
  readonly place: Place;
  readonly parent: Place | null;
  readonly name: string;
  readonly startMs: number;
  readonly attributes: Attributes;
  readonly isCall?: boolean;
}

interface OpenStep extends OpenSpan {
  readonly failedItems: SpanEvent[];
}

interface OpenAgent extends OpenSpan {
  readonly model: string;
}

interface Ending {
  readonly outcome: string;
  /** What went wrong. */
  readonly failure?: string | undefined;
  readonly tokens?: Tokens | undefined;
  readonly costUsd?: number | undefined;
  readonly events?: readonly SpanEvent[];
}

/** Outcomes of an action that are nobody's failure. */
const FINE: readonly ActionOutcome[] = ['success', 'cancelled'];

/**
 * The spans of a run while one worker has it in hand. It follows the run's events: what begins is remembered, and written
 * as a span when it ends.
 */
export class RunSpans {
  readonly #writer: SpanWriter;
  readonly #runId: string;
  readonly #traceId: string;
  readonly #about: Attributes;
  readonly #pipeline: string;
  readonly #steps = new Map<string, OpenStep>();
  /** By step and item: each has one at a time. */
  readonly #agents = new Map<string, OpenAgent>();
  readonly #actions = new Map<string, OpenSpan>();
  /** `null` before it was taken, and once it has ended or was let go of. */
  #run: OpenSpan | null = null;

  constructor(writer: SpanWriter, runId: string, pipeline: string) {
    this.#writer = writer;
    this.#runId = runId;
    this.#traceId = traceIdOf(runId);
    this.#pipeline = pipeline;
    this.#about = { 'telltale.run_id': runId, 'telltale.pipeline': pipeline };
  }

  follow(events: readonly RecordedEvent[]): void {
    for (const event of events) handleEvent(this.#handlers, event, event);
  }

  /** The worker has nothing more to do with it, since `atMs`. */
  leave(outcome: string, atMs: number, failure?: string): void {
    const inner = [...this.#actions.values(), ...this.#agents.values()];
    for (const span of inner) this.#end(span, atMs, { outcome: 'interrupted' });
    for (const step of this.#steps.values()) this.#endStep(step, atMs, { outcome: 'stopped' });
    for (const open of [this.#actions, this.#agents, this.#steps]) open.clear();
    if (this.#run !== null) this.#end(this.#run, atMs, { outcome, failure });
    this.#run = null;
  }

  readonly #handlers: EventHandlers<RecordedEvent> = {
    'run.started': ({ atMs }, data) => {
      const { attempt, workerId } = data();
      this.#run = {
        // Not by its attempt, which does not count a try that was handed back.
        place: this.#place('run', atMs),
        parent: null,
        name: `run ${this.#pipeline}`,
        startMs: atMs,
        attributes: { 'telltale.attempt': attempt, 'telltale.worker_id': workerId },
      };
    },
    'run.succeeded': ({ atMs }) => this.leave('succeeded', atMs),
    'run.failed': ({ atMs }, data) => this.leave('failed', atMs, data().error.message),
    'run.paused': ({ atMs }) => this.leave('paused', atMs),
    'run.cancelled': ({ atMs }) => this.leave('cancelled', atMs),
    'run.recovered': ({ atMs }) => this.leave('requeued', atMs),
    'run.stuck': ({ atMs }, data) => {
      const { decision, message } = data();
      if (decision !== 'reported') this.leave('stuck', atMs, message);
    },

    'step.started': (event, data) => this.#stepStarted(event, data()),
    'step.succeeded': (event) => this.#stepEnded(event, { outcome: 'succeeded' }),
    'step.failed': (event, data) => this.#stepEnded(event, { outcome: 'failed', failure: data().error.message }),
    'step.retrying': (event, data) => this.#stepEnded(event, { outcome: 'failed', failure: data().error.message }),
    'step.stopped': (event, data) => this.#stepEnded(event, { outcome: data().reason }),
    'item.failed': (event, data) => this.#itemFailed(event, data().error),

    'agent.started': (event, data) => this.#agentStarted(event, data()),
    'agent.finished': (event, data) => this.#agentEnded(event, data()),
    'action.started': (event, data) => this.#actionStarted(event, data()),
    'action.finished': (event, data) => this.#actionEnded(event, data()),
  };

  #stepStarted({ step, atMs }: RecordedEvent, { attempt }: EventData<'step.started'>): void {
    this.#steps.set(String(step), {
      place: this.#place('step', step, attempt),
      parent: this.#run?.place ?? null,
      name: `step ${step}`,
      startMs: atMs,
      attributes: { 'telltale.step': String(step), 'telltale.attempt': attempt },
      failedItems: [],
    });
  }

  #stepEnded({ step, atMs }: RecordedEvent, ending: Ending): void {
    const open = this.#steps.get(String(step));
    if (open === undefined) return;
    this.#steps.delete(String(step));
    this.#endStep(open, atMs, ending);
  }

  #endStep(open: OpenStep, atMs: number, ending: Ending): void {
    this.#end(open, atMs, { ...ending, events: open.failedItems });
  }

  #itemFailed({ step, item, atMs }: RecordedEvent, { message }: Failure): void {
    const failed = this.#steps.get(String(step))?.failedItems;
    if (failed === undefined || failed.length === MAX_FAILED_ITEMS) return;
    failed.push({
      name: 'item failed',
      atMs,
      attributes: { 'telltale.item': String(item), 'telltale.failure': message },
    });
  }

  #agentStarted(event: RecordedEvent, { model }: EventData<'agent.started'>): void {
    const { step, item, atMs } = event;
    const { name, attributes } = nameAgent(model);
    this.#agents.set(agentKey(event), {
      place: this.#place('agent', step, item, atMs),
      parent: this.#stepOf(event),
      name,
      model,
      startMs: atMs,
      attributes: { ...attributes, ...inStep(event) },
    });
  }

  #agentEnded(event: RecordedEvent, { outcome, message, tokens, costUsd }: EventData<'agent.finished'>): void {
    const open = this.#agents.get(agentKey(event));
    if (open === undefined) return;
    this.#agents.delete(agentKey(event));
    const failure = outcome === 'failed' ? (message ?? outcome) : undefined;
    this.#end(open, event.atMs, { outcome, tokens, costUsd, failure });
  }

  #actionStarted(event: RecordedEvent, { tool, input, parentId }: EventData<'action.started'>): void {
    const open = this.#openAction(event, tool, { input, parentId });
    this.#actions.set(String(event.actionId), open);
    const attributes = { ...this.#about, ...open.attributes };
    this.#writer.log(
      open.place,
      { name: 'telltale.action.started', atMs: event.atMs, attributes },
      `${open.name} began`,
    );
  }

  /** Of one that another worker left open all is known but what it was called from. */
  #actionEnded(event: RecordedEvent, ended: EventData<'action.finished'>): void {
    const { tool, outcome, durationMs, error, tokens, costUsd } = ended;
    const id = String(event.actionId);
    const open = this.#actions.get(id) ?? this.#openAction({ ...event, atMs: event.atMs - durationMs }, tool);
    this.#actions.delete(id);
    const failure = FINE.includes(outcome) ? undefined : (error?.message ?? outcome);
    this.#end(open, event.atMs, { outcome, tokens, costUsd, failure });
  }

  #openAction(
    event: RecordedEvent,
    tool: string,
    { input, parentId }: Pick<EventData<'action.started'>, 'input' | 'parentId'> = {},
  ): OpenSpan {
    const id = String(event.actionId);
    const agent = this.#agents.get(agentKey(event));
    const { attributes, ...named } = nameAction(tool, id, modelIn(input) ?? agent?.model);
    return {
      place: this.#place('action', id),
      parent: parentId === undefined ? (agent?.place ?? this.#stepOf(event)) : this.#place('action', parentId),
      ...named,
      startMs: event.atMs,
      attributes: { ...attributes, ...inStep(event) },
    };
  }

  #stepOf({ step }: RecordedEvent): Place | null {
    return this.#steps.get(String(step))?.place ?? this.#run?.place ?? null;
  }

  #end({ attributes, ...span }: OpenSpan, endMs: number, ending: Ending): void {
    const { outcome, failure, tokens, costUsd, events } = ending;
    this.#writer.span({
      ...span,
      endMs,
      attributes: {
        ...this.#about,
        ...attributes,
        'telltale.outcome': outcome,
        ...(failure === undefined ? {} : { [ATTR_ERROR_TYPE]: outcome }),
        ...tokenAttributes(tokens),
        ...(costUsd === undefined ? {} : { 'telltale.cost_usd': costUsd }),
      },
      failure,
      ...(events === undefined ? {} : { events }),
    });
  }

  #place(kind: Parameters<typeof spanIdOf>[1], ...about: readonly unknown[]): Place {
    return { traceId: this.#traceId, spanId: spanIdOf(this.#runId, kind, ...about) };
  }
}

function agentKey({ step, item }: RecordedEvent): string {
  return JSON.stringify([step, item]);
}

function inStep({ step, item }: RecordedEvent): Attributes {
  return {
    ...(step === null ? {} : { 'telltale.step': step }),
    ...(item === null ? {} : { 'telltale.item': item }),
  };
}
