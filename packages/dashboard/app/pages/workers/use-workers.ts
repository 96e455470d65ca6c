import { useQuery } from '@tanstack/react-query';
import { isInHand, RUN_STATES } from '@telltale/core';
import { client } from '../../live/client.ts';
import { setServerTime } from '../../live/clock.ts';

/** How often the page looks, in ms. */
const EVERY_MS = 3_000;

/** Workers as they are, those that have stopped only if they are wanted. */
export function useWorkers(stopped: boolean) {
  return useQuery({
    queryKey: ['workers', stopped],
    queryFn: async ({ signal }) => {
      const answer = await client.listWorkers(stopped ? { stopped } : {}, { signal });
      const [newest] = answer.workers;
      // A heartbeat and its age tell what the time is there.
      if (newest !== undefined && answer.stale === undefined) {
        setServerTime(new Date(Date.parse(newest.heartbeatAt) + newest.silentMs).toISOString());
      }
      return answer;
    },
    refetchInterval: EVERY_MS,
    placeholderData: (known) => known,
  });
}

export function useQueues() {
  return useQuery({
    queryKey: ['queues'],
    queryFn: ({ signal }) => client.listQueues({}, { signal }),
    refetchInterval: EVERY_MS,
  });
}

export function usePipelines() {
  return useQuery({
    queryKey: ['pipelines'],
    queryFn: ({ signal }) => client.listPipelines({}, { signal }),
    refetchInterval: EVERY_MS,
  });
}

export function useServerStatus() {
  return useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => client.getStatus({}, { signal, timeoutMs: EVERY_MS }),
    refetchInterval: EVERY_MS,
    // As the one who watches the connection asks: a server that does not answer is away.
    retry: false,
  });
}

/** The runs that workers have in hand. */
export function useRunsInHand() {
  return useQuery({
    queryKey: ['runs', 'in-hand'],
    queryFn: ({ signal }) => client.listRuns({ status: RUN_STATES.filter(isInHand), limit: 500 }, { signal }),
    refetchInterval: EVERY_MS,
  });
}
