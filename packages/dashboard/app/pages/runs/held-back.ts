import type { RunSummaryBody } from '@telltale/api';
import type { Instant } from '@telltale/core';

/**
 * How many runs at the head of a list are newer than the one that was its first, made at `topAt`, when the reader scrolled
 * down: to put them in would shift what he reads.
 */
export function countHeldBack(runs: readonly RunSummaryBody[], topAt: Instant | null): number {
  if (topAt === null) return 0;
  const first = runs.findIndex(({ createdAt }) => createdAt <= topAt);
  return first === -1 ? runs.length : first;
}
