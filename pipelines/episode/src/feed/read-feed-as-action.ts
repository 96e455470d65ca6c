import type { Step } from '@telltale/engine';
import type { OutboundPolicy } from '@telltale/outbound';
import type { Feed } from './feed.ts';
import { readFeed } from './read-feed.ts';

/** Longest time of one call, in ms: what the fetch allows itself, and some for reading. */
const ACTION_TIMEOUT_MS = 45_000;

/** Reads a feed as an action of a step. Throws `FeedUnreadableError`. */
export async function readFeedAsAction(step: Step, url: string, outbound: OutboundPolicy): Promise<Feed> {
  return await step.action('read_feed', { url }, ({ signal }) => readFeed(url, { outbound, signal }), {
    timeoutMs: ACTION_TIMEOUT_MS,
    output: ({ show, entries }) => ({ show: show.title, entries: entries.length }),
  });
}
