import { setTimeout as delay } from 'node:timers/promises';
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

/** How long news gathers before it is read, in ms: to read a busy trace flush by flush costs as much as the run itself. */
const GATHER_MS = 20;

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
  const stopped = Promise.withResolvers<never>();
  const stop = () => {
    stopped.reject(over.reason);
    rest.cutShort();
  };
  over.addEventListener('abort', stop);
  try {
    // A database that does not answer must not hold up who does not want to wait any longer.
    return await Promise.race([lookUntilEnd(context, feed, runId, { rest, over }), stopped.promise]);
  } finally {
    limit.abort();
    over.removeEventListener('abort', stop);
    clearTimeout(timer);
  }
}

interface Wait {
  readonly rest: Rest;
  readonly over: AbortSignal;
}

async function lookUntilEnd(context: ClientContext, feed: Feed, runId: string, { rest, over }: Wait): Promise<RunEnd> {
  let isFollowed = false;
  for (let restMs = FIRST_LOOK_MS; ; restMs = Math.min(2 * restMs, MAX_LOOK_MS)) {
    try {
      const { state, lastSeq } = await look(context, runId);
      if (isEnd(state)) return await readEnd(context, runId, state);
      if (!isFollowed) void listen(() => feed.subscribe(runId, { after: lastSeq, signal: over }), { rest, over });
      isFollowed = true;
    } catch (error) {
      if ((error as { readonly retryable?: unknown } | null)?.retryable !== true) throw error;
    }
    if (await rest.take(restMs)) restMs = FIRST_LOOK_MS;
    over.throwIfAborted();
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

/** Cuts the rest short when the trace tells of an end. Without news, for whatever reason, the looks find it a little later. */
async function listen(subscribe: () => Promise<AsyncIterable<RunMessage>>, { rest, over }: Wait): Promise<void> {
  try {
    for await (const message of await subscribe()) {
      if (message.kind !== 'events' || message.events.some(({ type }) => ENDS.includes(type))) rest.cutShort();
      await delay(GATHER_MS, undefined, { signal: over });
    }
  } catch {}
}
