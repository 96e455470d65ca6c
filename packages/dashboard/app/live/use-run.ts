import type { RunView } from '@telltale/core';
import { createContext, useContext, useEffect, useMemo } from 'react';
import { useNow } from './clock.ts';
import { connection } from './connection.ts';
import { momentOf, type RunPicture } from './run-picture.ts';
import { RunStore } from './run-store.ts';
import { useSelected, useStore } from './store.ts';

const RunContext = createContext<RunStore | null>(null);

/** For all components of a run's page. */
export const RunProvider = RunContext.Provider;

/** The store of a run, live as long as the component is there. */
export function useRunStore(runId: string): RunStore {
  const store = useMemo(() => new RunStore(runId), [runId]);
  useEffect(() => store.use(), [store]);
  return store;
}

/** The store of the page's run. */
export function useCurrentRun(): RunStore {
  const store = useContext(RunContext);
  if (store === null) throw new Error('This component belongs on the page of a run.');
  return store;
}

/** All that is known of the page's run; the component comes again with every change, up to sixty times a second. */
export function useRunPicture(): RunPicture {
  return useStore(useCurrentRun().picture);
}

/** A part of the run's view, as it is; the component comes again only when that part changes. */
export function useRunView<S>(select: (view: RunView) => S): S | null {
  return useSelected(useCurrentRun().picture, ({ view }) => (view === null ? null : select(view)));
}

/**
 * What `select` makes of the picture and of the moment that it tells of, in ms since the epoch; the component comes again only
 * when that changes. It gives parts as they are, or texts and numbers.
 */
export function useRunAt<S>(select: (picture: RunPicture, now: number) => S): S {
  const now = useNow();
  const link = useStore(connection);
  return useSelected(useCurrentRun().picture, (picture) => select(picture, momentOf(picture, link, now)));
}

/** The time by which the run's ages are told: it stands still while nobody knows how the run is. Ticks. */
export function useRunNow(pace: 'second' | 'tenth' = 'second'): number {
  const now = useNow(pace);
  const link = useStore(connection);
  return useSelected(useCurrentRun().picture, (picture) => momentOf(picture, link, now));
}
