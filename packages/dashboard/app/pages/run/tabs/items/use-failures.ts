import { useQuery } from '@tanstack/react-query';
import type { FailedItem, StepView } from '@telltale/core';
import { useMemo } from 'react';
import { client } from '../../../../live/client.ts';

/** More errors than these are not read: whoever wants them finds them among the events. */
const MOST = 1_000;

/** Why items of a step failed, by their keys: what the page knows of the newest, and what the events say of the others. */
export function useFailures(runId: string, step: StepView): ReadonlyMap<string, FailedItem> {
  const { entries, dropped } = step.failedItems;
  const { data } = useQuery({
    queryKey: ['item-failures', runId, step.name, Math.floor(dropped / 100)],
    queryFn: async ({ signal }) =>
      (await client.readEvents({ runId, limit: MOST, types: ['item.failed'] }, { signal })).events,
    enabled: dropped > 0,
    placeholderData: (known) => known,
  });
  return useMemo(() => {
    const failures = new Map<string, FailedItem>();
    for (const event of data ?? []) {
      if (event.type !== 'item.failed' || event.item === null || event.step !== step.name) continue;
      const { at, item, data } = event;
      failures.set(item, { key: item, label: data.label ?? null, at, error: data.error });
    }
    for (const failure of entries) failures.set(failure.key, failure);
    return failures;
  }, [data, entries, step.name]);
}
