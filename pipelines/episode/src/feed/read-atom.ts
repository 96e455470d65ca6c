import { languageCode } from '@telltale/speech';
import type { AtomFeed } from 'feedsmith';
import { pickAudio } from './audio.ts';
import type { Feed, FeedEntry } from './feed.ts';
import { plainLine, plainText, wholeDate, wholeUrl } from './values.ts';

type Entry = NonNullable<AtomFeed.Feed<string>['entries']>[number];
type Link = NonNullable<Entry['links']>[number];

/** An Atom feed as it is read everywhere here. */
export function readAtom(feed: AtomFeed.Feed<string>, url: string): Feed {
  const base = feed.xml?.base ?? '';
  const from = URL.parse(base, url)?.href ?? url;
  return {
    show: {
      title: plainLine(plainText(feed.title?.value)),
      language: languageCode(feed.xml?.lang ?? feed.dc?.languages?.[0]),
      description: plainText(feed.subtitle?.value ?? feed.itunes?.summary),
      imageUrl: wholeUrl(feed.itunes?.image ?? feed.logo ?? feed.icon, from),
      pageUrl: pageOf(feed.links, from),
      persons: [],
    },
    entries: (feed.entries ?? []).map((entry) => readEntry(entry, from)),
  };
}

function readEntry(entry: Entry, url: string): FeedEntry {
  const { itunes, links = [] } = entry;
  const audio = pickAudio(
    links
      .filter(({ rel }) => rel === 'enclosure')
      .map(({ href, type, length }) => ({ url: href, type, bytes: length })),
    url,
  );
  return {
    ...audio,
    guid: plainLine(entry.id) ?? audio.audioUrl,
    title: plainLine(plainText(entry.title?.value)),
    description: plainText(entry.content?.value ?? entry.summary?.value ?? itunes?.summary),
    publishedAt: wholeDate(entry.published ?? entry.updated),
    durationS: itunes?.duration ?? null,
    imageUrl: wholeUrl(itunes?.image, url),
    pageUrl: pageOf(links, url),
    language: languageCode(entry.xml?.lang),
    transcripts: [],
    chaptersUrl: null,
    persons: [],
    season: itunes?.season ?? null,
    episode: itunes?.episode ?? null,
  };
}

function pageOf(links: readonly Link[] | undefined, url: string): string | null {
  return wholeUrl(links?.find(({ rel = 'alternate' }) => rel === 'alternate')?.href, url);
}
