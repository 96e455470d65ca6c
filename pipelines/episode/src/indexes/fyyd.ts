import type { OutboundPolicy } from '@telltale/outbound';
import { z } from 'zod';
import { plainLine, wholeDate, wholeUrl } from '../feed/index.ts';
import { askIndex } from './ask-index.ts';
import { IndexFailedError } from './errors.ts';
import { type IndexHit, MAX_HITS, type PodcastIndex } from './podcast-index.ts';
import { queryText } from './query-text.ts';

const episodeSchema = z.object({
  title: z.string().nullish(),
  guid: z.string().nullish(),
  url: z.string().nullish(),
  enclosure: z.string().nullish(),
  content_type: z.string().nullish(),
  pubdate: z.string().nullish(),
  duration: z.number().nullish(),
});

/** Errors come with status 200, and a `status` of 0 in the answer. */
const answerSchema = z.object({
  status: z.number(),
  msg: z.string().nullish(),
  data: z.array(episodeSchema).nullish(),
});

export interface FyydOptions {
  /** Default: https://api.fyyd.de */
  readonly baseUrl?: string | undefined;
  /** Default: none; searching needs none. */
  readonly key?: string | undefined;
  readonly outbound: OutboundPolicy;
}

/** fyyd, a directory of mostly German podcasts. It names no shows, and searches by words only. */
export function openFyyd({ baseUrl = 'https://api.fyyd.de', key, outbound }: FyydOptions): PodcastIndex {
  return {
    name: 'fyyd',
    async search({ signal, ...query }) {
      const url = new URL('/0.2/search/episode', baseUrl);
      url.search = new URLSearchParams({ term: queryText(query), count: String(MAX_HITS) }).toString();
      const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
      const answer = await askIndex({ index: 'fyyd', url, headers, outbound, signal, answer: answerSchema });
      if (answer?.status !== 1)
        throw new IndexFailedError('fyyd', 'did not understand the question', { retryable: false });
      return (answer.data ?? []).slice(0, MAX_HITS).flatMap((found): IndexHit[] => {
        const title = plainLine(found.title);
        if (title === null) return [];
        return [
          {
            index: 'fyyd',
            title,
            show: null,
            audioUrl: wholeUrl(found.enclosure, baseUrl),
            audioType: plainLine(found.content_type),
            guid: plainLine(found.guid),
            publishedAt: wholeDate(found.pubdate),
            durationS: found.duration ?? null,
            pageUrl: wholeUrl(found.url, baseUrl),
            feedUrl: null,
          },
        ];
      });
    },
  };
}
