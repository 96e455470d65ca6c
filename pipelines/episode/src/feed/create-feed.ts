import { createHash } from 'node:crypto';
import { type AnyPipeline, definePipeline } from '@telltale/engine';
import { z } from 'zod';
import { webUrl } from '../web-url.ts';
import { MAX_ENTRIES } from './parse-feed.ts';
import { type FeedServices, readFeedStep } from './read-feed-step.ts';

export interface CreateFeedOptions {
  /** Gives what the step works with. Called by each run; what it throws is why the run fails. */
  readonly services: () => Promise<FeedServices>;
  /** Gets one run for each episode that is chosen. */
  readonly episode: AnyPipeline;
}

/** What a run of `feed` is submitted with. */
const feedInput = z.strictObject({
  url: webUrl.meta({ description: 'A feed: RSS, Atom or JSON Feed.' }),
  latest: z
    .int()
    .min(1)
    .max(MAX_ENTRIES)
    .optional()
    .meta({ description: 'How many of its newest episodes to take. Default: all of them.' }),
});

/** What a run of `feed` gives back. */
export interface FeedResult {
  readonly show: string | null;
  /** That were chosen. */
  readonly episodes: number;
  /** How many of them were ready already. */
  readonly ready: number;
  /** How many of them got a new run; for the others one was in flight. */
  readonly started: number;
}

/** The pipeline that reads a feed and starts a run for each of its episodes that is not ready yet, the newest first. */
export function createFeed({ services, episode }: CreateFeedOptions) {
  return definePipeline({
    name: 'feed',
    version: '1',
    input: feedInput,
    subject: ({ url }) => createHash('sha256').update(url).digest('hex').slice(0, 16),
    title: ({ url }) => url,
    steps: ['read_feed'],
    async run({ step, input, spawn }): Promise<FeedResult> {
      const { show, chosen, ready } = await step(
        'read_feed',
        async (s) => await readFeedStep(s, await services(), input),
      );
      let started = 0;
      for (const guid of chosen) {
        const { created } = await spawn(episode, { feed: input.url, guid });
        if (created) started += 1;
      }
      return { show, episodes: chosen.length + ready, ready, started };
    },
  });
}
