import type { RunSummaryBody } from '@telltale/api';
import { matches, type RunFilter } from './run-filter.ts';

/** What changed: runs as they are now, `null` for one that was removed. */
export type RunChanges = ReadonlyMap<string, RunSummaryBody | null>;

interface ListedRuns {
  /** Newest first, as the server orders them. */
  readonly runs: readonly RunSummaryBody[];
  readonly filter: RunFilter;
  /** Whether no older ones are left to be loaded. */
  readonly isWhole: boolean;
}

/** The list with what changed: runs in their new state, those that came to match in their place, the others gone. */
export function mergeRuns({ runs, filter, isWhole }: ListedRuns, changes: RunChanges): readonly RunSummaryBody[] {
  if (changes.size === 0) return runs;
  const left = new Map(changes);
  const kept = runs.flatMap((run) => {
    const changed = left.get(run.runId);
    if (changed === undefined) return [run];
    left.delete(run.runId);
    // Pages and news come over two connections: what is older may come later.
    if (changed !== null && changed.asOf < run.asOf) return [run];
    return changed !== null && matches(changed, filter) ? [changed] : [];
  });
  const oldest = kept.at(-1);
  const added = [...left.values()].filter(
    (run) => run !== null && matches(run, filter) && (isWhole || (oldest !== undefined && isNewer(run, oldest))),
  );
  return insert(
    kept,
    added.filter((run) => run !== null),
  );
}

/** What was in its place stays there: of runs made in the same millisecond only the server knows the order. */
function insert(kept: readonly RunSummaryBody[], added: readonly RunSummaryBody[]): readonly RunSummaryBody[] {
  if (added.length === 0) return kept;
  const waiting = added.toSorted((a, b) => (isNewer(a, b) ? 1 : -1));
  const all: RunSummaryBody[] = [];
  for (const run of kept) {
    for (let next = waiting.at(-1); next !== undefined && next.createdAt >= run.createdAt; next = waiting.at(-1)) {
      all.push(next);
      waiting.pop();
    }
    all.push(run);
  }
  return [...all, ...waiting.reverse()];
}

/** Instants are text in time order. */
function isNewer(a: RunSummaryBody, b: RunSummaryBody): boolean {
  return a.createdAt === b.createdAt ? a.runId > b.runId : a.createdAt > b.createdAt;
}
