import { isCuredByReindex, type VectorStore } from '@telltale/vectors';
import type { Pool } from 'pg';
import { languageName, primaryLanguage } from '../ask/language-name.ts';
import { episodeConditions } from './filter-sql.ts';
import type { SearchFilter, SearchServices } from './search.ts';
import { entityTag, languageTag } from './tags.ts';

export interface FoundByMeaning {
  /** Of passages, the nearest first. */
  readonly ids: readonly number[];
  /** Cosine, by id. */
  readonly similarities: ReadonlyMap<number, number>;
  /** Why nothing was looked for, as a sentence. */
  readonly degraded: string | null;
}

export interface MeaningOptions {
  readonly depth: number;
  readonly signal: AbortSignal;
}

/**
 * What is less similar has nothing to do with the question, and would be found by any. With USE-lite and the sample show,
 * questions about other things came to 0.19 at most, but for one, and those about it to 0.25 and more.
 */
const LEAST_SIMILARITY = 0.2;

/** Within the 10 s that a read of the API may take, words are still to be answered. */
const PATIENCE_MS = 7_000;

/** The passages whose meaning is nearest to that of a text. Of what goes wrong beside Postgres it says that it did. */
export async function findByMeaning(
  services: SearchServices,
  text: string,
  filter: SearchFilter,
  options: MeaningOptions,
): Promise<FoundByMeaning> {
  const owners = await ownersOf(services.pool, filter);
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const signal = AbortSignal.any([options.signal, patience]);
  try {
    return await inTime(signal, nearest(services, text, filter, { depth: options.depth, owners, signal }));
  } catch (error) {
    options.signal.throwIfAborted();
    const reason = patience.aborted ? `it took longer than ${PATIENCE_MS / 1_000} s` : reasonOf(error);
    const remedy = isCuredByReindex(error) ? ` ${REMEDY}` : '';
    return nothingFor(`Only words were searched, not meaning: ${reason}.${remedy}`);
  }
}

const REMEDY = 'Run "telltale reindex".';

/** Whether there is something to find, and the store has nothing at all: it is another one than the vectors were made for. */
async function isNotIndexed(pool: Pool, store: VectorStore): Promise<boolean> {
  if ((await store.count()) > 0) return false;
  const { rowCount } = await pool.query(
    `SELECT FROM telltale_episode.episode e
      WHERE e.ready_at IS NOT NULL AND EXISTS (SELECT FROM telltale_episode.chunk c WHERE c.episode_id = e.id) LIMIT 1`,
  );
  return rowCount === 1;
}

interface Narrowed extends MeaningOptions {
  readonly owners: readonly string[] | null;
}

async function nearest(
  { pool, embedder: openEmbedder, vectors: openStore }: SearchServices,
  text: string,
  { entity, language }: SearchFilter,
  { depth, owners, signal }: Narrowed,
): Promise<FoundByMeaning> {
  const [embedder, store] = await Promise.all([openEmbedder(), openStore()]);
  const known = embedder.languages;
  if (language !== undefined && known !== null && !known.includes(primaryLanguage(language))) {
    const names = known.map(languageName).join(', ');
    return nothingFor(`Only words were searched, not meaning: ${embedder.description} knows ${names} alone.`);
  }
  await store.open(embedder.space);
  const [vector] = await embedder.embed([text], { signal });
  if (vector === undefined) throw new Error('the embedder gave nothing');
  const tags = [
    ...(language === undefined ? [] : [languageTag(language)]),
    ...(entity === undefined ? [] : [entityTag(entity)]),
  ];
  const found = await store.search({ vector, limit: depth, tags, signal, ...(owners === null ? {} : { owners }) });
  if (found.length === 0 && (await isNotIndexed(pool, store))) {
    return nothingFor(`Only words were searched, not meaning: nothing is indexed in ${store.description}. ${REMEDY}`);
  }
  const matches = found.filter(({ score }) => score >= LEAST_SIMILARITY);
  return {
    ids: matches.map(({ id }) => id),
    similarities: new Map(matches.map(({ id, score }) => [id, score])),
    degraded: null,
  };
}

/** The episodes that a filter leaves, where the vectors have no tag for it; `null` if it is for all of them. */
async function ownersOf(pool: Pool, { show, episode, from, to }: SearchFilter): Promise<readonly string[] | null> {
  const { conditions, values } = episodeConditions({ show, episode, from, to }, 1);
  if (conditions.length === 0) return null;
  const { rows } = await pool.query<{ id: string }>(
    `SELECT e.id FROM telltale_episode.episode e WHERE e.ready_at IS NOT NULL AND ${conditions.join(' AND ')}`,
    [...values],
  );
  return rows.map(({ id }) => id);
}

/** What does not heed its signal is left behind. */
async function inTime<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const over = Promise.withResolvers<never>();
  const stop = () => over.reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, over.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function nothingFor(degraded: string): FoundByMeaning {
  return { ids: [], similarities: new Map(), degraded };
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\.$/, '');
}
