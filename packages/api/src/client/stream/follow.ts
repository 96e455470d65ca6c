import type { Instant } from '@telltale/core';
import type { StreamEnd } from '../../stream-messages.ts';
import { ApiError } from '../api-error.ts';
import type { ServerAccess } from '../exchange.ts';
import { Connection } from './connection.ts';
import type { FollowSettings } from './follow-settings.ts';
import { pause, retryPauseMs } from './retry-pause.ts';
import type { SseMessage } from './sse-parser.ts';

/** How the connection is, told by the client itself: `live` when it stands, `reconnecting` each time that it does not. */
export type ConnectionMessage =
  | {
      readonly kind: 'connection';
      readonly state: 'live';
      /** By this machine's clock. */
      readonly since: Instant;
    }
  | {
      readonly kind: 'connection';
      readonly state: 'reconnecting';
      /** Since when nothing comes, by this machine's clock; stays the same however often connecting fails. */
      readonly since: Instant;
      /** Why the last connection was lost, or why none came about. */
      readonly error: ApiError;
    };

/** There is nothing more to come: the last message. */
export interface EndMessage {
  readonly kind: 'end';
  readonly reason: 'run-ended' | 'gone';
}

/** What is followed. */
export interface Source<Message> {
  readonly server: ServerAccess;
  readonly settings: FollowSettings;
  /** Opens the stream at where the reader is. */
  open(signal: AbortSignal): Promise<Response>;
  /** What the reader gets of a message of the stream; `null`: nothing. Throws `ApiError` for one that cannot be. */
  read(kind: string, data: Readonly<Record<string, unknown>>): Message | null;
}

/**
 * The messages of a stream that goes on whatever becomes of its connections, until it has ended or `signal` aborts. Throws
 * the `ApiError` that another try would not mend.
 */
export async function* follow<Message>(
  source: Source<Message>,
  signal: AbortSignal,
): AsyncGenerator<Message | ConnectionMessage | EndMessage, undefined, undefined> {
  const { server, settings } = source;
  let lostAt: Instant | null = now();
  let attempt = 0;
  while (!signal.aborted) {
    const connection = new Connection(server, settings.silenceMs, signal);
    let lost: ApiError;
    try {
      await connection.open(source.open);
      lostAt = null;
      yield { kind: 'connection', state: 'live', since: now() };
      for (;;) {
        const message = await connection.next();
        const data = dataOf(message);
        if (message.event === 'end') {
          yield { kind: 'end', reason: lastReason(data as unknown as StreamEnd) };
          return;
        }
        const read = source.read(message.event, data);
        // A server that accepts and then does no more than greet is not asked at once again.
        if (message.event !== 'status') attempt = 0;
        if (read !== null) yield read;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiError && error.retryable)) throw error;
      lost = error;
    } finally {
      connection.close();
    }
    lostAt ??= now();
    attempt += 1;
    yield { kind: 'connection', state: 'reconnecting', since: lostAt, error: lost };
    const told = { attempt, retryAfterMs: lost.retryAfterMs, streamRetryMs: connection.retryMs };
    await pause(retryPauseMs(told, settings), signal);
  }
}

/** The stream sent what no server of ours sends: it is asked for again from where the reader is. */
export function brokenStream(problem: string): ApiError {
  return new ApiError(`The stream is broken: ${problem}.`, {
    code: 'answer_not_understood',
    status: null,
    hint: 'It is asked for again by itself. If this stays, check that no proxy changes or holds what the server sends.',
  });
}

function dataOf({ event, data }: SseMessage): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(data);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw brokenStream(`a message “${event}” is no JSON object`);
}

/** Throws the `ApiError` of an end after which there is more to come. */
function lastReason(end: StreamEnd): EndMessage['reason'] {
  if (!('retryMs' in end)) return end.reason;
  const code = end.reason === 'shutdown' ? 'shutting_down' : 'internal';
  throw new ApiError(code === 'shutting_down' ? 'The server is being stopped.' : 'The server had to end the stream.', {
    code,
    status: code === 'shutting_down' ? 503 : 500,
    hint: 'It is asked for again by itself.',
    retryAfterMs: end.retryMs,
  });
}

function now(): Instant {
  return new Date().toISOString();
}
