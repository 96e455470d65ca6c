import { useQuery } from '@tanstack/react-query';
import { isInHand, RUN_STATES } from '@telltale/core';
import { client } from '../../live/client.ts';
import { setServerTime } from '../../live/clock.ts';
import { pipelinesQuery, queuesQuery, statusQuery } from '../../live/server-queries.ts';

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
  return useQuery({ ...queuesQuery, refetchInterval: EVERY_MS });
}

export function usePipelines() {
  return useQuery({ ...pipelinesQuery, refetchInterval: EVERY_MS });
}

export function useServerStatus() {
  return useQuery({ ...statusQuery, refetchInterval: EVERY_MS });
}

/** The runs that workers have in hand. */
export function useRunsInHand() {
  return useQuery({
    queryKey: ['runs', 'in-hand'],
    queryFn: ({ signal }) => client.listRuns({ status: RUN_STATES.filter(isInHand), limit: 500 }, { signal }),
    refetchInterval: EVERY_MS,
  });
}
