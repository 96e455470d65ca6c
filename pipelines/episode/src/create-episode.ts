import { type AnyPipeline, definePipeline, type Step } from '@telltale/engine';
import { chunk } from './chunk/index.ts';
import { fetchDetails } from './details/index.ts';
import { download } from './download/index.ts';
import { embed } from './embed/index.ts';
import { EpisodeNotFoundError } from './errors.ts';
import { extract } from './extract/index.ts';
import { type EpisodeInput, episodeInput } from './input.ts';
import { resolve } from './resolve/index.ts';
import type { EpisodeServices, ModelUser } from './services.ts';
import { ensureEpisode, episodeOf, isKnown, keepUpload } from './store/ensure-episode.ts';
import { mergeEpisodes } from './store/merge-episodes.ts';
import { summarize } from './summarize/index.ts';
import { transcribe } from './transcribe/index.ts';

export const EPISODE_STEPS = [
  'fetch_details',
  'download',
  'transcribe',
  'summarize',
  'chunk',
  'extract',
  'resolve',
  'embed',
] as const;

export interface CreateEpisodeOptions {
  /** Gives what the steps work with. Called by each step and each submit; what it throws is why they fail. */
  readonly services: () => Promise<EpisodeServices>;
  /** Runs in one worker at a time. Default: 4. */
  readonly concurrency?: number;
  /** Gets the entities that are new, to be looked up in the background. Default: nobody looks them up. */
  readonly enrich?: AnyPipeline;
}

/** What a run of `episode` gives back. */
export interface EpisodeResult {
  readonly episodeId: string;
  /** Set if the episode turned out to be one that was known already, and this is it: if it was not ready, another run makes it. */
  readonly sameAs?: string;
}

/** Entities of one run of the pipeline that looks them up. */
const ENRICH_AT_ONCE = 1_000;

/**
 * The pipeline that makes a podcast episode searchable, from its page, its feed, its audio or a file. Each step replaces what
 * an earlier run of it made, and reads what it needs from the library: any of them can be run again at any time.
 */
export function createEpisode({ services, concurrency = 4, enrich }: CreateEpisodeOptions) {
  const episode = definePipeline({
    name: 'episode',
    version: '1',
    input: episodeInput,
    subject: async (input) => {
      const { pool } = await services();
      await keepUpload(pool, input);
      return await episodeOf(pool, input);
    },
    title: titleOf,
    steps: EPISODE_STEPS,
    queue: { workerConcurrency: concurrency },
    async run({ step, input, subject: episodeId, spawn }): Promise<EpisodeResult> {
      const { sameAs, isReady } = await step('fetch_details', async (s) => {
        const given = await services();
        await ensureEpisode(given.pool, episodeId, input);
        const found = await fetchDetails(s, given.for('fetch_details'), episodeId);
        const { sameAs: into } = found;
        return { ...found, ...(into === undefined ? {} : await mergeEpisodes(given.pool, { from: episodeId, into })) };
      });
      if (sameAs !== undefined) {
        // Where it was found first may be where it cannot be made from.
        if (!isReady) await spawn(itself(), input);
        return { episodeId: sameAs, sameAs };
      }
      const on =
        <T>(work: (s: Step, given: EpisodeServices, episodeId: string) => Promise<T>, user?: ModelUser) =>
        async (s: Step) => {
          const given = await services();
          if (!(await isKnown(given.pool, episodeId))) throw new EpisodeNotFoundError(episodeId);
          return await work(s, user === undefined ? given : given.for(user), episodeId);
        };
      await step('download', on(download, 'download'));
      await step('transcribe', on(transcribe));
      await step('summarize', on(summarize, 'summarize'));
      await step('chunk', on(chunk));
      await step('extract', on(extract, 'extract'));
      const { toEnrich } = await step('resolve', on(resolve, 'resolve'));
      await step('embed', on(embed));
      // From the body: of several spawned inside of a step all but the first would be lost.
      for (let from = 0; enrich !== undefined && from < toEnrich.length; from += ENRICH_AT_ONCE) {
        await spawn(enrich, { entityIds: toEnrich.slice(from, from + ENRICH_AT_ONCE) });
      }
      return { episodeId };
    },
  });
  const itself = (): AnyPipeline => episode;
  return episode;
}

function titleOf(input: EpisodeInput): string | undefined {
  if ('url' in input) return input.url;
  if ('feed' in input) return `${input.guid} of ${input.feed}`;
  return 'name' in input ? input.name : undefined;
}
