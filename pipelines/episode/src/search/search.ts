import type { Embedder, VectorStore } from '@telltale/vectors';
import type { Pool } from 'pg';
import { type FoundByMeaning, findByMeaning } from './find-by-meaning.ts';
import { findByWords } from './find-by-words.ts';
import { fuse } from './fuse.ts';
import { hydrate, type SearchHit } from './hydrate.ts';
import { wordsQuery } from './words-query.ts';

export interface SearchServices {
  readonly pool: Pool;
  readonly embedder: () => Promise<Embedder>;
  readonly vectors: () => Promise<VectorStore>;
}

/** What a search is narrowed down to. All of it has to hold. */
export interface SearchFilter {
  /** The name of a show, whatever its upper and lower case. */
  readonly show?: string | undefined;
  /** The id of an episode. */
  readonly episode?: string | undefined;
  /** The id of an entity that the passage mentions. */
  readonly entity?: number | undefined;
  /** ISO 639-1. */
  readonly language?: string | undefined;
  /** Published at this moment or later, and before that one; ISO 8601. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface SearchQuestion extends SearchFilter {
  /** As people write it: words, `"a phrase"`, `or`, `-without`. */
  readonly text: string;
  readonly mode: 'hybrid' | 'words' | 'meaning';
  /** 1–100. */
  readonly limit: number;
}

export interface SearchAnswer {
  /** The best first. */
  readonly hits: readonly SearchHit[];
  /** Why it is less than was asked for, as a sentence: meaning could not be searched. */
  readonly degraded: string | null;
  readonly tookMs: number;
}

/** Each list goes deeper than the answer, so that what is good in both comes before what is best in one. */
const DEPTH = { least: 50, perHit: 3 };

const NOTHING: FoundByMeaning = { ids: [], degraded: null, similarities: new Map() };

/**
 * Searches the passages of episodes that are ready, by their words and by their meaning, and puts both lists together. What
 * stands in an answer is read from Postgres at the end, so nothing that was deleted comes back. Where meaning cannot be
 * searched it is words alone, and `degraded` says so.
 */
export async function search(
  { pool, embedder, vectors }: SearchServices,
  question: SearchQuestion,
  { signal }: { readonly signal: AbortSignal },
): Promise<SearchAnswer> {
  const startedAt = performance.now();
  const { mode, limit, text } = question;
  const depth = Math.max(DEPTH.least, limit * DEPTH.perHit);
  const query = await wordsQuery(pool, text);
  const [words, meaning] = await Promise.all([
    mode === 'meaning' || query === null ? [] : findByWords(pool, query, question, depth),
    mode === 'words' ? NOTHING : findByMeaning({ pool, embedder, vectors }, text, question, { depth, signal }),
  ]);
  const found = await hydrate(pool, query, fuse({ words, meaning: meaning.ids }), meaning.similarities);
  return { hits: found.slice(0, limit), degraded: meaning.degraded, tookMs: Math.round(performance.now() - startedAt) };
}
