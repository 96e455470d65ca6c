import { TelltaleError } from '@telltale/core';
import { guardedFetch, type OutboundPolicy } from '@telltale/outbound';
import { FeedUnreadableError } from './errors.ts';
import type { Feed } from './feed.ts';
import { parseFeed } from './parse-feed.ts';
import { readText } from './read-text.ts';
import { USER_AGENT } from './user-agent.ts';

/** Largest feed that is read, unpacked. */
const MAX_FEED_BYTES = 20 * 1024 * 1024;
const FEED_TIMEOUT_MS = 30_000;
const ACCEPT =
  'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5';

export interface ReadFeedOptions {
  readonly outbound: OutboundPolicy;
  readonly signal: AbortSignal;
}

/**
 * Gets a feed and reads it. Throws `FeedUnreadableError`, and the signal's reason.
 */
export async function readFeed(url: string, { outbound, signal }: ReadFeedOptions): Promise<Feed> {
  try {
    const response = await guardedFetch(url, {
      policy: outbound,
      signal,
      maxBytes: MAX_FEED_BYTES,
      timeoutMs: FEED_TIMEOUT_MS,
      // Podcasts are public, and many of their trackers lead through http.
      allowDowngrade: true,
      headers: { 'user-agent': USER_AGENT, accept: ACCEPT },
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw refusal(url, response.status);
    }
    return parseFeed(await readText(response), response.url);
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof FeedUnreadableError ? error : failure(url, error);
  }
}

function refusal(url: string, status: number): FeedUnreadableError {
  if (status === 401) return new FeedUnreadableError(url, 'locked', 'it wants a password (401)');
  if (status === 404 || status === 410) return new FeedUnreadableError(url, 'missing', `there is nothing (${status})`);
  const retryable = status === 429 || status >= 500;
  const why = retryable ? `the site cannot answer now (${status})` : `the site refuses to send it (${status})`;
  return new FeedUnreadableError(url, retryable ? 'unreachable' : 'refused', why, { retryable });
}

function failure(url: string, cause: unknown): FeedUnreadableError {
  const known = cause instanceof TelltaleError ? cause : new TelltaleError(String(cause), { code: 'unknown' });
  const { code, hint, retryable } = known;
  const why = known.message.replace(/\.$/, '');
  if (code === 'outbound_refused') return new FeedUnreadableError(url, 'refused', why, { hint, cause });
  const problem = code === 'outbound_limit' ? 'too-large' : 'unreachable';
  return new FeedUnreadableError(url, problem, why, { retryable, cause });
}
