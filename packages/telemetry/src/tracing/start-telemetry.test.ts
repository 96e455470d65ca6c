import { createHash } from 'node:crypto';
import type { WorkerHooks } from '@telltale/engine';
import { createSignals, testDatabase } from '@telltale/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Lines } from '../../test/lines.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../../test/otlp-receiver.ts';
import { startWork } from '../../test/work.ts';
import { joinHooks } from '../join-hooks.ts';
import { createLogger } from '../log/create-logger.ts';
import { startTelemetry } from './start-telemetry.ts';
import type { Telemetry } from './telemetry.ts';

const db = testDatabase();
let lines: Lines;
let receiver: OtlpReceiver;

beforeEach(async () => {
  lines = new Lines();
  receiver = await startOtlpReceiver();
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', receiver.url);
  vi.stubEnv('OTEL_BSP_SCHEDULE_DELAY', '10');
  vi.stubEnv('OTEL_BLRP_SCHEDULE_DELAY', '10');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await receiver[Symbol.asyncDispose]();
});

function start(): Telemetry | null {
  const logger = createLogger({ name: 'worker', destination: lines });
  return startTelemetry({ env: process.env, version: '1.2.3', logger });
}

function started(): Telemetry {
  const telemetry = start();
  if (telemetry === null) throw new Error('nothing is sent');
  return telemetry;
}

const traceIdOf = (runId: string) => createHash('sha256').update(runId).digest('hex').slice(0, 32);

describe('nothing is sent', () => {
  test('unless a variable names a collector', () => {
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', ' ');
    expect(start()).toBeNull();
  });

  test('where no exporter is wanted', () => {
    vi.stubEnv('OTEL_TRACES_EXPORTER', 'none');
    vi.stubEnv('OTEL_LOGS_EXPORTER', 'none');
    expect(start()).toBeNull();
  });

  test('where OpenTelemetry is switched off', () => {
    vi.stubEnv('OTEL_SDK_DISABLED', 'True');
    expect(start()).toBeNull();
  });
});

test('a run, its steps and its actions become spans, with the times at which they were', async () => {
  const telemetry = started();
  await using work = await startWork(db, { hooks: telemetry.hooks, traceIdOf: telemetry.traceIdOf });
  const beganMs = Date.now();
  const { runId } = await work.run(async ({ step }) => {
    await step('fetch', (s) =>
      s.action('search', { query: 'x' }, async () => {
        await s.action('click', {}, () => 'clicked');
      }),
    );
    await step('count', async (s) => {
      await s.action('model', { prompt: 'x' }, () => 'answer', { tokens: () => ({ input: 12, output: 3 }) });
      await s.items(['a', 'b'], { key: String, onItemError: 'skip' }, async (item) => {
        if (item === 'b') throw new Error('broken');
        await s.action('click', {}, () => Promise.reject(new Error('no such button'))).catch(() => undefined);
      });
    });
  });
  await telemetry.shutdown();

  const { spans } = receiver;
  const find = (name: string, matches: Record<string, unknown> = {}) => {
    const found = spans.filter(
      (span) => span.name === name && Object.entries(matches).every(([key, value]) => span.attributes[key] === value),
    );
    expect(found, name).toHaveLength(1);
    return found[0]!;
  };
  expect(spans).toHaveLength(7);
  const run = find('run work');
  const [fetch, count] = [find('step fetch'), find('step count')];
  const search = find('execute_tool search');
  const model = find('chat');
  const [inner, failed] = [
    find('execute_tool click', { 'telltale.step': 'fetch' }),
    find('execute_tool click', { 'telltale.step': 'count' }),
  ];

  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([traceIdOf(runId)]));
  const parents = [run, fetch, count, search, inner, model, failed].map(({ parentSpanId }) => parentSpanId);
  expect(parents).toEqual(['', run.spanId, run.spanId, fetch.spanId, search.spanId, count.spanId, count.spanId]);
  expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(7);
  for (const span of spans) {
    const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
    expect(span.startMs).toBeGreaterThanOrEqual(parent?.startMs ?? beganMs);
    expect(span.endMs).toBeGreaterThanOrEqual(span.startMs);
    if (parent !== undefined) expect(span.endMs).toBeLessThanOrEqual(parent.endMs);
    expect(span.attributes).toMatchObject({ 'telltale.run_id': runId, 'telltale.pipeline': 'work' });
  }

  expect(run.attributes).toMatchObject({ 'telltale.outcome': 'succeeded', 'telltale.worker_id': work.workerId });
  expect(count.attributes).toMatchObject({ 'telltale.step': 'count', 'telltale.attempt': 1 });
  expect(count.events).toEqual([
    { name: 'item failed', attributes: { 'telltale.item': 'b', 'telltale.failure': 'broken' } },
  ]);
  expect(search.attributes).toMatchObject({
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': 'search',
    'gen_ai.tool.call.id': expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(model.attributes).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.usage.input_tokens': 12,
    'gen_ai.usage.output_tokens': 3,
  });
  // INTERNAL, but for what calls a model: CLIENT.
  expect([run, fetch, search, model].map(({ kind }) => kind)).toEqual([1, 1, 1, 3]);
  expect(failed.attributes).toMatchObject({ 'telltale.item': 'a', 'telltale.outcome': 'error', 'error.type': 'error' });
  expect(failed.status).toEqual({ code: 2, message: 'no such button' });
  expect(search.status.code).toBe(0);

  const { events } = await work.client.reader.readEvents(runId);
  expect(events.find(({ type }) => type === 'run.started')?.data).toMatchObject({ traceId: traceIdOf(runId) });
});

test('an action that has begun is told before it ends, and where its span will be', async () => {
  const telemetry = started();
  await using work = await startWork(db, { hooks: telemetry.hooks });
  const gate = Promise.withResolvers<void>();
  const runId = await work.start(({ step }) => step('fetch', (s) => s.action('search', {}, () => gate.promise)));
  const log = await receiver.log(({ attributes }) => attributes['telltale.run_id'] === runId);
  expect(receiver.spans.filter(({ name }) => name === 'execute_tool search')).toEqual([]);
  gate.resolve();
  await work.client.wait(runId);
  const span = await receiver.span(({ name }) => name === 'execute_tool search');
  expect(log).toMatchObject({
    traceId: traceIdOf(runId),
    spanId: span.spanId,
    eventName: 'telltale.action.started',
    body: 'execute_tool search began',
    atMs: span.startMs,
    attributes: { 'gen_ai.tool.name': 'search', 'telltale.step': 'fetch', 'telltale.pipeline': 'work' },
  });
  await telemetry.shutdown();
});

test('what fails and what is let go of says so, and nothing stays open', async () => {
  const telemetry = started();
  const signals = createSignals<WorkerHooks>();
  const { runTaken, runLeft } = signals.hooks;
  await using work = await startWork(db, { hooks: joinHooks(telemetry.hooks, { runTaken, runLeft }) });
  const failed = await work.run(({ step }) => step('fetch', () => Promise.reject(new Error('broken'))));
  const step = await receiver.span(({ name }) => name === 'step fetch');
  expect(step.attributes).toMatchObject({ 'telltale.outcome': 'failed', 'error.type': 'failed' });
  expect(step.status).toEqual({ code: 2, message: 'broken' });
  const run = await receiver.span(({ name }) => name === 'run work');
  expect(run.status).toMatchObject({ code: 2, message: expect.stringContaining('broken') });

  const runId = await work.start(({ step }) =>
    step('fetch', (s) =>
      s.action('search', {}, ({ signal }) => {
        const aborted = Promise.withResolvers<never>();
        signal.addEventListener('abort', () => aborted.reject(signal.reason), { once: true });
        return aborted.promise;
      }),
    ),
  );
  const about = (name: string) =>
    receiver.span((span) => span.name === name && span.attributes['telltale.run_id'] === runId);
  await receiver.log(({ attributes }) => attributes['telltale.run_id'] === runId);
  await work.client.cancel(runId);
  expect((await about('execute_tool search')).attributes['telltale.outcome']).toBe('cancelled');
  expect((await about('step fetch')).attributes['telltale.outcome']).toBe('cancelled');
  expect((await about('run work')).attributes['telltale.outcome']).toBe('cancelled');
  expect(failed.runId).not.toBe(runId);
  await telemetry.shutdown();
});

test('what was asked and what was answered stays here, and so do secrets', async () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'x-api-key=collector-key');
  const telemetry = started();
  await using work = await startWork(db, { hooks: telemetry.hooks });
  await work.run(({ step }) =>
    step('fetch', async (s) => {
      await s.action('model', { prompt: 'PROMPT-TEXT' }, () => 'ANSWER-TEXT');
      const fails = () => Promise.reject(new Error('cannot reach postgres://me:HUNTER2@db/x'));
      await s.action('search', { token: 'TOKEN-TEXT' }, fails).catch(() => undefined);
      s.log('LOG-TEXT');
    }),
  );
  await telemetry.shutdown();
  expect(receiver.text).toContain('[redacted]@db/x');
  expect(receiver.text).not.toMatch(/PROMPT-TEXT|ANSWER-TEXT|TOKEN-TEXT|LOG-TEXT|HUNTER2|collector-key/);
  expect(receiver.headers.every((headers) => headers['x-api-key'] === 'collector-key')).toBe(true);
});

test('the process is named as its environment says', async () => {
  vi.stubEnv('OTEL_SERVICE_NAME', 'night-shift');
  vi.stubEnv('OTEL_RESOURCE_ATTRIBUTES', 'deployment.environment.name=test,service.name=ignored');
  const telemetry = started();
  await using work = await startWork(db, { hooks: telemetry.hooks });
  await work.run(({ step }) => step('fetch', () => 'page'));
  await telemetry.shutdown();
  expect(receiver.resources[0]).toEqual({
    'service.name': 'night-shift',
    'service.version': '1.2.3',
    'deployment.environment.name': 'test',
  });
});

test('a collector for log records alone gets no spans', async () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', '');
  vi.stubEnv('OTEL_EXPORTER_OTLP_LOGS_ENDPOINT', `${receiver.url}/v1/logs`);
  const telemetry = started();
  await using work = await startWork(db, { hooks: telemetry.hooks });
  await work.run(({ step }) => step('fetch', (s) => s.action('search', {}, () => 'found')));
  await telemetry.shutdown();
  expect(receiver.logs).toHaveLength(1);
  expect(receiver.spans).toEqual([]);
});

describe('a collector that is away', () => {
  test('holds nothing up, and is told of once', async () => {
    receiver.answerWith(400);
    const telemetry = started();
    await using work = await startWork(db, { hooks: telemetry.hooks });
    const done = await work.run(({ step }) => step('fetch', () => 'page'));
    expect(done.end).toMatchObject({ state: 'succeeded' });
    await work.run(({ step }) => step('fetch', () => 'page'));
    await telemetry.shutdown();
    expect(lines.objects.map(({ message }) => message)).toEqual([
      'Spans cannot be sent to the OpenTelemetry collector; nothing else is held up by that',
    ]);
  });

  test('holds up the end for five seconds at most', async () => {
    receiver.answerWith(0);
    const telemetry = started();
    await using work = await startWork(db, { hooks: telemetry.hooks });
    await work.run(({ step }) => step('fetch', () => 'page'));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const shutDown = telemetry.shutdown();
    await vi.advanceTimersByTimeAsync(5_000);
    await shutDown;
    vi.useRealTimers();
    expect(lines.text).toContain('Not everything could be sent');
    receiver.answerWith(400);
    await lines.has('Spans cannot be sent');
  });
});
