import { createHash } from 'node:crypto';
import type { OutboundPolicy } from '@telltale/outbound';
import { z } from 'zod';
import { comparableTitle, plainLine, wholeDate, wholeUrl } from '../feed/index.ts';
import { isWorldwide } from '../store/sources.ts';
import { askIndex } from './ask-index.ts';
import { type IndexHit, type IndexQuery, MAX_HITS, type PodcastIndex } from './podcast-index.ts';
import { isHostShaped } from './query-text.ts';

/** Most feeds of one search whose episodes are looked at, and the newest episodes of each. */
const MAX_FEEDS = 3;
const MAX_EPISODES = 1_000;

const episodeSchema = z.object({
  title: z.string().nullish(),
  guid: z.string().nullish(),
  link: z.string().nullish(),
  enclosureUrl: z.string().nullish(),
  enclosureType: z.string().nullish(),
  /** Seconds since 1970. */
  datePublished: z.number().nullish(),
  duration: z.number().nullish(),
  feedId: z.number().nullish(),
  feedTitle: z.string().nullish(),
  feedUrl: z.string().nullish(),
});
type Episode = z.output<typeof episodeSchema>;

/** Where there is nothing an empty list stands in the place of the episode. */
const byGuidSchema = z.object({ episode: z.union([episodeSchema, z.array(z.unknown()), z.null()]).optional() });
const feedsSchema = z.object({
  feeds: z.array(z.object({ id: z.number(), title: z.string().nullish(), url: z.string().nullish() })).nullish(),
});
const episodesSchema = z.object({ items: z.array(episodeSchema).nullish() });

export interface PodcastindexOptions {
  /** Default: https://api.podcastindex.org */
  readonly baseUrl?: string | undefined;
  readonly key: string | undefined;
  readonly secret: string | undefined;
  readonly outbound: OutboundPolicy;
  /** Milliseconds since 1970. Default: the clock of this machine. */
  readonly now?: () => number;
}

/** podcastindex.org: asked by guid first if that is unique, else for the show, and then for its episodes. */
export function openPodcastindex(options: PodcastindexOptions): PodcastIndex {
  const { baseUrl = 'https://api.podcastindex.org', key, secret } = options;
  if (key === undefined || secret === undefined) {
    return { name: 'podcastindex', unavailable: 'it needs a key and a secret', search: async () => [] };
  }
  return {
    name: 'podcastindex',
    async search({ signal, ...query }) {
      const ask = asker({ ...options, baseUrl, key, secret }, signal);
      // Of one that several feeds have it would give that of any.
      if (query.guid !== null && isWorldwide(query.guid)) {
        const answer = await ask('episodes/byguid', { guid: query.guid }, byGuidSchema, [400, 404]);
        const episode = answer?.episode;
        if (episode != null && !Array.isArray(episode)) return hitOf(episode, {}, baseUrl);
      }
      const show = query.show === null || isHostShaped(query.show) ? query.title : query.show;
      const found = await ask('search/byterm', { q: show, max: String(MAX_HITS) }, feedsSchema);
      const feeds = (found?.feeds ?? []).slice(0, MAX_FEEDS);
      if (feeds.length === 0) return [];
      const id = feeds.map((feed) => feed.id).join(',');
      const answer = await ask('episodes/byfeedid', { id, max: String(MAX_EPISODES) }, episodesSchema);
      return bestFirst(answer?.items ?? [], query)
        .slice(0, MAX_HITS)
        .flatMap((episode) => hitOf(episode, feeds.find((feed) => feed.id === episode.feedId) ?? {}, baseUrl));
    },
  };
}

/** A search gives all episodes of a show: those that sound like the one that is looked for are worth telling. */
function bestFirst(episodes: readonly Episode[], { title }: IndexQuery): readonly Episode[] {
  const words = new Set(comparableTitle(title).split(' '));
  const likeness = (episode: Episode) => {
    const own = comparableTitle(episode.title ?? '').split(' ');
    return own.filter((word) => words.has(word)).length / Math.max(own.length, words.size);
  };
  return episodes
    .map((episode) => ({ episode, likeness: likeness(episode) }))
    .filter((rated) => rated.likeness >= 0.5)
    .toSorted((a, b) => b.likeness - a.likeness)
    .map(({ episode }) => episode);
}

function hitOf(
  episode: Episode,
  feed: { readonly title?: string | null | undefined; readonly url?: string | null | undefined },
  baseUrl: string,
): IndexHit[] {
  const title = plainLine(episode.title);
  if (title === null) return [];
  const { datePublished } = episode;
  return [
    {
      index: 'podcastindex',
      title,
      show: plainLine(episode.feedTitle ?? feed.title),
      audioUrl: wholeUrl(episode.enclosureUrl, baseUrl),
      audioType: plainLine(episode.enclosureType),
      guid: plainLine(episode.guid),
      publishedAt: datePublished == null ? null : wholeDate(new Date(datePublished * 1_000).toJSON()),
      durationS: episode.duration ?? null,
      pageUrl: wholeUrl(episode.link, baseUrl),
      feedUrl: wholeUrl(episode.feedUrl ?? feed.url, baseUrl),
    },
  ];
}

type Opened = PodcastindexOptions & { readonly baseUrl: string; readonly key: string; readonly secret: string };

function asker({ baseUrl, key, secret, outbound, now = Date.now }: Opened, signal: AbortSignal) {
  return <T>(
    path: string,
    parameters: Record<string, string>,
    answer: z.ZodType<T>,
    nothing: readonly number[] = [],
  ) => {
    const url = new URL(`/api/1.0/${path}`, baseUrl);
    url.search = new URLSearchParams(parameters).toString();
    const date = String(Math.floor(now() / 1_000));
    const headers = {
      'x-auth-key': key,
      'x-auth-date': date,
      authorization: createHash('sha1').update(`${key}${secret}${date}`).digest('hex'),
    };
    return askIndex({ index: 'podcastindex', url, headers, outbound, signal, answer, nothing });
  };
}
