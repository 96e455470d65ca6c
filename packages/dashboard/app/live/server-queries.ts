import { queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';

/** How long a server may take to say how it is, in ms: one that does not answer counts as away. */
const STATUS_MS = 5_000;

/** How the server is. Asked without another try, so that it is known soon when it is away. */
export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => client.getStatus({}, { signal, timeoutMs: STATUS_MS }),
  retry: false,
});

/** The pipelines that the server knows. */
export const pipelinesQuery = queryOptions({
  queryKey: ['pipelines'],
  queryFn: ({ signal }) => client.listPipelines({}, { signal }),
});

/** What waits in each queue, and who takes it. */
export const queuesQuery = queryOptions({
  queryKey: ['queues'],
  queryFn: ({ signal }) => client.listQueues({}, { signal }),
});
