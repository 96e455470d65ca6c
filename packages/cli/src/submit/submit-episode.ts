import type { ApiClient } from '@telltale/api';
import type { CommandContext } from '../command.ts';
import { plain } from '../format/plain.ts';
import { type KnownEpisode, knownEpisode } from './known-episode.ts';
import { uploadFile } from './upload-file.ts';
import type { Named } from './what-to-submit.ts';

/** What a pipeline is to be submitted with. */
export interface Submission {
  readonly pipeline: string;
  readonly input: unknown;
}

/** How much of a feed is wanted. */
export interface FeedOptions {
  readonly latest?: number;
  readonly all?: true;
}

/** What to submit for an address or a file. A file is sent first. An episode that is done is given instead. */
export async function submissionFor(
  context: CommandContext,
  api: ApiClient,
  named: Exclude<Named, { readonly kind: 'pipeline' }>,
  feed: FeedOptions,
): Promise<Submission | KnownEpisode> {
  if (named.kind === 'file') {
    const { upload } = await uploadFile(context, api, named);
    return (await knownEpisode(api, upload)) ?? { pipeline: 'episode', input: { upload, name: named.name } };
  }
  const { url } = named;
  const { latest, all } = feed;
  if (latest !== undefined || all === true) {
    return { pipeline: 'feed', input: latest === undefined ? { url } : { url, latest } };
  }
  return (await knownEpisode(api, url)) ?? { pipeline: 'episode', input: { url } };
}

/** Says that there is nothing to do, and what can be done all the same. */
export function sayKnown({ output }: Pick<CommandContext, 'output'>, { episode, runId }: KnownEpisode): void {
  const { episodeId, title } = episode;
  output.record({ runId, created: false, episodeId, title });
  output.print(`This episode is there already: ${output.style('bold', plain(title ?? episodeId))}`);
  output.print(`  telltale episode show ${episodeId}    all about it`);
  output.print(`  telltale rerun ${runId}    make it anew`);
}
