import type { OutboundPolicy } from '@telltale/outbound';
import { z } from 'zod';
import { plainLine, wholeDate, wholeUrl } from '../feed/index.ts';
import { askIndex } from './ask-index.ts';
import { INDEX_NAMES, type IndexHit, MAX_HITS, type PodcastIndex } from './podcast-index.ts';
import { queryText } from './query-text.ts';

const [NAME] = INDEX_NAMES;

const answerSchema = z.object({
  results: z.array(
    z.object({
      trackName: z.string().optional(),
      collectionName: z.string().optional(),
      episodeUrl: z.string().optional(),
      episodeContentType: z.string().optional(),
      episodeGuid: z.string().optional(),
      releaseDate: z.string().optional(),
      trackTimeMillis: z.number().optional(),
      trackViewUrl: z.string().optional(),
      feedUrl: z.string().optional(),
    }),
  ),
});

export interface ApplePodcastsOptions {
  /** Default: https://itunes.apple.com */
  readonly baseUrl?: string | undefined;
  readonly outbound: OutboundPolicy;
}

/** Apple's search. It needs no key, and refuses who asks more than some 20 times a minute. */
export function openApplePodcasts({
  baseUrl = 'https://itunes.apple.com',
  outbound,
}: ApplePodcastsOptions): PodcastIndex {
  return {
    name: NAME,
    async search({ signal, ...query }) {
      const url = new URL('/search', baseUrl);
      url.search = new URLSearchParams({
        term: queryText(query),
        media: 'podcast',
        entity: 'podcastEpisode',
        limit: String(MAX_HITS),
      }).toString();
      // Who asks too often is answered 403.
      const busy = [403, 429];
      const answer = await askIndex({ index: 'Apple Podcasts', url, outbound, signal, answer: answerSchema, busy });
      return (answer?.results ?? []).slice(0, MAX_HITS).flatMap((result): IndexHit[] => {
        const title = plainLine(result.trackName);
        if (title === null) return [];
        return [
          {
            index: NAME,
            title,
            show: plainLine(result.collectionName),
            audioUrl: wholeUrl(result.episodeUrl, baseUrl),
            audioType: plainLine(result.episodeContentType),
            guid: plainLine(result.episodeGuid),
            publishedAt: wholeDate(result.releaseDate),
            durationS: result.trackTimeMillis === undefined ? null : result.trackTimeMillis / 1_000,
            pageUrl: wholeUrl(result.trackViewUrl, baseUrl),
            feedUrl: wholeUrl(result.feedUrl, baseUrl),
          },
        ];
      });
    },
  };
}
