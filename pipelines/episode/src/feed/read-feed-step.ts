import type { Step } from '@telltale/engine';
import type { OutboundPolicy } from '@telltale/outbound';
import type { Pool } from 'pg';
import { chooseEntries } from './choose-entries.ts';
import { FeedUnreadableError } from './errors.ts';
import { keepEntries } from './keep-entries.ts';
import { MAX_ENTRIES } from './parse-feed.ts';
import { readFeedAsAction } from './read-feed-as-action.ts';

export interface FeedServices {
  readonly pool: Pool;
  /** What may be fetched for those who submit addresses. */
  readonly outbound: OutboundPolicy;
}

export interface ReadFeed {
  readonly show: string | null;
  /** In the feed. */
  readonly entries: number;
  /** Guids of the episodes that were chosen, the newest first. */
  readonly chosen: readonly string[];
}

/** Reads a feed and keeps what it says of the episodes that are chosen. Throws `FeedUnreadableError`. */
export async function readFeedStep(
  step: Step,
  { pool, outbound }: FeedServices,
  { url, latest }: { readonly url: string; readonly latest?: number | undefined },
): Promise<ReadFeed> {
  const { show, entries } = await readFeedAsAction(step, url, outbound);
  const { chosen, leftOut } = chooseEntries(entries, latest);
  for (const sentence of leftOut) step.log(sentence);
  if (entries.length === MAX_ENTRIES) step.log(`Only the first ${MAX_ENTRIES.toLocaleString('en')} entries were read.`);
  if (chosen.size === 0) throw new FeedUnreadableError(url, 'empty', 'none of its entries has audio');
  await keepEntries(pool, url, { show, entries: chosen });
  step.log(`${chosen.size.toLocaleString('en')} of ${entries.length.toLocaleString('en')} episodes were chosen.`);
  return { show: show.title, entries: entries.length, chosen: [...chosen.keys()] };
}
