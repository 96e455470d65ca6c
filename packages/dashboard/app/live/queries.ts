import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { asApiError, logInAgain } from './client.ts';

/** What is read once and now and then. What changes by the second comes over streams. */
export const queries = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // A server that is away is asked again until it is back; what it refuses is not.
      retry: (count, error) => asApiError(error).retryable && count < 3,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

function onError(error: unknown): void {
  logInAgain(asApiError(error));
}
