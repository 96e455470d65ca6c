import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalArtifactStore } from '@telltale/engine/artifacts';
import { type EpisodeLibrary, openEpisodeServices, openLibrary, type SearchQuestion } from '@telltale/episode';
import pg from 'pg';
import type { BenchServer } from '../../../harness/bench-server.ts';
import type { Case, Figures } from '../../../harness/case.ts';
import { clockMs } from '../../../harness/clock.ts';
import { formatNumber } from '../../../harness/format.ts';
import { sampleFigures } from '../../../harness/sample-figures.ts';
import { fillLibrary } from './fill-library.ts';
import { sampleSentences } from './sentences.ts';

const LIMIT = 20;
/** A library that is larger takes minutes to fill. */
const OFTEN_FILLED = 10_000;
const MODES = ['hybrid', 'words', 'meaning'] as const;

export const searchCaseName = (passages: number): string => `search-${passages / 1000}k`;

/** A library of so many passages, and questions of two words that stand next to each other somewhere in it. */
export function searchCase(server: BenchServer, passages: number, searches: number): Case {
  return {
    name: searchCaseName(passages),
    once: passages > OFTEN_FILLED,
    headline: ({ hybridP50 = Number.NaN, hybridP99 = Number.NaN }) =>
      `p50 ${formatNumber(hybridP50)} ms, p99 ${formatNumber(hybridP99)} ms`,
    run: async () => {
      await using database = await server.freshDatabase();
      await using folder = await mkdtempDisposable(join(tmpdir(), 'telltale-bench-'));
      const pool = new pg.Pool({ connectionString: database.url });
      try {
        await using services = await openEpisodeServices({
          pool,
          artifacts: createLocalArtifactStore({ folder: folder.path }),
          workFolder: folder.path,
          model: async () => null,
        });
        const [embedder, vectors] = await Promise.all([services.embedder(), services.vectors()]);
        const sentences = await sampleSentences();
        await fillLibrary({ pool, embedder, vectors, sentences }, passages);
        return await measure(openLibrary(services), questionsOf(sentences, searches));
      } finally {
        await pool.end();
        await database.quiet();
      }
    },
  };
}

async function measure(library: EpisodeLibrary, questions: readonly string[]): Promise<Figures> {
  const [first = '', ...others] = questions;
  const firstMs = await ask(library, { text: first, mode: 'hybrid', limit: LIMIT });
  const took = { hybrid: [] as number[], words: [] as number[], meaning: [] as number[] };
  for (const text of others) {
    for (const mode of MODES) took[mode].push(await ask(library, { text, mode, limit: LIMIT }));
  }
  return { first: firstMs, ...sampleFigures(took) };
}

/** How long an answer takes that is whole, in ms. */
async function ask(library: EpisodeLibrary, question: SearchQuestion): Promise<number> {
  const startMs = clockMs();
  const { hits, degraded } = await library.searchPassages(question, { signal: new AbortController().signal });
  const tookMs = clockMs() - startMs;
  if (degraded !== null) throw new Error(degraded);
  if (hits.length === 0 && question.mode === 'words') throw new Error(`nothing was found for ${question.text}`);
  return tookMs;
}

/** One more than `count`, for a first one that finds nothing warm. */
function questionsOf(sentences: readonly string[], count: number): readonly string[] {
  const pairs = sentences.flatMap((sentence) => {
    const words = sentence.match(/[a-z]{4,}/gi) ?? [];
    return words.slice(1).map((word, index) => `${words[index]} ${word}`);
  });
  return Array.from({ length: count + 1 }, (_, index) => pairs[(index * 7) % pairs.length] ?? '');
}
