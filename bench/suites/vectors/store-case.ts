import { openPostgresVectors, type VectorStore } from '@telltale/vectors';
import pg from 'pg';
import type { BenchServer } from '../../harness/bench-server.ts';
import type { Case, Figures } from '../../harness/case.ts';
import { clockMs } from '../../harness/clock.ts';
import { formatNumber } from '../../harness/format.ts';
import { sampleFigures } from '../../harness/sample-figures.ts';
import { DIMENSIONS, madeVector, randomNumbers } from './made-vectors.ts';

/** As many passages as an episode of two hours has. */
const PASSAGES_OF_EPISODE = 100;
const LIMIT = 20;
const SPACE = { model: 'bench', dimensions: DIMENSIONS };

export const storeCaseName = (passages: number): string => `exact-${passages / 1000}k`;

/** The exact store: passages are kept, a process that has read nothing yet searches, and then searches again and again. */
export function storeCase(server: BenchServer, passages: number, searches: number): Case {
  return {
    name: storeCaseName(passages),
    headline: ({ searchP50 = Number.NaN, insertsPerSecond = Number.NaN }) =>
      `${formatNumber(insertsPerSecond)} kept/s, search p50 ${formatNumber(searchP50)} ms`,
    run: async () => {
      await using database = await server.freshDatabase();
      const pool = new pg.Pool({ connectionString: database.url, max: 2 });
      try {
        return await measure(pool, passages, searches);
      } finally {
        await pool.end();
        await database.quiet();
      }
    },
  };
}

async function measure(pool: pg.Pool, passages: number, searches: number): Promise<Figures> {
  const insertMs = await fill(await opened(pool), passages);
  const store = await opened(pool); // As a process that has just started.
  const random = randomNumbers(2);
  const firstMs = await timed(() => store.search({ vector: madeVector(random), limit: LIMIT }));
  const ofOneMs: number[] = [];
  const ofAllMs: number[] = [];
  for (let search = 0; search < searches; search += 1) {
    const vector = madeVector(random);
    ofAllMs.push(await timed(() => store.search({ vector, limit: LIMIT })));
    ofOneMs.push(await timed(() => store.search({ vector, limit: LIMIT, owners: ['episode-0'] })));
  }
  return {
    insertsPerSecond: (passages / insertMs) * 1000,
    first: firstMs,
    ...sampleFigures({ search: ofAllMs, ofOne: ofOneMs }),
  };
}

async function opened(pool: pg.Pool): Promise<VectorStore> {
  const store = openPostgresVectors({ pool });
  await store.open(SPACE);
  return store;
}

/** How long the store took, without what it takes to make vectors up. */
async function fill(store: VectorStore, passages: number): Promise<number> {
  const random = randomNumbers(1);
  let tookMs = 0;
  for (let start = 0; start < passages; start += PASSAGES_OF_EPISODE) {
    const points = Array.from({ length: PASSAGES_OF_EPISODE }, (_, index) => ({
      id: start + index + 1,
      tags: ['language:en', `entity:${index}`],
      vector: madeVector(random),
    }));
    tookMs += await timed(() => store.replace(`episode-${start / PASSAGES_OF_EPISODE}`, points));
  }
  if ((await store.count()) !== passages) throw new Error(`${await store.count()} of ${passages} passages were kept`);
  return tookMs;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = clockMs();
  await work();
  return clockMs() - startMs;
}
