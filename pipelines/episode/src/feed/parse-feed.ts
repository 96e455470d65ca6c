import { parseFeed as parseAnyFeed } from 'feedsmith';
import { FeedUnreadableError } from './errors.ts';
import type { Feed, FeedEntry } from './feed.ts';
import { readAtom } from './read-atom.ts';
import { readJsonFeed } from './read-json-feed.ts';
import { readRss } from './read-rss.ts';

/** Most entries that are read of one feed. */
export const MAX_ENTRIES = 5_000;

/**
 * Reads RSS, Atom or JSON Feed, with the tags of iTunes and Podcasting 2.0.
 * @param url where it was found, for its relative URLs
 * Throws `FeedUnreadableError`.
 */
export function parseFeed(text: string, url: string): Feed {
  const source = text.replace(/^\uFEFF/, '').trimStart();
  if (source === '') throw new FeedUnreadableError(url, 'no-feed', 'it is empty');
  // Entities of a document's own are no part of any feed, and what bombs are made of.
  if (/<!ENTITY/i.test(source)) throw new FeedUnreadableError(url, 'broken', 'it defines XML entities of its own');
  if (/^<(?:!doctype\s+html|html)[\s>]/i.test(source)) {
    throw new FeedUnreadableError(url, 'no-feed', 'it is a web page, no feed');
  }
  return ownPages(readAny(source, url));
}

function readAny(source: string, url: string): Feed {
  const parsed = parseOrThrow(source, url);
  switch (parsed.format) {
    case 'rss':
      return readRss(parsed.feed, url);
    case 'atom':
      return readAtom(parsed.feed, url);
    case 'json':
      return readJsonFeed(parsed.feed, url);
    case 'rdf':
      throw new FeedUnreadableError(url, 'no-feed', 'it is of an old kind (RDF) that names no audio');
  }
}

function parseOrThrow(source: string, url: string) {
  try {
    return parseAnyFeed(source, { maxItems: MAX_ENTRIES });
  } catch (cause) {
    throw cause instanceof Error && cause.name === 'MalformedError'
      ? new FeedUnreadableError(url, 'broken', 'its markup is broken', { cause })
      : new FeedUnreadableError(url, 'no-feed', 'it is neither RSS nor Atom nor JSON Feed', { cause });
  }
}

/** Many feeds link each episode to the show: such a link tells no episode from another. */
function ownPages({ show, entries }: Feed): Feed {
  const counts = new Map<string, number>();
  for (const { pageUrl } of entries) if (pageUrl !== null) counts.set(pageUrl, (counts.get(pageUrl) ?? 0) + 1);
  const own = (entry: FeedEntry): FeedEntry =>
    entry.pageUrl !== null && entry.pageUrl !== show.pageUrl && counts.get(entry.pageUrl) === 1
      ? entry
      : { ...entry, pageUrl: null };
  return { show, entries: entries.map(own) };
}
