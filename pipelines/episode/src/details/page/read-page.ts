import { loadHtml, wholeUrl } from '../../feed/index.ts';
import type { Finding } from '../details.ts';
import { feedLinks, guidsIn, hasPlayer, oembedLinks, playedAudio, titlesOf, writtenDetails } from './elements.ts';
import { readJsonLd } from './json-ld.ts';
import { openGraphDetails, readMeta, twitterDetails } from './meta.ts';

/** What a page says of itself, to programs and to people. */
export interface PageFacts {
  /** What it tells programs, the most reliable first. */
  readonly told: readonly Finding[];
  /** What it shows to people. */
  readonly shown: Finding;
  readonly canonicalUrl: string | null;
  readonly feedUrls: readonly string[];
  readonly oembedUrls: readonly string[];
  /** By what it may be found in a feed. */
  readonly titles: readonly string[];
  readonly guids: readonly string[];
  /** Its JSON-LD is about one episode. */
  readonly describesEpisode: boolean;
  /** It is about one episode, or has its audio. */
  readonly isEpisode: boolean;
  readonly hasPlayer: boolean;
  /** What else it says that it is: `article`, `website`. */
  readonly kinds: readonly string[];
}

/** Reads a page. Never throws: what cannot be read is not there. */
export function readPage(html: string, url: string): PageFacts {
  const $ = loadHtml(html);
  const meta = readMeta($);
  const jsonLd = readJsonLd($, url);
  const audio = playedAudio($, url);
  const told: Finding[] = [
    { source: 'JSON-LD', details: jsonLd.episode ?? {} },
    { source: 'OpenGraph', details: openGraphDetails(meta, url) },
    { source: 'the Twitter card', details: twitterDetails(meta, url) },
    { source: 'the page’s player', details: audio ?? {} },
  ];
  const guids = [...told.flatMap(({ details }) => details.guid ?? []), ...guidsIn($)];
  const [guid = null] = guids;
  const shown = { ...writtenDetails($, meta), guid };
  const canonicalUrl = wholeUrl($('link[rel~="canonical" i]').attr('href') ?? meta.get('og:url'), url);
  const titles = told.flatMap(({ details }) => details.title ?? []);
  return {
    told,
    shown: { source: 'the page', details: shown },
    canonicalUrl,
    feedUrls: [...new Set([...jsonLd.feedUrls, ...feedLinks($, url)])],
    oembedUrls: oembedLinks($, url),
    titles: [...titles, ...titlesOf($)],
    guids,
    describesEpisode: jsonLd.episode !== null,
    isEpisode: jsonLd.episode !== null || told.some(({ details }) => details.audioUrl != null),
    hasPlayer: hasPlayer($),
    // Each page of a site may say what site it belongs to.
    kinds: [
      ...jsonLd.types.filter((type) => type !== 'website'),
      ...(meta.get('og:type')?.toLowerCase().split('.') ?? []),
    ],
  };
}
