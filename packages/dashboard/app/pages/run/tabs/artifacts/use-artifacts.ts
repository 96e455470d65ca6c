import { useEffect, useMemo } from 'react';
import { useStore } from '../../../../live/store.ts';
import { useCurrentRun } from '../../../../live/use-run.ts';
import { type ArtifactList, ArtifactsStore } from './artifacts-store.ts';

/** All files of the page's run, live. */
export function useArtifacts(): ArtifactList & { readonly retry: () => void } {
  const run = useCurrentRun();
  const store = useMemo(() => new ArtifactsStore(run), [run]);
  useEffect(() => store.open(), [store]);
  return { ...useStore(store.list), retry: store.retry };
}
