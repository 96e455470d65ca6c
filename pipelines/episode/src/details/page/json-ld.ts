import { languageCode } from '@telltale/speech';
import type { CheerioAPI } from 'cheerio';
import { comparableUrl, looksLikeAudio, plainLine, plainText, wholeDate, wholeUrl } from '../../feed/index.ts';
import { audioFormatOf } from '../audio-format.ts';
import type { Details } from '../details.ts';

type Node = Readonly<Record<string, unknown>>;

/** What the JSON-LD of a page says. */
export interface JsonLd {
  /** Of the one episode that the page is about; `null` if it names none, or several of which none is this page's. */
  readonly episode: Partial<Details> | null;
  readonly feedUrls: readonly string[];
  /** Types of all that it describes, in lower case. */
  readonly types: readonly string[];
}

const EPISODES = ['podcastepisode', 'radioepisode', 'episode'];
const MAX_DEPTH = 8;

export function readJsonLd($: CheerioAPI, url: string): JsonLd {
  const nodes = $('script[type="application/ld+json"]')
    .toArray()
    .flatMap((script) => nodesIn(parse($(script).text())));
  const episodes = nodes.filter((node) => typesOf(node).some((type) => EPISODES.includes(type)));
  const audio = nodes.filter((node) => typesOf(node).includes('audioobject') && node.contentUrl !== undefined);
  const own = pickOwn(episodes, url);
  const alone = episodes.length === 0 && audio.length === 1 ? audio[0] : undefined;
  const feeds = nodes.flatMap(({ webFeed }) => texts(webFeed)).map((feed) => wholeUrl(feed, url));
  return {
    episode: own === undefined ? (alone === undefined ? null : audioDetails(alone, url)) : episodeDetails(own, url),
    feedUrls: feeds.filter((feed) => feed !== null),
    types: [...new Set(nodes.flatMap(typesOf))],
  };
}

function parse(script: string): unknown {
  try {
    return JSON.parse(
      script.replace(/^\s*(?:<!--|\/\*<!\[CDATA\[\*\/|<!\[CDATA\[)|(?:-->|\/\*\]\]>\*\/|\]\]>)\s*$/g, ''),
    );
  } catch {
    // Pages that are read by nobody else are full of mistakes.
    return null;
  }
}

/** All that has a type, wherever it is: in lists, in `@graph`, as a property of something else. */
function nodesIn(value: unknown, depth = 0): Node[] {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.flatMap((each) => nodesIn(each, depth + 1));
  const inner = Object.values(value).flatMap((each) => nodesIn(each, depth + 1));
  return '@type' in value ? [value as Node, ...inner] : inner;
}

function typesOf(node: Node): string[] {
  return texts(node['@type']).map((type) => type.replace(/^https?:\/\/schema\.org\//, '').toLowerCase());
}

function pickOwn(episodes: readonly Node[], url: string): Node | undefined {
  const page = comparableUrl(url);
  const isOwn = (node: Node) =>
    [node.url, node['@id'], node.mainEntityOfPage].flatMap(texts).some((at) => {
      const whole = wholeUrl(at, url);
      return whole !== null && comparableUrl(whole) === page;
    });
  return episodes.length === 1 ? episodes[0] : episodes.find(isOwn);
}

function episodeDetails(node: Node, url: string): Partial<Details> {
  const media = [node.audio, node.associatedMedia, node.encoding].flatMap(listed);
  const audio = media.map((each) => audioDetails(asNode(each), url)).find(({ audioUrl }) => audioUrl != null);
  const series = [node.partOfSeries, node.partOfPodcast, node.isPartOf].flatMap(listed).map(asNode);
  return {
    ...described(node, url),
    ...(audio === undefined ? {} : { audioUrl: audio.audioUrl ?? null, audioFormat: audio.audioFormat ?? null }),
    showName: series.map(({ name }) => text(name)).find((name) => name !== null) ?? null,
    canonicalUrl: wholeUrl(texts(node.url)[0], url),
    guid: guidOf(node.identifier),
  };
}

function audioDetails(node: Node, url: string): Partial<Details> {
  const [given = ''] = [
    ...texts(node.contentUrl),
    ...texts(node.url).filter((at) => looksLikeAudio(wholeUrl(at, url) ?? url)),
  ];
  const audioUrl = wholeUrl(given, url);
  return { ...described(node, url), audioUrl, audioFormat: audioFormatOf(texts(node.encodingFormat)[0], audioUrl) };
}

function described(node: Node, url: string): Partial<Details> {
  const images = [node.image, node.thumbnailUrl, node.thumbnail].flatMap(listed);
  return {
    title: text(node.name) ?? text(node.headline),
    description: plainText(texts(node.description)[0] ?? texts(node.abstract)[0]),
    publishedAt: wholeDate(texts(node.datePublished)[0] ?? texts(node.uploadDate)[0]),
    imageUrl: images.map((image) => wholeUrl(urlIn(image), url)).find((image) => image !== null) ?? null,
    language: languageCode(texts(node.inLanguage)[0]),
  };
}

/** An identifier of its own kind: `{ "@type": "PropertyValue", "value": … }`, or a text. */
function guidOf(identifier: unknown): string | null {
  const [first] = listed(identifier);
  return plainLine(typeof first === 'object' ? texts(asNode(first).value)[0] : texts(first)[0]);
}

function urlIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const node = asNode(value);
  return texts(node.url)[0] ?? texts(node.contentUrl)[0];
}

function asNode(value: unknown): Node {
  if (typeof value === 'string') return { contentUrl: value };
  return typeof value === 'object' && value !== null ? (value as Node) : {};
}

function text(value: unknown): string | null {
  return plainLine(plainText(texts(value)[0]));
}

function listed(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function texts(value: unknown): string[] {
  return listed(value).flatMap((each) => (typeof each === 'string' || typeof each === 'number' ? [String(each)] : []));
}
