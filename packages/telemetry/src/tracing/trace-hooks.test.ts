import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { EventData, EventType } from '@telltale/core';
import type { WorkerHooks } from '@telltale/engine';
import type { RecordedEvent } from '@telltale/ledger';
import { beforeEach, describe, expect, test } from 'vitest';
import { spanIdOf, traceIdOf } from './ids.ts';
import { GivenIds, SpanWriter } from './span-writer.ts';
import { traceHooks } from './trace-hooks.ts';

const RUN = { runId: 'work-a-run-1', pipeline: 'work' };
const START = Date.parse('2026-11-21T03:14:15.926Z');

let exporter: InMemorySpanExporter;
let hooks: Required<Pick<WorkerHooks, 'recorded' | 'runLeft'>>;

beforeEach(() => {
  exporter = new InMemorySpanExporter();
  const ids = new GivenIds();
  const provider = new TracerProvider({ idGenerator: ids, spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const writer = new SpanWriter({ tracer: provider.getTracer('test'), logger: null, ids });
  hooks = traceHooks(writer) as typeof hooks;
});

/** An event so many ms after the start. */
function at<T extends EventType>(
  ms: number,
  type: T,
  data: EventData<T>,
  about: Partial<RecordedEvent> = {},
): RecordedEvent {
  return { type, atMs: START + ms, step: null, item: null, actionId: null, ...about, data: JSON.stringify(data) };
}

function record(...events: readonly RecordedEvent[]): void {
  hooks.recorded({ ...RUN, events });
}

const taken = (ms: number, attempt: number) => at(ms, 'run.started', { workerId: `w-${attempt}`, attempt });
const stepStarted = (ms: number, attempt = 1) =>
  at(ms, 'step.started', { number: 1, of: 2, attempt }, { step: 'fetch' });
const finished = (ms: number, about: Partial<RecordedEvent>, outcome: EventData<'action.finished'>['outcome']) =>
  at(ms, 'action.finished', { tool: 'click', outcome, durationMs: 40 }, about);

/** What a span says, with its times counted from the start and its parent by name. */
function tell(span: ReadableSpan) {
  const ms = ([seconds, nanos]: ReadableSpan['startTime']) => seconds * 1_000 + nanos / 1e6 - START;
  const parent = exporter
    .getFinishedSpans()
    .find((other) => other.spanContext().spanId === span.parentSpanContext?.spanId);
  return {
    name: span.name,
    from: ms(span.startTime),
    to: ms(span.endTime),
    outcome: span.attributes['telltale.outcome'],
    parent: parent?.name ?? null,
  };
}

const told = () => exporter.getFinishedSpans().map(tell);

describe('an agent', () => {
  const place = { step: 'fetch', item: 'a' };

  test('is a span around the actions of its item, and its model names those that ask it', () => {
    record(
      taken(0, 1),
      stepStarted(10),
      at(20, 'agent.started', { model: 'm-1' }, place),
      at(30, 'action.started', { tool: 'model' }, { ...place, actionId: 'x' }),
      at(40, 'action.started', { tool: 'click' }, { step: 'fetch', item: 'b', actionId: 'y' }),
      at(50, 'action.finished', { tool: 'model', outcome: 'success', durationMs: 20 }, { ...place, actionId: 'x' }),
      finished(60, { step: 'fetch', item: 'b', actionId: 'y' }, 'success'),
      at(
        70,
        'agent.finished',
        {
          outcome: 'succeeded',
          durationMs: 50,
          tokens: { input: 12, output: 3 },
          costUsd: 0.25,
          message: 'THE-ANSWER',
        },
        place,
      ),
      at(80, 'step.succeeded', { durationMs: 70 }, { step: 'fetch' }),
      at(90, 'run.succeeded', { durationMs: 90 }),
    );
    expect(told()).toEqual([
      { name: 'chat m-1', from: 30, to: 50, outcome: 'success', parent: 'invoke_agent' },
      { name: 'execute_tool click', from: 40, to: 60, outcome: 'success', parent: 'step fetch' },
      { name: 'invoke_agent', from: 20, to: 70, outcome: 'succeeded', parent: 'step fetch' },
      { name: 'step fetch', from: 10, to: 80, outcome: 'succeeded', parent: 'run work' },
      { name: 'run work', from: 0, to: 90, outcome: 'succeeded', parent: null },
    ]);
    const agent = exporter.getFinishedSpans()[2]?.attributes;
    expect(agent).toMatchObject({
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.request.model': 'm-1',
      'gen_ai.usage.input_tokens': 12,
      'telltale.cost_usd': 0.25,
      'telltale.item': 'a',
    });
    expect(JSON.stringify(agent)).not.toContain('THE-ANSWER');
  });
});

test('a call of a model names the one that it asks, whatever agent makes it, with its tokens and its cost', () => {
  const place = { step: 'fetch', actionId: 'x' };
  const used = { tokens: { input: 12, output: 3 }, costUsd: 0.25 };
  const ended = { tool: 'model', outcome: 'success', durationMs: 20, ...used } as const;
  record(
    taken(0, 1),
    stepStarted(10),
    at(20, 'agent.started', { model: 'openai:m-1' }, { step: 'fetch' }),
    at(30, 'action.started', { tool: 'model', input: { model: 'openai:sees', messages: 2 } }, place),
    at(50, 'action.finished', ended, place),
  );
  expect(exporter.getFinishedSpans()[0]).toMatchObject({
    name: 'chat openai:sees',
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'openai:sees',
      'gen_ai.usage.input_tokens': 12,
      'gen_ai.usage.output_tokens': 3,
      'telltale.cost_usd': 0.25,
    },
  });
});

test('each attempt of a step is a span of its own, and fails on its own', () => {
  const error = { name: 'Error', message: 'no answer' };
  record(taken(0, 1), stepStarted(10), at(20, 'step.retrying', { attempt: 2, delayMs: 5, error }, { step: 'fetch' }));
  record(stepStarted(25, 2), at(30, 'step.succeeded', { durationMs: 5 }, { step: 'fetch' }));
  expect(told().map(({ from, to, outcome }) => [from, to, outcome])).toEqual([
    [10, 20, 'failed'],
    [25, 30, 'succeeded'],
  ]);
  const [first, second] = exporter.getFinishedSpans();
  expect(first?.status.message).toBe('no answer');
  expect(first?.spanContext().spanId).toBe(spanIdOf(RUN.runId, 'step', 'fetch', 1));
  expect(second?.spanContext()).toMatchObject({
    traceId: traceIdOf(RUN.runId),
    spanId: spanIdOf(RUN.runId, 'step', 'fetch', 2),
  });
});

describe('a run that is not in the hands of this worker', () => {
  test('has the actions that were left open, as they ended, and nothing else', () => {
    record(
      finished(100, { step: 'fetch', actionId: 'x' }, 'interrupted'),
      at(100, 'step.stopped', { durationMs: 90, reason: 'interrupted' }, { step: 'fetch' }),
      at(100, 'run.recovered', { fromWorker: 'w-0', toWorker: null, reason: 'gone', interruptedActions: 1 }),
    );
    expect(told()).toEqual([{ name: 'execute_tool click', from: 60, to: 100, outcome: 'interrupted', parent: null }]);
    expect(exporter.getFinishedSpans()[0]?.spanContext()).toMatchObject({
      traceId: traceIdOf(RUN.runId),
      spanId: spanIdOf(RUN.runId, 'action', 'x'),
    });
  });
});

describe('a run that is let go of', () => {
  test('leaves nothing open, whatever its worker still was at', () => {
    record(taken(0, 1), stepStarted(10), at(20, 'action.started', { tool: 'click' }, { step: 'fetch', actionId: 'x' }));
    hooks.runLeft({ runId: RUN.runId, how: 'lost' });
    expect(told().map(({ name, outcome }) => [name, outcome])).toEqual([
      ['execute_tool click', 'interrupted'],
      ['step fetch', 'stopped'],
      ['run work', 'lost'],
    ]);
    hooks.runLeft({ runId: RUN.runId, how: 'lost' });
    expect(told()).toHaveLength(3);
  });

  test('and is taken again before its old execution has left has a span for each time', () => {
    const stuck = { silentMs: 1, thresholdMs: 1, message: 'Stuck' };
    record(taken(0, 1), at(10, 'run.stuck', { ...stuck, decision: 'reported' }));
    expect(told()).toEqual([]);
    record(at(20, 'run.stuck', { ...stuck, decision: 'requeued' }));
    record(taken(30, 2));
    hooks.runLeft({ runId: RUN.runId, how: 'lost' });
    record(stepStarted(40), at(50, 'step.succeeded', { durationMs: 10 }, { step: 'fetch' }));
    record(at(60, 'run.succeeded', { durationMs: 60 }));
    hooks.runLeft({ runId: RUN.runId, how: 'succeeded' });
    expect(told()).toEqual([
      { name: 'run work', from: 0, to: 20, outcome: 'stuck', parent: null },
      { name: 'step fetch', from: 40, to: 50, outcome: 'succeeded', parent: 'run work' },
      { name: 'run work', from: 30, to: 60, outcome: 'succeeded', parent: null },
    ]);
    expect(exporter.getFinishedSpans()[0]?.status.message).toBe('Stuck');
  });
});

test('a run that was handed back or paused, and is taken again as the same try, has a span of its own', () => {
  const gone = { fromWorker: 'w-1', toWorker: null, reason: 'it stops', interruptedActions: 0 };
  record(taken(0, 1), at(10, 'run.recovered', gone));
  hooks.runLeft({ runId: RUN.runId, how: 'handed-back' });
  record(taken(20, 1), at(30, 'run.paused', {}));
  hooks.runLeft({ runId: RUN.runId, how: 'paused' });
  record(taken(40, 1), stepStarted(50), at(60, 'step.succeeded', { durationMs: 10 }, { step: 'fetch' }));
  record(at(70, 'run.succeeded', { durationMs: 70 }));
  const ids = exporter.getFinishedSpans().map((span) => span.spanContext().spanId);
  expect(told().map(({ outcome }) => outcome)).toEqual(['requeued', 'paused', 'succeeded', 'succeeded']);
  expect(new Set(ids).size).toBe(4);
  expect(exporter.getFinishedSpans()[2]?.parentSpanContext?.spanId).toBe(ids[3]);
});

test('of the items that failed a step names a hundred', () => {
  const error = { name: 'Error', message: 'broken' };
  record(taken(0, 1), stepStarted(10));
  for (let n = 0; n < 150; n += 1) record(at(20, 'item.failed', { error }, { step: 'fetch', item: `item-${n}` }));
  record(at(30, 'step.succeeded', { durationMs: 20 }, { step: 'fetch' }));
  expect(exporter.getFinishedSpans()[0]?.events).toHaveLength(100);
});
