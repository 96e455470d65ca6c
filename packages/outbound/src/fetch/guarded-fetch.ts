import { Agent, fetch } from 'undici';
import type { OutboundPolicy } from '../policy/outbound-policy.ts';
import { guardedConnector } from './guarded-connector.ts';
import { Patience } from './patience.ts';
import { Redirects } from './redirects.ts';
import { headersFor, moveCredentials } from './request-headers.ts';
import { responseOf } from './response-of.ts';

/** Defaults of `GuardedFetchOptions`. */
export const FETCH_LIMITS = {
  maxBytes: 100 * 1024 * 1024,
  maxRedirects: 10,
  timeoutMs: 10 * 60_000,
  idleTimeoutMs: 30_000,
  allowDowngrade: false,
} as const;

const MAX_HEADER_BYTES = 32 * 1024;

export interface GuardedFetchOptions {
  readonly policy: OutboundPolicy;
  readonly signal?: AbortSignal;
  /** Sent to the origin of the address; after a redirect to another one, only those that tell nothing of the caller. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Most bytes of the body, unpacked. Default: 100 MiB. */
  readonly maxBytes?: number;
  /** Most redirects. Default: 10; 0 gives a redirect itself as an error. */
  readonly maxRedirects?: number;
  /** Longest time in all, body included. Default: 10 minutes. */
  readonly timeoutMs?: number;
  /** Longest time in which a site may send nothing. Default: 30 s. */
  readonly idleTimeoutMs?: number;
  /** Follow redirects from https to http. Default: `false`. */
  readonly allowDowngrade?: boolean;
}

/**
 * GETs an address for somebody. Each address on the way is checked, and each connection goes to what was checked. The answer
 * has `url` and `redirected` as `fetch` gives them; read its body to the end or cancel it, else `timeoutMs` does.
 *
 * Throws `OutboundRefusedError`, `OutboundLimitError`, `OutboundTimedOutError`, `OutboundFailedError`, and the signal's
 * reason; so does the body while it is read. A status of 400 or more is an answer, not an error.
 */
export async function guardedFetch(given: string | URL, options: GuardedFetchOptions): Promise<Response> {
  const { policy, signal } = options;
  const { maxBytes, maxRedirects, allowDowngrade, ...times } = { ...FETCH_LIMITS, ...options };
  signal?.throwIfAborted();
  let url = policy.checkUrl(given);
  let headers = new Headers(options.headers);
  const redirects = new Redirects(url, { policy, maxRedirects, allowDowngrade });
  const agent = new Agent({ connect: guardedConnector(policy), maxHeaderSize: MAX_HEADER_BYTES });
  const patience = new Patience({ ...times, host: url.hostname });
  // A call keeps no connection for the next one. Nobody has to wait for that, and it cannot fail.
  patience.signal.addEventListener('abort', () => agent.destroy().catch(() => undefined), { once: true });
  try {
    while (true) {
      moveCredentials(url, headers);
      const call = fetch(url, {
        headers: [...headers],
        redirect: 'manual',
        dispatcher: agent,
        signal: patience.signal,
      });
      const answer = await patience.waitFor(url.hostname, call);
      const next = redirects.next(url, answer.status, answer.headers.get('location'));
      if (next === undefined) {
        return responseOf(answer, { url, redirected: redirects.followed, maxBytes, patience });
      }
      await answer.body?.cancel();
      headers = headersFor(next, url, headers);
      url = next;
    }
  } catch (error) {
    patience.giveUp(error);
    throw error;
  }
}
