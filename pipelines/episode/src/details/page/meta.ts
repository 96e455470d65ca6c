import type { CheerioAPI } from 'cheerio';
import { plainLine, plainText, wholeDate, wholeUrl } from '../../feed/index.ts';
import { audioFormatOf } from '../audio-format.ts';
import type { Details } from '../details.ts';

/** The `meta` elements of a page, by their names in lower case. */
export type Meta = ReadonlyMap<string, string>;

export function readMeta($: CheerioAPI): Meta {
  const meta = new Map<string, string>();
  for (const element of $('meta').toArray()) {
    const name = (
      $(element).attr('property') ??
      $(element).attr('name') ??
      $(element).attr('itemprop') ??
      ''
    ).toLowerCase();
    const content = $(element).attr('content')?.trim() ?? '';
    if (name !== '' && content !== '' && !meta.has(name)) meta.set(name, content);
  }
  return meta;
}

export function openGraphDetails(meta: Meta, url: string): Partial<Details> {
  const audioUrl = wholeUrl(meta.get('og:audio:secure_url') ?? meta.get('og:audio:url') ?? meta.get('og:audio'), url);
  return {
    title: plainLine(meta.get('og:title')),
    description: plainText(meta.get('og:description')),
    imageUrl: wholeUrl(meta.get('og:image:secure_url') ?? meta.get('og:image:url') ?? meta.get('og:image'), url),
    publishedAt: wholeDate(meta.get('article:published_time') ?? meta.get('music:release_date')),
    audioUrl,
    audioFormat: audioFormatOf(meta.get('og:audio:type'), audioUrl),
  };
}

export function twitterDetails(meta: Meta, url: string): Partial<Details> {
  const type = meta.get('twitter:player:stream:content_type');
  const stream = wholeUrl(meta.get('twitter:player:stream'), url);
  const format = audioFormatOf(type, stream);
  return {
    title: plainLine(meta.get('twitter:title')),
    description: plainText(meta.get('twitter:description')),
    imageUrl: wholeUrl(meta.get('twitter:image') ?? meta.get('twitter:image:src'), url),
    audioUrl: format === null ? null : stream,
    audioFormat: format,
  };
}
