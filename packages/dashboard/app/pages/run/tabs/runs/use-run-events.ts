import { useQuery } from '@tanstack/react-query';
import { EVENT_TYPES } from '@telltale/core';
import { client } from '../../../../live/client.ts';
import { useCurrentRun, useRunView } from '../../../../live/use-run.ts';

const TYPES = EVENT_TYPES.filter((type) => type.startsWith('run.'));

/** What happened to the page's run as a whole, oldest first: who took it, paused it, ended it. */
export function useRunEvents() {
  const { runId } = useCurrentRun();
  // Each of these changes something of the run.
  const state = useRunView((view) => `${view.state} ${view.stateSince} ${view.attempt} ${view.workerId}`);
  return useQuery({
    queryKey: ['run-events', runId, state],
    queryFn: async ({ signal }) => {
      const { events } = await client.readEvents({ runId, limit: 1_000, types: TYPES }, { signal });
      return events;
    },
    placeholderData: (known) => known,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}
