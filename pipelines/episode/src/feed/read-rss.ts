import { languageCode } from '@telltale/speech';
import type { RssFeed } from 'feedsmith';
import { pickAudio } from './audio.ts';
import type { Feed, FeedEntry, FeedPerson } from './feed.ts';
import { plainLine, plainText, wholeDate, wholeUrl } from './values.ts';

/** No publisher has more of one kind for one episode; each of them is kept. */
const MAX_LISTED = 50;

type Item = NonNullable<RssFeed.Feed<string>['items']>[number];

/** An RSS feed as it is read everywhere here. */
export function readRss(feed: RssFeed.Feed<string>, url: string): Feed {
  const { itunes, podcast } = feed;
  return {
    show: {
      title: plainLine(plainText(feed.title ?? itunes?.title)),
      language: languageCode(feed.language),
      description: plainText(feed.description ?? itunes?.summary),
      imageUrl: firstUrl([itunes?.image, feed.image?.url, podcast?.images?.[0]?.href], url),
      pageUrl: wholeUrl(feed.link, url),
      persons: personsOf(podcast?.persons, url),
    },
    entries: (feed.items ?? []).map((item) => readItem(item, url)),
  };
}

function readItem(item: Item, url: string): FeedEntry {
  const { itunes, podcast } = item;
  const audio = pickAudio(
    [
      ...(item.enclosures ?? []).map(({ url: at, type, length }) => ({ url: at, type, bytes: length })),
      ...(item.media?.contents ?? []).map(({ url: at, type, fileSize }) => ({ url: at, type, bytes: fileSize })),
      ...(podcast?.alternateEnclosures ?? []).flatMap(({ type, length, sources = [] }) =>
        sources.map(({ uri, contentType = type }) => ({ url: uri, type: contentType, bytes: length })),
      ),
    ],
    url,
  );
  const guid = plainLine(item.guid?.value);
  const isPermalink = item.guid?.isPermaLink ?? true;
  return {
    ...audio,
    guid: guid ?? audio.audioUrl,
    // iTunes' title has no number of the episode in it, and no name of the show.
    title: plainLine(plainText(item.title ?? itunes?.title)),
    description: plainText(item.content?.encoded ?? item.description ?? itunes?.summary ?? itunes?.subtitle),
    publishedAt: wholeDate(item.pubDate ?? item.dc?.dates?.[0]),
    durationS: itunes?.duration ?? null,
    imageUrl: firstUrl([itunes?.image, podcast?.images?.[0]?.href], url),
    pageUrl: wholeUrl(item.link, url) ?? (isPermalink && /^https?:/i.test(guid ?? '') ? wholeUrl(guid, url) : null),
    language: languageCode(item.dc?.languages?.[0]),
    transcripts: (podcast?.transcripts ?? []).slice(0, MAX_LISTED).flatMap(({ url: at, type, language }) => {
      const whole = wholeUrl(at, url);
      return whole === null ? [] : [{ url: whole, type: plainLine(type), language: languageCode(language) }];
    }),
    chaptersUrl: wholeUrl(podcast?.chapters?.url, url),
    persons: personsOf(podcast?.persons, url),
    season: itunes?.season ?? podcast?.season?.number ?? null,
    episode: itunes?.episode ?? podcast?.episode?.number ?? null,
  };
}

interface GivenPerson {
  readonly display?: string;
  readonly role?: string;
  readonly href?: string;
}

function personsOf(persons: readonly GivenPerson[] | undefined, url: string): FeedPerson[] {
  return (persons ?? []).slice(0, MAX_LISTED).flatMap(({ display, role, href }) => {
    const name = plainLine(plainText(display));
    return name === null ? [] : [{ name, role: plainLine(role)?.toLowerCase() ?? null, url: wholeUrl(href, url) }];
  });
}

function firstUrl(given: readonly (string | undefined)[], base: string): string | null {
  return given.map((url) => wholeUrl(url, base)).find((url) => url !== null) ?? null;
}
