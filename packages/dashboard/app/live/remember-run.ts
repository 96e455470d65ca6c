import type { RunSummaryBody } from '@telltale/api';
import type { Instant, PipelineHistory, RunView } from '@telltale/core';
import { clear, createStore, delMany, get, keys, set, type UseStore } from 'idb-keyval';

/** A run as it was when this browser saw it last. */
export interface RememberedRun {
  readonly view: RunView;
  readonly summary: RunSummaryBody | null;
  readonly history: PipelineHistory;
  readonly asOf: Instant;
}

const MAX_RUNS = 30;

let opened: UseStore | null = null;

function store(): UseStore {
  opened ??= createStore('telltale-runs', 'runs-1');
  return opened;
}

/** Puts the state of a run away, so that a reload shows it at once. A browser that keeps nothing shows it a moment later. */
export function rememberRun(runId: string, run: RememberedRun): void {
  set(runId, run, store())
    .then(forgetOldest)
    .catch(() => undefined);
}

/** `null` if this browser has not seen the run, or keeps nothing. */
export async function recallRun(runId: string): Promise<RememberedRun | null> {
  try {
    return (await get<RememberedRun>(runId, store())) ?? null;
  } catch {
    return null;
  }
}

/** Leaves nothing for whoever comes after somebody who logs out. */
export function forgetRuns(): void {
  clear(store()).catch(() => undefined);
}

async function forgetOldest(): Promise<void> {
  const known = await keys<string>(store());
  if (known.length <= MAX_RUNS) return;
  const runs = await Promise.all(
    known.map(async (runId) => ({ runId, run: await get<RememberedRun>(runId, store()) })),
  );
  const oldest = runs.toSorted((a, b) => (a.run?.asOf ?? '').localeCompare(b.run?.asOf ?? ''));
  await delMany(
    oldest.slice(0, known.length - MAX_RUNS).map(({ runId }) => runId),
    store(),
  );
}
