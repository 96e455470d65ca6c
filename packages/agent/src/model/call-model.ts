import { setTimeout as delay } from 'node:timers/promises';
import { formatDuration } from '@telltale/core';
import type { Step } from '@telltale/engine';
import type { z } from 'zod';
import { boundedAction } from '../action/bounded-action.ts';
import { AGENT_LIMITS } from '../limits/agent-limits.ts';
import { type AgentModel, costOf } from './agent-model.ts';
import { Breaker } from './breaker.ts';
import { ModelCallError } from './errors.ts';
import { generate, type Reply, type Request } from './generate.ts';
import { modelFailure, modelTimeout } from './model-failure.ts';
import { readOutput } from './read-output.ts';
import { countUsed, type Used } from './used.ts';

export interface ModelCall<T> extends Request {
  /** The shape of its answer. Default: a text. */
  readonly output?: z.ZodType<T>;
  /** Longest time of one try, in ms. Default: 60,000. */
  readonly timeoutMs?: number;
  /** Ends it as well, beside the step's signal: its reason is thrown. */
  readonly signal?: AbortSignal;
  /** What the action's input says beside the model and the number of messages: what it is for. */
  readonly about?: Readonly<Record<string, unknown>>;
  /** What a later attempt of the step gets of the answer (`ActionOptions.keep`). Default: nothing. */
  readonly keep?: (answer: ModelAnswer<T>) => unknown;
}

/** What a model answered. `output` is what it was asked for, and `undefined` if it calls tools first, or has got it wrong. */
export interface ModelAnswer<T = unknown> extends Reply {
  readonly output: T | undefined;
  /** Why the answer is of no use, in words for the model; `null` if it is. */
  readonly problem: string | null;
}

/** How often a request is made at most, before its failure is the caller's. */
const TRIES = 3;
const BACKOFF_MS = 500;
/** A provider that asks to wait longer has to be asked another time. */
const MAX_WAIT_MS = 60_000;
/** A pause takes hold so soon while a provider is waited for. */
const SLICE_MS = 1_000;

const breakers = new WeakMap<AgentModel, Breaker>();

/**
 * The one way to ask a model: an action of tool `model` for each try. A provider that is busy, down or cut off is asked twice
 * more, after the wait that it asks for, or half a second and then a whole one. Throws `ModelCallError`.
 */
export async function callModel<T = string>(
  step: Step,
  model: AgentModel,
  call: ModelCall<T>,
): Promise<ModelAnswer<T>> {
  for (let attempt = 1; ; attempt += 1) {
    const end = await tryOnce(step, model, call, attempt);
    if (!(end instanceof ModelCallError)) return end;
    const waitMs = end.waitMs ?? BACKOFF_MS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
    if (!end.retryable || attempt === TRIES || waitMs > MAX_WAIT_MS) throw end;
    const asks = end.waitMs === null || end.code === 'model_unavailable' ? 'waiting' : 'the provider asks to wait';
    step.log(`${end.message} Try ${attempt + 1} of ${TRIES} follows: ${asks} ${formatDuration(waitMs)}.`, {}, 'warn');
    await rest(step, waitMs, call.signal);
  }
}

async function tryOnce<T>(
  step: Step,
  model: AgentModel,
  call: ModelCall<T>,
  attempt: number,
): Promise<ModelAnswer<T> | ModelCallError> {
  const { timeoutMs = AGENT_LIMITS.modelTimeoutMs, keep, about } = call;
  const breaker = breakerOf(model);
  const input = {
    model: model.id,
    ...about,
    messages: call.messages.length,
    last: call.messages.at(-1)?.role,
    ...(attempt === 1 ? {} : { try: attempt }),
  };
  const end = await boundedAction<ModelAnswer<T> | ModelCallError>(
    step,
    'model',
    input,
    async ({ signal }) => {
      const openForMs = breaker.openForMs(Date.now());
      if (openForMs > 0) return unavailable(model, openForMs);
      try {
        return await judgeReply(await generate(model, call, signal), call.output);
      } catch (error) {
        // Aborted: whoever did it says how it ended.
        return modelFailure(error, model.id);
      }
    },
    {
      timeoutMs,
      ...(call.signal === undefined ? {} : { signal: call.signal }),
      failure: (answer) => (answer instanceof ModelCallError ? answer : unusable(answer)),
      output: (answer) => (answer instanceof ModelCallError ? undefined : recorded(answer)),
      tokens: (answer) => usedBy(model, answer)?.tokens,
      costUsd: (answer) => usedBy(model, answer)?.costUsd ?? undefined,
      ...(keep === undefined
        ? {}
        : { keep: (answer) => (answer instanceof ModelCallError ? undefined : keep(answer)) }),
    },
  );
  const answer = end.kind === 'timeout' ? modelTimeout(model.id, timeoutMs, end.error) : end.value;
  const used = usedBy(model, answer);
  if (used !== null) countUsed(used);
  if (!(answer instanceof ModelCallError)) breaker.succeeded();
  else if (answer.code === 'model_down' || answer.code === 'model_unreachable') breaker.failed(Date.now());
  return answer;
}

/** What an answer took; `null`: nobody knows. */
function usedBy(model: AgentModel, answer: ModelAnswer | ModelCallError): Used | null {
  if (answer instanceof ModelCallError || answer.tokens === null) return null;
  return { tokens: answer.tokens, costUsd: costOf(answer.tokens, model.price) };
}

function breakerOf(model: AgentModel): Breaker {
  const known = breakers.get(model) ?? new Breaker();
  breakers.set(model, known);
  return known;
}

function unavailable(model: AgentModel, openForMs: number): ModelCallError {
  const message = `The provider of ${model.id} failed several times in a row; it is not asked for another ${formatDuration(openForMs)}.`;
  return new ModelCallError(model.id, message, { code: 'model_unavailable', retryable: true, waitMs: openForMs });
}

/** Judges an answer: by its end, and by the schema if it calls no tools. */
export async function judgeReply<T>(reply: Reply, schema: z.ZodType<T> | undefined): Promise<ModelAnswer<T>> {
  const useless = (problem: string) => ({ ...reply, output: undefined, problem });
  // A call that was cut off is told as one whose input cannot be read.
  if (reply.calls.length > 0) return { ...reply, output: undefined, problem: null };
  if (reply.finishReason === 'length') return useless('The answer is longer than the model can give; it was cut off.');
  if (reply.finishReason === 'content-filter') return useless('The answer was held back by a filter of the provider.');
  if (reply.finishReason === 'error') return useless('The provider broke off the answer.');
  if (reply.finishReason === 'tool-calls') return useless('The model called a tool where it was told not to.');
  if (reply.text.trim() === '') return useless('The answer is empty.');
  // Without a schema T is `string`.
  if (schema === undefined) return { ...reply, output: reply.text as T, problem: null };
  return { ...reply, ...(await readOutput(schema, reply.text)) };
}

function unusable({ problem }: ModelAnswer): unknown {
  return problem === null ? undefined : new Error(problem);
}

/** What the row shows of an answer. */
function recorded({ text, finishReason, calls }: ModelAnswer): unknown {
  return {
    ...(text === '' ? {} : { text: text.slice(0, 300) }),
    finishReason,
    ...(calls.length === 0 ? {} : { calls: calls.map(({ tool }) => tool) }),
  };
}

async function rest(step: Step, ms: number, signal: AbortSignal | undefined): Promise<void> {
  const stops = signal === undefined ? step.signal : AbortSignal.any([step.signal, signal]);
  for (const endMs = performance.now() + ms; ; ) {
    const leftMs = endMs - performance.now();
    if (leftMs <= 0) return;
    await delay(Math.min(leftMs, SLICE_MS), undefined, { signal: stops }).catch(() => undefined);
    stops.throwIfAborted();
    step.pausePoint();
  }
}
