import type { Embedder, VectorStore } from '@telltale/vectors';
import type { Pool } from 'pg';
import { DIMENSIONS, madeVector, randomNumbers } from '../../vectors/made-vectors.ts';

/** As many passages as an episode of two hours has. */
const PASSAGES_OF_EPISODE = 100;
/** Words of a passage beside its sentence; the commonest of them is in nearly all passages, the rarest in hardly any. */
const OTHER_WORDS = 120;
const VOCABULARY = 20_000;
/** How much of a passage's vector is its sentence: the rest points anywhere. */
const SHARE_OF_SENTENCE = 0.5;

const EPISODE = `
  INSERT INTO telltale_episode.episode (id, title, show_name, published_at, language, ready_at)
  VALUES ($1, $2, $3, now() - make_interval(days => $4), 'en', now())`;
const SEGMENTS = `
  INSERT INTO telltale_episode.segment (episode_id, index, start_s, end_s, text, speaker)
  SELECT $1, n - 1, (n - 1) * 60, n * 60, text, 'Nell' FROM unnest($2::text[]) WITH ORDINALITY t (text, n)`;
const CHUNKS = `
  INSERT INTO telltale_episode.chunk (episode_id, index, text, start_s, end_s, segment_start, segment_end)
  SELECT $1, n - 1, text, (n - 1) * 60, n * 60, n - 1, n - 1 FROM unnest($2::text[]) WITH ORDINALITY t (text, n)
  RETURNING id::float8 AS id`;

export interface LibraryToFill {
  readonly pool: Pool;
  readonly embedder: Embedder;
  readonly vectors: VectorStore;
  /** Each passage has one of them; the others are made up around it. */
  readonly sentences: readonly string[];
}

/** Puts so many passages into a library, in episodes of a hundred, as the pipeline leaves them. */
export async function fillLibrary(library: LibraryToFill, passages: number): Promise<void> {
  const { pool, embedder, vectors, sentences } = library;
  const random = randomNumbers(1);
  const word = zipf(random);
  const meanings = await embedder.embed(sentences, { signal: new AbortController().signal });
  await vectors.open(embedder.space);
  for (let from = 0; from < passages; from += PASSAGES_OF_EPISODE) {
    const number = from / PASSAGES_OF_EPISODE;
    const id = String(number).padStart(16, '0');
    const places = Array.from({ length: PASSAGES_OF_EPISODE }, (_, index) => (from + index) % sentences.length);
    const texts = places.map((place) => [sentences[place], ...Array.from({ length: OTHER_WORDS }, word)].join(' '));
    await pool.query(EPISODE, [id, `Episode ${number}`, `Show ${number % 20}`, number % 1_000]);
    await pool.query(SEGMENTS, [id, texts]);
    const { rows } = await pool.query<{ id: number }>(CHUNKS, [id, texts]);
    const points = rows.map((row, index) => ({
      id: row.id,
      tags: ['language:en'],
      vector: near(meanings[places[index] ?? 0], random),
    }));
    await vectors.replace(id, points);
  }
  // As autovacuum leaves it.
  await pool.query('VACUUM (ANALYZE)');
}

/** Made-up words, the n-th commonest as often as 1/n. */
function zipf(random: () => number): () => string {
  return () => `word${Math.floor(VOCABULARY ** random())}`;
}

function near(meaning: Float32Array | undefined, random: () => number): Float32Array {
  const other = madeVector(random);
  const sum = Float32Array.from(
    { length: DIMENSIONS },
    (_, index) => SHARE_OF_SENTENCE * (meaning?.[index] ?? 0) + (1 - SHARE_OF_SENTENCE) * (other[index] ?? 0),
  );
  const length = Math.hypot(...sum);
  return sum.map((value) => value / length);
}
