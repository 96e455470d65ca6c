import { guardedFetch, type OutboundPolicy } from '@telltale/outbound';
import type { z } from 'zod';
import { USER_AGENT } from '../feed/index.ts';
import { IndexFailedError } from './errors.ts';
import { INDEX_TIMEOUT_MS } from './podcast-index.ts';

const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

export interface Question<T> {
  /** Who is asked, as people call it. */
  readonly index: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly outbound: OutboundPolicy;
  readonly signal: AbortSignal;
  readonly answer: z.ZodType<T>;
  /** Statuses by which it says that there is nothing. Default: none. */
  readonly nothing?: readonly number[];
  /** Statuses by which it says that too much was asked. Default: 429. */
  readonly busy?: readonly number[];
}

/** Asks an index; `null` if it says that there is nothing. Throws `IndexFailedError` and what `guardedFetch` throws. */
export async function askIndex<T>(question: Question<T>): Promise<T | null> {
  const { index, url, headers, outbound, signal, answer, nothing = [], busy = [429] } = question;
  const response = await guardedFetch(url, {
    policy: outbound,
    signal,
    maxBytes: MAX_ANSWER_BYTES,
    timeoutMs: INDEX_TIMEOUT_MS,
    headers: { 'user-agent': USER_AGENT, accept: 'application/json', ...headers },
  });
  const { status } = response;
  if (!response.ok) await response.body?.cancel();
  if (nothing.includes(status)) return null;
  if (status === 401 || (status === 403 && !busy.includes(403))) {
    const hint = `Check the credentials of ${index} in the configuration.`;
    throw new IndexFailedError(index, `refuses the credentials (${status})`, { hint, retryable: false });
  }
  if (busy.includes(status)) throw new IndexFailedError(index, `wants to be asked less often (${status})`);
  if (!response.ok) throw new IndexFailedError(index, `cannot answer (${status})`, { retryable: status >= 500 });
  const read = answer.safeParse(parseJson(index, await response.text()));
  if (read.success) return read.data;
  throw unknownForm(index, read.error);
}

function parseJson(index: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unknownForm(index, error);
  }
}

function unknownForm(index: string, cause: unknown): IndexFailedError {
  return new IndexFailedError(index, 'sent an answer of an unknown form', { cause });
}
