import { languageCode } from '@telltale/speech';
import type { JsonFeed } from 'feedsmith';
import { pickAudio } from './audio.ts';
import type { Feed, FeedEntry } from './feed.ts';
import { plainLine, plainText, wholeDate, wholeUrl } from './values.ts';

type Item = NonNullable<JsonFeed.Feed<string>['items']>[number];

/** A JSON Feed as it is read everywhere here. */
export function readJsonFeed(feed: JsonFeed.Feed<string>, url: string): Feed {
  return {
    show: {
      title: plainLine(feed.title),
      language: languageCode(feed.language),
      description: plainText(feed.description),
      imageUrl: wholeUrl(feed.icon, url),
      pageUrl: wholeUrl(feed.home_page_url, url),
      persons: [],
    },
    entries: (feed.items ?? []).map((item) => readItem(item, url)),
  };
}

function readItem(item: Item, url: string): FeedEntry {
  const { attachments = [] } = item;
  const files = attachments.map(({ url: at, mime_type: type, size_in_bytes: bytes }) => ({ url: at, type, bytes }));
  const audio = pickAudio(files, url);
  return {
    ...audio,
    guid: plainLine(item.id) ?? audio.audioUrl,
    title: plainLine(item.title),
    description: plainText(item.content_html) ?? plainText(item.content_text) ?? plainText(item.summary),
    publishedAt: wholeDate(item.date_published ?? item.date_modified),
    durationS: attachments.find(({ url: at }) => wholeUrl(at, url) === audio.audioUrl)?.duration_in_seconds ?? null,
    imageUrl: wholeUrl(item.image ?? item.banner_image, url),
    pageUrl: wholeUrl(item.url, url),
    language: languageCode(item.language),
    transcripts: [],
    chaptersUrl: null,
    persons: [],
    season: null,
    episode: null,
  };
}
