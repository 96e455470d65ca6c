import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { asApiError } from './client.ts';
import { connectionIs, setConnection } from './connection.ts';
import { statusQuery } from './server-queries.ts';

/** How often a page without a stream asks how the server is, in ms. */
const EVERY_MS = 5_000;

/** Says how the connection is, for pages that follow no stream. */
export function useWatchedServer(): void {
  const { data, error } = useQuery({ ...statusQuery, refetchInterval: EVERY_MS, staleTime: 0 });
  useEffect(() => {
    if (error !== null) setConnection(connectionIs('offline', asApiError(error)));
    else if (data?.database.state === 'away') setConnection({ state: 'away', since: data.database.since, error: null });
    else if (data !== undefined) setConnection(connectionIs('live'));
  }, [data, error]);
}
