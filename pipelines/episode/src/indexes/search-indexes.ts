import { toFailure } from '@telltale/core';
import { type Step, stopKindOf } from '@telltale/engine';
import { INDEX_TIMEOUT_MS, type IndexHit, type IndexQuery, type PodcastIndex } from './podcast-index.ts';
import { queryText } from './query-text.ts';

/** A hit that can be downloaded. */
export type AudibleHit = IndexHit & { readonly audioUrl: string };

/**
 * Asks indexes for an episode, one after another, each as an action of the step: what they give, in their order, each audio
 * file once. One that fails gives nothing; each is told as a source that was tried. Throws what stops the step.
 */
export async function searchIndexes(
  step: Step,
  indexes: readonly PodcastIndex[],
  query: IndexQuery,
): Promise<readonly AudibleHit[]> {
  const hits = new Map<string, AudibleHit>();
  for (const index of indexes) {
    for (const hit of await searchIndex(step, index, query)) {
      if (hit.audioUrl !== null && !hits.has(hit.audioUrl)) hits.set(hit.audioUrl, { ...hit, audioUrl: hit.audioUrl });
    }
  }
  return [...hits.values()];
}

/** Asks one index. */
async function searchIndex(step: Step, index: PodcastIndex, query: IndexQuery): Promise<readonly IndexHit[]> {
  const { name, unavailable } = index;
  if (unavailable !== undefined) {
    step.tried({ source: name, outcome: 'skipped', note: unavailable });
    return [];
  }
  try {
    const found = await step.action(
      `search_${name}`,
      { query: queryText(query), ...(query.guid === null ? {} : { guid: query.guid }) },
      ({ signal }) => index.search({ ...query, signal }),
      { timeoutMs: INDEX_TIMEOUT_MS, output: (hits) => hits.map(({ title, audioUrl }) => ({ title, audioUrl })) },
    );
    step.tried({ source: name, outcome: found.length === 0 ? 'no results' : `${found.length} found` });
    return found;
  } catch (error) {
    step.signal.throwIfAborted();
    if (stopKindOf(error) !== null) throw error;
    step.tried({ source: name, outcome: 'error', note: toFailure(error).message });
    return [];
  }
}
