import { inTransaction } from '@telltale/ledger';
import { type Embedder, isCuredByReindex, type VectorStore } from '@telltale/vectors';
import type { Pool } from 'pg';
import type { SearchServices } from '../search/index.ts';
import { type RunStarter, type Started, startEmbedding, type Unindexed } from './start-embedding.ts';

export interface ReindexOptions {
  /** Who asks for it. */
  readonly by: string;
  /** Starts the runs. */
  readonly client: RunStarter;
}

export interface Reindexed {
  /** What makes the vectors from now on, and where they are kept: a short phrase each. */
  readonly embedder: string;
  readonly store: string;
  /** Runs that were started. */
  readonly started: number;
  /** Those of them that begin at their first step: no earlier run was left that they could go on from. */
  readonly fromTheStart: number;
  /** Episodes that were left out: a run of theirs is in flight, and makes their vectors itself. */
  readonly inFlight: readonly { readonly episodeId: string; readonly runId: string }[];
}

const AT_ONCE = 8;
/** So long is waited for a run that has nothing more to do. */
const LAST_MOMENTS_MS = 5_000;

/**
 * Removes all vectors, and has those of every episode made anew that had some, or failed at that. For another embedder or
 * another store; done twice it is done twice. Nothing is removed unless the new ones can be made and kept: throws
 * `EmbeddingError`, `VectorStoreError` and the signal's reason. Once they are removed it goes on whatever the signal says.
 */
export async function reindex(
  { pool, embedder: openEmbedder, vectors: openStore }: SearchServices,
  { by, client }: ReindexOptions,
  { signal }: { readonly signal: AbortSignal },
): Promise<Reindexed> {
  const [embedder, store] = await Promise.all([openEmbedder(), openStore()]);
  await assertUsable(embedder, store, signal);
  await inTransaction(pool, async (transaction) => {
    // Each row, which keeps `embed` from noting anything until they are gone. What it noted before is not so any more: it
    // sees that when it is done, and stores them again.
    await transaction.query(`UPDATE telltale_episode.episode SET used = used - 'embed'`);
    await store.clear();
  });
  const started = await startAll(client, await withoutVectors(pool, null), by);
  // A run that stored its vectors just before they were removed does nothing more, and has to end before another can begin.
  const ending = started.filter(({ kind, step }) => kind === 'in-flight' && step === 'embed');
  await inBatches(ending, ({ runId }) => client.wait(runId, { timeoutMs: LAST_MOMENTS_MS }).catch(() => undefined));
  const ids = new Set(ending.map(({ episodeId }) => episodeId));
  const late = await startAll(client, await withoutVectors(pool, [...ids]), by);
  const all = [...started.filter(({ episodeId }) => !ids.has(episodeId)), ...late];
  const inFlight = all.filter(({ kind }) => kind === 'in-flight');
  return {
    embedder: embedder.description,
    store: store.description,
    started: all.length - inFlight.length,
    fromTheStart: all.filter(({ kind }) => kind === 'from-the-start').length,
    inFlight: inFlight.map(({ episodeId, runId }) => ({ episodeId, runId })),
  };
}

async function assertUsable(embedder: Embedder, store: VectorStore, signal: AbortSignal): Promise<void> {
  await embedder.embed(['lamp'], { signal });
  try {
    await store.open(embedder.space);
  } catch (error) {
    if (!isCuredByReindex(error)) throw error;
  }
}

/** Of these episodes; `null`: of all. */
async function withoutVectors(pool: Pool, ids: readonly string[] | null): Promise<readonly Unindexed[]> {
  const { rows } = await pool.query<Unindexed>(
    `SELECT e.id AS "episodeId", e.ready_at IS NOT NULL AS "isReady"
       FROM telltale_episode.episode e
      WHERE NOT e.used ? 'embed' AND ($1::text[] IS NULL OR e.id = ANY ($1))
        AND (e.ready_at IS NOT NULL OR EXISTS (SELECT FROM telltale_episode.chunk c WHERE c.episode_id = e.id))
      ORDER BY e.published_at DESC NULLS LAST, e.id`,
    [ids],
  );
  return rows;
}

async function startAll(client: RunStarter, episodes: readonly Unindexed[], by: string): Promise<readonly Started[]> {
  const started = await inBatches(episodes, (episode) => startEmbedding(client, episode, by));
  return started.filter((each) => each !== null);
}

async function inBatches<T, R>(list: readonly T[], work: (each: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let from = 0; from < list.length; from += AT_ONCE) {
    results.push(...(await Promise.all(list.slice(from, from + AT_ONCE).map(work))));
  }
  return results;
}
