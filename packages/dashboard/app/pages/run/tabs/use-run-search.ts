import { getRouteApi } from '@tanstack/react-router';

const route = getRouteApi('/runs/$runId');

type RunSearch = ReturnType<typeof route.useSearch>;

/** What the address of a run's page says of its tabs, and how to change it. */
export function useRunSearch() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return {
    search,
    /** Changes some of it. Default: without a step to go back to. */
    setSearch: (change: Partial<RunSearch>, { push = false }: { readonly push?: boolean } = {}): void => {
      void navigate({
        search: (before) => ({ ...before, ...change }),
        replace: !push,
        resetScroll: false,
      });
    },
  };
}
