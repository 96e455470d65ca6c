import { oneLine, toFailure } from '@telltale/core';
import { type Step, stopKindOf } from '@telltale/engine';
import {
  type Feed,
  type FeedEntry,
  FeedEntryMissingError,
  type KeptEntry,
  type KeptShow,
  keepEntries,
  keptEntry,
  newestFirst,
  readFeedAsAction,
} from '../feed/index.ts';
import { audioFormatOf } from './audio-format.ts';
import type { Finding } from './details.ts';
import { NotAnEpisodeError } from './errors.ts';
import type { Gathered } from './gathered.ts';
import type { DetailsServices } from './services.ts';

/** What a feed says of one of its episodes. Throws `FeedUnreadableError`, `FeedEntryMissingError`. */
export async function gatherFromFeed(
  step: Step,
  services: DetailsServices,
  { feedUrl, guid }: { readonly feedUrl: string; readonly guid: string },
): Promise<Gathered> {
  const kept = await entryOf(step, services, feedUrl, guid);
  return gathered(kept, feedUrl, 'the feed names this episode');
}

/** The newest episode of a feed that was submitted itself. Throws `NotAnEpisodeError`. */
export function gatherNewest(step: Step, { show, entries }: Feed, feedUrl: string): Gathered {
  const [newest] = newestFirst(entries.filter(({ audioUrl }) => audioUrl !== null));
  if (newest === undefined) throw new NotAnEpisodeError(feedUrl, 'it is a feed, and none of its entries has audio');
  const count = entries.length === 1 ? 'one episode' : `${entries.length.toLocaleString('en')} episodes`;
  step.log(`The address is a feed with ${count}: its newest one was taken.`);
  const why = 'the address is a feed: this is its newest episode';
  return { ...gathered({ show, entry: newest }, feedUrl, why), viaFeed: true };
}

function gathered({ show, entry }: KeptEntry, feedUrl: string, why: string): Gathered {
  return {
    findings: [feedFinding(show, entry, feedUrl)],
    sourceKind: 'canonical',
    aggregatorProvider: null,
    ownUrls: entry.pageUrl === null ? [] : [entry.pageUrl],
    why,
  };
}

/** So much of its description stands for a title. */
const UNTITLED_CHARACTERS = 100;

/** What an entry of a feed says, as details. */
export function feedFinding(show: KeptShow, entry: FeedEntry, feedUrl: string): Finding {
  const { title, description, publishedAt, guid, audioUrl, chaptersUrl, transcripts } = entry;
  return {
    source: 'the feed',
    details: {
      // A feed may leave the title out.
      title: title ?? (description === null ? null : oneLine(description, UNTITLED_CHARACTERS)),
      description,
      publishedAt,
      guid,
      audioUrl,
      chaptersUrl,
      transcripts,
      feedUrl,
      audioFormat: audioFormatOf(entry.audioType, audioUrl),
      showName: show.title,
      imageUrl: entry.imageUrl ?? show.imageUrl,
      language: entry.language ?? show.language,
      canonicalUrl: entry.pageUrl,
    },
  };
}

/** The entry as it was kept lately; else as the feed has it now; else, if that fails, as it was kept once. */
async function entryOf(
  step: Step,
  { pool, outbound }: DetailsServices,
  feedUrl: string,
  guid: string,
): Promise<KeptEntry> {
  const kept = await keptEntry(pool, feedUrl, guid);
  if (kept?.isFresh === true) return kept;
  try {
    const { show, entries } = await readFeedAsAction(step, feedUrl, outbound);
    const entry = entries.find((each) => each.guid === guid);
    if (entry === undefined) throw new FeedEntryMissingError(feedUrl, guid);
    await keepEntries(pool, feedUrl, { show, entries: new Map([[guid, entry]]) });
    return { show, entry };
  } catch (error) {
    step.signal.throwIfAborted();
    if (stopKindOf(error) !== null || kept === null) throw error;
    const when = kept.fetchedAt.toISOString().slice(0, 10);
    step.log(`${toFailure(error).message} What the feed said on ${when} was used.`, {}, 'warn');
    return kept;
  }
}
