import type { Step } from '@telltale/engine';
import type { Embedder, Point, VectorStore } from '@telltale/vectors';
import type { Pool } from 'pg';
import { languageName, primaryLanguage } from '../ask/language-name.ts';
import { EpisodeNotFoundError } from '../errors.ts';
import { isKnown } from '../store/ensure-episode.ts';
import { forgetVectorsOfGone } from '../store/forget-episode.ts';
import { noteUsed, type Used } from '../store/note-used.ts';
import { type Passage, readPassages } from './read-passages.ts';

export interface EmbedServices {
  readonly pool: Pool;
  readonly embedder: () => Promise<Embedder>;
  readonly vectors: () => Promise<VectorStore>;
}

export interface Embedded {
  readonly passages: number;
  readonly model: string;
  readonly store: VectorStore['kind'];
}

/** One batch is some seconds of work at most; what takes so long hangs. */
const BATCH_TIMEOUT_MS = 120_000;

/**
 * Makes the passages of an episode findable by their meaning, in the place of what was findable before; then the episode is
 * ready. Batches are actions and not items: a vector is larger than its passage and quickly made, so after a crash all are
 * made again, and none is kept twice. Throws `EpisodeNotFoundError`, `VectorSpaceMismatchError`, and what embedder and store
 * throw.
 */
export async function embed(
  step: Step,
  { pool, embedder: openEmbedder, vectors: openStore }: EmbedServices,
  episodeId: string,
): Promise<Embedded> {
  const { language, passages } = await readPassages(pool, episodeId);
  step.size(passages.length, 'passages');
  const [embedder, store] = await Promise.all([openEmbedder(), openStore()]);
  await store.open(embedder.space);
  const points = await embedAll(step, embedder, passages);
  const { model, dimensions } = embedder.space;
  const problem = languageProblem(embedder, language);
  if (problem !== null) {
    step.log(`The passages are found by their words, and hardly by their meaning: ${problem}.`, {}, 'warn');
  }
  const used: Used = {
    with: `${embedder.description}; ${store.description}`,
    why: [whyEmbedder(embedder), WHY_STORE[store.kind], ...(problem === null ? [] : [problem])].join('; '),
    ...{ model, dimensions, store: store.kind, passages: passages.length },
  };
  try {
    for (;;) {
      // Before they are stored: whoever removes all vectors takes the note away too, and so it is seen here.
      await noteUsed(pool, episodeId, 'embed', used);
      await replaceVectors(step, { pool, store, episodeId, points });
      if (await markReady(pool, episodeId)) break;
      step.log('All vectors were removed meanwhile. Those of this episode are stored again.');
    }
  } catch (error) {
    // It may have been deleted before its new vectors were there to be removed. If the database is away nobody deleted it.
    await forgetVectorsOfGone(pool, episodeId).catch(() => undefined);
    throw error;
  }
  return { passages: passages.length, model, store: store.kind };
}

/** `false`: its vectors may have been removed since it was noted what they were made with. Throws `EpisodeNotFoundError`. */
async function markReady(pool: Pool, episodeId: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE telltale_episode.episode SET ready_at = now(), updated_at = now() WHERE id = $1 AND used ? 'embed'`,
    [episodeId],
  );
  if (rowCount === 1) return true;
  if (!(await isKnown(pool, episodeId))) throw new EpisodeNotFoundError(episodeId);
  return false;
}

async function embedAll(step: Step, embedder: Embedder, passages: readonly Passage[]): Promise<Point[]> {
  const points: Point[] = [];
  const { batchSize } = embedder;
  for (let from = 0; from < passages.length; from += batchSize) {
    const batch = passages.slice(from, from + batchSize);
    step.progress({ done: from, total: passages.length, unit: 'passages' });
    const vectors = await step.action(
      'embed',
      { passages: batch.length, from: from + 1, model: embedder.space.model },
      ({ signal }) =>
        embedder.embed(
          batch.map(({ text }) => text),
          { signal },
        ),
      { timeoutMs: BATCH_TIMEOUT_MS, output: (made) => `${made.length} vectors` },
    );
    for (const [index, { id, tags }] of batch.entries()) {
      points.push({ id, tags, vector: vectors[index] as Float32Array });
    }
  }
  step.progress({ done: passages.length, total: passages.length, unit: 'passages' });
  return points;
}

const WHY_STORE: Readonly<Record<VectorStore['kind'], string>> = {
  postgres: 'neither Qdrant nor pgvector is configured or there to be used',
  pgvector: 'the database has pgvector',
  qdrant: 'Qdrant is configured',
};

/** Of the model on this machine alone it is known which languages it was made for. */
function whyEmbedder({ languages }: Embedder): string {
  return languages === null ? 'an embeddings service is configured' : 'no embeddings service is configured';
}

/** Why the vectors of a text in this language mean little; `null` if they do not. */
function languageProblem({ languages, description }: Embedder, language: string | null): string | null {
  if (languages === null || language === null || languages.includes(primaryLanguage(language))) return null;
  return `the episode is in ${languageName(language)}, and ${description} knows ${languages.map(languageName).join(', ')} alone`;
}

interface NewVectors {
  readonly pool: Pool;
  readonly store: VectorStore;
  readonly episodeId: string;
  readonly points: readonly Point[];
}

async function replaceVectors(step: Step, { pool, store, episodeId, points }: NewVectors): Promise<void> {
  // An episode that was deleted and submitted again has the same id: what was still to be removed would be the new ones.
  // Whoever removes them this moment holds the row, and is waited for.
  await pool.query(`DELETE FROM telltale_episode.removal WHERE kind = 'vectors' AND key = $1`, [episodeId]);
  await step.action(
    'store_vectors',
    { store: store.kind, vectors: points.length },
    ({ signal }) => store.replace(episodeId, points, { signal }),
    { timeoutMs: BATCH_TIMEOUT_MS },
  );
}
