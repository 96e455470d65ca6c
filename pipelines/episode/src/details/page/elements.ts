import { languageCode } from '@telltale/speech';
import type { CheerioAPI } from 'cheerio';
import { looksLikeAudio, plainLine, plainText, textIn, wholeDate, wholeUrl } from '../../feed/index.ts';
import { audioFormatOf } from '../audio-format.ts';
import type { Details } from '../details.ts';
import type { Meta } from './meta.ts';

/** The page of one episode has one or two. Each is read with all that is in it, such as the others. */
const MAX_HEADINGS = 5;

/** The one audio file that a page plays, or links to; `null` if there is none, or several: a list of episodes has many. */
export function playedAudio($: CheerioAPI, url: string): Partial<Details> | null {
  const players = $('audio').toArray();
  const playing = players.flatMap((player) => {
    const sources = $(player).children('source');
    const urls = [player, ...sources.toArray()].flatMap(({ attribs }) => wholeUrl(attribs.src, url) ?? []);
    const [first] = urls;
    return first === undefined ? [] : [{ at: first, type: sources.attr('type') }];
  });
  const linked = $('a[href]')
    .toArray()
    .flatMap((anchor) => wholeUrl($(anchor).attr('href'), url) ?? [])
    .filter(looksLikeAudio)
    .map((at) => ({ at, type: undefined }));
  const files = playing.length > 0 ? playing : linked;
  const [file] = files;
  if (file === undefined || new Set(files.map(({ at }) => withoutEnding(at))).size > 1) return null;
  return { audioUrl: file.at, audioFormat: audioFormatOf(file.type, file.at) };
}

/** The same file is often offered in several formats. */
function withoutEnding(url: string): string {
  return new URL(url).pathname.replace(/\.\w+$/, '');
}

/** What is read on a page by people. */
export function writtenDetails($: CheerioAPI, meta: Meta): Partial<Details> {
  const headings = $('h1').toArray();
  const times = $('time[datetime]');
  const heading = headings.length === 1 ? plainLine(textIn(headings)) : null;
  return {
    title: heading ?? plainLine($('title').first().text()),
    description: plainText(meta.get('description')),
    language: languageCode($('html').attr('lang') ?? $('html').attr('xml:lang')),
    // Of several nobody knows which is the episode's.
    publishedAt: times.length === 1 ? wholeDate(times.attr('datetime')) : null,
  };
}

/** What a page may be called in its feed: its headings, its title and the parts of that. */
export function titlesOf($: CheerioAPI): string[] {
  const title = plainLine($('title').first().text()) ?? '';
  const headings = $('h1')
    .toArray()
    .slice(0, MAX_HEADINGS)
    .map((heading) => plainLine(textIn([heading])) ?? '');
  return [...headings, title, ...title.split(/\s+[|–—·:»«-]\s+/)].filter((each) => each !== '');
}

/** Links to feeds; those of comments are no podcast's. */
export function feedLinks($: CheerioAPI, url: string): string[] {
  const links = $('link[rel~="alternate" i]').toArray();
  return links
    .filter((link) => /^application\/(?:rss\+xml|atom\+xml|feed\+json)/i.test($(link).attr('type') ?? ''))
    .flatMap((link) => wholeUrl($(link).attr('href'), url) ?? [])
    .filter((href) => !/\/comments\//.test(new URL(href).pathname));
}

/** Where a page's oEmbed can be asked. */
export function oembedLinks($: CheerioAPI, url: string): string[] {
  return $('link[type="application/json+oembed"]')
    .toArray()
    .flatMap((link) => wholeUrl($(link).attr('href'), url) ?? []);
}

/** Ids of the episode that a page's player or its own system names. */
export function guidsIn($: CheerioAPI): string[] {
  return $('[data-guid], [data-episode-guid], [data-episode-id]')
    .toArray()
    .flatMap((element) => {
      const { attribs } = element;
      return plainLine(attribs['data-guid'] ?? attribs['data-episode-guid'] ?? attribs['data-episode-id']) ?? [];
    });
}

/** Whether something on a page may be a player, though nothing says what it plays. */
export function hasPlayer($: CheerioAPI): boolean {
  const hints = /player|podcast|podlove|podigee|episode/i;
  return $('iframe[src], script[src], [class], [id]')
    .toArray()
    .some(({ name, attribs }) => {
      if (name === 'iframe' || name === 'script') return hints.test(attribs.src ?? '');
      return name !== 'body' && name !== 'html' && hints.test(`${attribs.class ?? ''} ${attribs.id ?? ''}`);
    });
}
