import { retryAfterMs } from '@telltale/agent';
import { guardedFetch, type OutboundPolicy } from '@telltale/outbound';
import { z } from 'zod';
import { WikidataError, wikidataBusy } from './errors.ts';
import { paceOf } from './pace.ts';

/** Longest time of one request, in ms, its turn not counted. */
export const WIKIDATA_TIMEOUT_MS = 10_000;
const MAX_BYTES = 4 * 1024 * 1024;
/** What is waited if a service that is busy does not say for how long, in ms. */
const USUAL_REST_MS = 5_000;

export interface AskOptions {
  readonly policy: OutboundPolicy;
  readonly userAgent: string;
  readonly signal: AbortSignal;
}

/** MediaWiki tells of its errors with status 200. */
const failed = z.object({ error: z.object({ code: z.string(), info: z.string().default('') }) });
const BUSY_CODES = ['ratelimited', 'maxlag', 'readonly'];

/**
 * Asks one of Wikidata's services, when it is its turn. Throws `WikidataError`, which says when to try again if the service
 * does, and the signal's reason.
 */
export async function askWikidata<T>(url: URL, schema: z.ZodType<T>, options: AskOptions): Promise<T> {
  const { policy, userAgent, signal } = options;
  const pace = paceOf(url.host);
  await pace.turn(signal);
  const { status, headers, body } = await get(url, { policy, userAgent, signal });
  const answer = read(body);
  const problem = failed.safeParse(answer).data?.error;
  if (status === 429 || status === 503 || (problem !== undefined && BUSY_CODES.includes(problem.code))) {
    const waitMs = retryAfterMs(headers, Date.now()) ?? USUAL_REST_MS;
    pace.rest(waitMs);
    throw wikidataBusy(waitMs);
  }
  if (problem !== undefined) {
    throw new WikidataError(`it answered: ${problem.code}, ${problem.info.slice(0, 200)}`, { hint: HINT });
  }
  if (status >= 400) throw new WikidataError(`it answered with status ${status}`, { hint: HINT });
  const understood = schema.safeParse(answer);
  if (understood.success) return understood.data;
  throw new WikidataError('its answer cannot be understood', { hint: HINT });
}

const HINT = 'Check wikidata.baseUrl if it is set, and try again later.';

async function get(url: URL, { policy, userAgent, signal }: AskOptions) {
  try {
    const response = await guardedFetch(url, {
      policy,
      signal,
      headers: { accept: 'application/sparql-results+json, application/json', 'user-agent': userAgent },
      timeoutMs: WIKIDATA_TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  } catch (cause) {
    signal.throwIfAborted();
    const why = cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause);
    const { hint } = cause as { readonly hint?: string };
    throw new WikidataError(why, { ...(hint === undefined ? {} : { hint }), cause });
  }
}

function read(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
