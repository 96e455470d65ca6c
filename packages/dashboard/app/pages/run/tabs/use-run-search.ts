import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';

const route = getRouteApi('/runs/$runId');

type RunSearch = ReturnType<typeof route.useSearch>;

/** What the address of a run's page says of its tabs, and how to change some of it; that is no step to go back to. */
export function useRunSearch() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const setSearch = useCallback(
    (change: Partial<RunSearch>): void => {
      void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
    },
    [navigate],
  );
  return { search, setSearch };
}
