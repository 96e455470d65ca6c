import type { ApiError } from '@telltale/api';
import type { ArtifactView, TraceEvent } from '@telltale/core';
import { asApiError, client, logInAgain } from '../../../../live/client.ts';
import type { RunStore } from '../../../../live/run-store.ts';
import { Store } from '../../../../live/store.ts';

/** The files of a run, oldest first. */
export interface ArtifactList {
  readonly artifacts: readonly ArtifactView[];
  readonly state: 'loading' | 'ready';
  readonly error: ApiError | null;
}

const PAGE = 500;

/** All files of a run: those that are stored, page after page, and those that are stored meanwhile, as its events tell of them. */
export class ArtifactsStore {
  readonly list = new Store<ArtifactList>({ artifacts: [], state: 'loading', error: null });
  readonly #run: RunStore;
  readonly #known = new Map<string, ArtifactView>();
  #loading: AbortController | null = null;

  constructor(run: RunStore) {
    this.#run = run;
  }

  /** Follows the run until it is told to stop. */
  readonly open = (): (() => void) => {
    const stop = this.#run.onEvents(this.#receive);
    this.retry();
    return () => {
      stop();
      this.#loading?.abort();
    };
  };

  readonly retry = (): void => {
    this.#loading?.abort();
    void this.#load();
  };

  readonly #receive = (events: readonly TraceEvent[]): void => {
    let isNew = false;
    for (const event of events) {
      if (event.type !== 'artifact.stored') continue;
      const { data, at, step, item } = event;
      this.#known.set(data.artifactId, { ...data, at, step, item });
      isNew = true;
    }
    if (isNew) this.#tell({});
  };

  async #load(): Promise<void> {
    const loading = new AbortController();
    this.#loading = loading;
    let cursor: string | null = null;
    try {
      do {
        const page: Awaited<ReturnType<typeof client.listArtifacts>> = await client.listArtifacts(
          { runId: this.#run.runId, limit: PAGE, ...(cursor === null ? {} : { cursor }) },
          { signal: loading.signal },
        );
        for (const artifact of page.artifacts) this.#known.set(artifact.artifactId, artifact);
        cursor = page.nextCursor;
        this.#tell({ error: null });
      } while (cursor !== null);
      this.#tell({ state: 'ready' });
    } catch (error) {
      if (loading.signal.aborted) return;
      const refusal = asApiError(error);
      logInAgain(refusal);
      this.#tell({ state: 'ready', error: refusal });
    }
  }

  #tell(news: Partial<ArtifactList>): void {
    const artifacts = [...this.#known.values()].toSorted((a, b) => (a.at < b.at ? -1 : 1));
    this.list.set({ ...this.list.get(), artifacts, ...news });
  }
}
