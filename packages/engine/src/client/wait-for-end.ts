import type { EventType, RunState } from '@telltale/core';
import { type Feed, type RunMessage, RunNotFoundError } from '@telltale/ledger';
import { TimedOutError } from '../errors/step-errors.ts';
import { checkRunId } from './check-run-id.ts';
import type { ClientContext } from './context.ts';
import { Rest } from './rest.ts';
import { isEnd, type RunEnd, readEnd } from './run-end.ts';

export interface WaitOptions {
  /** Ends the wait with its reason. The run goes on. */
  readonly signal?: AbortSignal;
  /** Longest wait, in ms; then `TimedOutError`. The run goes on. Default: none. */
  readonly timeoutMs?: number;
}

/** The trace tells of an end a moment before DBOS has it, and of some ends only DBOS knows: it is looked for in any case. */
const FIRST_LOOK_MS = 5;
const MAX_LOOK_MS = 5_000;

const ENDS: readonly EventType[] = ['run.succeeded', 'run.failed', 'run.cancelled'];

/**
 * Waits until a run has ended. It looks when the trace tells of an end, and now and then in any case; a pause is no end, and
 * a database that is away for a while does not end the wait.
 *
 * Throws `RunNotFoundError`, also when the run is removed meanwhile, `TimedOutError`, and the reasons of the signals.
 */
export async function waitForEnd(
  context: ClientContext,
  feed: Feed,
  runId: string,
  { signal, timeoutMs }: WaitOptions,
): Promise<RunEnd> {
  checkRunId(runId);
  const limit = new AbortController();
  const over = AbortSignal.any([context.closing, limit.signal, ...(signal === undefined ? [] : [signal])]);
  over.throwIfAborted();
  const timeUp = () => limit.abort(new TimedOutError(`The wait for the end of run ${runId}`, timeoutMs ?? 0));
  const timer = timeoutMs === undefined ? undefined : setTimeout(timeUp, timeoutMs);
  const rest = new Rest();
  const stop = () => rest.cutShort();
  over.addEventListener('abort', stop);
  try {
    const { state, lastSeq } = await look(context, runId);
    if (isEnd(state)) return await readEnd(context, runId, state);
    const stream = await feed.subscribe(runId, { after: lastSeq, signal: over });
    // Whatever ends the stream: the looks go on, and say themselves what is wrong.
    void listen(stream, rest).catch(() => undefined);
    return await lookUntilEnd(context, runId, rest, over);
  } finally {
    limit.abort();
    over.removeEventListener('abort', stop);
    clearTimeout(timer);
  }
}

async function lookUntilEnd(context: ClientContext, runId: string, rest: Rest, over: AbortSignal): Promise<RunEnd> {
  for (let restMs = FIRST_LOOK_MS; ; restMs = Math.min(2 * restMs, MAX_LOOK_MS)) {
    if (await rest.take(restMs)) restMs = FIRST_LOOK_MS;
    over.throwIfAborted();
    try {
      const { state } = await look(context, runId);
      if (isEnd(state)) return await readEnd(context, runId, state);
    } catch (error) {
      if ((error as { readonly retryable?: unknown } | null)?.retryable !== true) throw error;
    }
  }
}

async function look(
  { reader }: ClientContext,
  runId: string,
): Promise<{ readonly state: RunState; readonly lastSeq: number }> {
  const run = await reader.getRun(runId);
  if (run === null) throw new RunNotFoundError(runId);
  return run;
}

async function listen(messages: AsyncIterable<RunMessage>, rest: Rest): Promise<void> {
  for await (const message of messages) {
    if (message.kind !== 'events' || message.events.some(({ type }) => ENDS.includes(type))) rest.cutShort();
  }
}
