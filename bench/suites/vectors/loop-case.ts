import type { Case } from '../../harness/case.ts';
import { clockMs } from '../../harness/clock.ts';
import { formatNumber } from '../../harness/format.ts';
import { sampleFigures } from '../../harness/sample-figures.ts';
import { DIMENSIONS, madeVector, randomNumbers } from './made-vectors.ts';

export const loopCaseName = (passages: number): string => `loop-${passages / 1000}k`;

/** The least that an exact search can be: one loop over all numbers, one sum, the best score; no list, no filter, no database. */
export function loopCase(passages: number, searches: number): Case {
  return {
    name: loopCaseName(passages),
    headline: ({ searchP50 = Number.NaN }) => `search p50 ${formatNumber(searchP50)} ms`,
    run: async () => {
      const random = randomNumbers(1);
      const all = new Float32Array(passages * DIMENSIONS);
      for (let row = 0; row < passages; row += 1) all.set(madeVector(random), row * DIMENSIONS);
      const search = Array.from({ length: searches }, () => {
        const vector = madeVector(random);
        const startMs = clockMs();
        if (best(all, vector) < -1) throw new Error('a cosine is never less than -1');
        return clockMs() - startMs;
      });
      return sampleFigures({ search });
    },
  };
}

function best(all: Float32Array, vector: Float32Array): number {
  let nearest = Number.NEGATIVE_INFINITY;
  for (let start = 0; start < all.length; start += DIMENSIONS) {
    let sum = 0;
    for (let index = 0; index < DIMENSIONS; index += 1) {
      sum += (all[start + index] as number) * (vector[index] as number);
    }
    if (sum > nearest) nearest = sum;
  }
  return nearest;
}
