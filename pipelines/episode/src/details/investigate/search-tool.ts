import { type AgentTool, defineTool } from '@telltale/agent';
import type { Fence } from '@telltale/browser';
import { toFailure } from '@telltale/core';
import { z } from 'zod';
import { INDEX_TIMEOUT_MS, type IndexHit, type PodcastIndex, queryText } from '../../indexes/index.ts';
import type { Attempts } from '../attempts.ts';

interface Search {
  readonly title: string;
  readonly show: string | null;
  readonly guid: string | null;
}

interface Found {
  readonly hits: readonly IndexHit[];
  readonly failed: string | null;
}

/** A tool that asks one index. */
export function searchTool(
  index: PodcastIndex,
  { fence, attempts }: { readonly fence: Fence; readonly attempts: Attempts },
): AgentTool {
  const { name } = index;
  return defineTool<Search, Found>({
    description: `Searches ${name}, a directory of podcasts, for an episode. Gives at most 10 episodes with their audio.`,
    input: z.object({
      title: z.string().describe('Words of the episode’s title.'),
      show: z.string().nullable().describe('The name of the podcast, if it is known.'),
      guid: z.string().nullable().describe('The episode’s guid, if it is known.'),
    }),
    timeoutMs: INDEX_TIMEOUT_MS,
    replayable: true,
    extract: true,
    async execute(query, { signal }) {
      const note = (outcome: 'ok' | 'no_results' | 'error', said: string) =>
        attempts.note({ source: name, urlOrQuery: queryText(query), outcome, note: said });
      try {
        const hits = await index.search({ ...query, publishedAt: null, signal });
        note(hits.length === 0 ? 'no_results' : 'ok', hits.length === 0 ? '' : `${hits.length} found`);
        return { hits, failed: null };
      } catch (error) {
        signal.throwIfAborted();
        const { message } = toFailure(error);
        note('error', message);
        return { hits: [], failed: message };
      }
    },
    failure: ({ failed }) => failed,
    toModel: ({ hits, failed }) => {
      if (failed !== null) return `Error: ${failed}`;
      return hits.length === 0 ? 'Nothing was found.' : fence.around(JSON.stringify(hits));
    },
    toRecord: ({ hits, failed }) => failed ?? hits.map(({ title, audioUrl }) => ({ title, audioUrl })),
  }) as AgentTool;
}
