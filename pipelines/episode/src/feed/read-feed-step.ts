import type { Step } from '@telltale/engine';
import type { OutboundPolicy } from '@telltale/outbound';
import type { Pool } from 'pg';
import { chooseEntries } from './choose-entries.ts';
import { FeedUnreadableError } from './errors.ts';
import { keepEntries } from './keep-entries.ts';
import { MAX_ENTRIES } from './parse-feed.ts';
import { readFeedAsAction } from './read-feed-as-action.ts';
import { readyGuids } from './ready-guids.ts';

export interface FeedServices {
  readonly pool: Pool;
  /** What may be fetched for those who submit addresses. */
  readonly outbound: OutboundPolicy;
}

export interface ReadFeed {
  readonly show: string | null;
  /** In the feed. */
  readonly entries: number;
  /** Guids of the episodes that were chosen and are not ready yet, the newest first. */
  readonly chosen: readonly string[];
  /** How many more were chosen, and are ready already. */
  readonly ready: number;
}

/** Reads a feed and keeps what it says of the episodes that are chosen, and not ready yet. Throws `FeedUnreadableError`. */
export async function readFeedStep(
  step: Step,
  { pool, outbound }: FeedServices,
  { url, latest }: { readonly url: string; readonly latest?: number | undefined },
): Promise<ReadFeed> {
  const { show, entries } = await readFeedAsAction(step, url, outbound);
  step.title(show.title ?? '');
  const { chosen, leftOut } = chooseEntries(entries, latest);
  for (const sentence of leftOut) step.log(sentence);
  if (entries.length === MAX_ENTRIES) step.log(`Only the first ${MAX_ENTRIES.toLocaleString('en')} entries were read.`);
  if (chosen.size === 0) throw new FeedUnreadableError(url, 'empty', 'none of its entries has audio');
  step.log(`${inWords(chosen.size)} of ${inWords(entries.length)} episodes were chosen.`);
  const ready = await readyGuids(pool, url, [...chosen.keys()]);
  if (ready.size > 0)
    step.log(
      `Of these, ${inWords(ready.size)} ${ready.size === 1 ? 'is' : 'are'} ready already: nothing is done for ${ready.size === 1 ? 'it' : 'them'}.`,
    );
  const wanted = new Map([...chosen].filter(([guid]) => !ready.has(guid)));
  await keepEntries(pool, url, { show, entries: wanted });
  return { show: show.title, entries: entries.length, chosen: [...wanted.keys()], ready: ready.size };
}

function inWords(count: number): string {
  return count.toLocaleString('en');
}
