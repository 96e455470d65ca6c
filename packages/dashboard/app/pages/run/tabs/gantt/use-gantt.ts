import { useQuery } from '@tanstack/react-query';
import { type ActionView, hasEnded } from '@telltale/core';
import { useDeferredValue, useEffect, useMemo } from 'react';
import { client } from '../../../../live/client.ts';
import { useStore } from '../../../../live/store.ts';
import { useCurrentRun, useRunNow, useRunView } from '../../../../live/use-run.ts';
import { text } from '../../../../text/text.ts';
import { useRunEvents } from '../runs/use-run-events.ts';
import { ActionsStore } from '../timeline/actions-store.ts';
import { ganttRows, waitsOf } from './gantt-rows.ts';
import { wholeWindow } from './time-window.ts';

/** More actions are not drawn. */
const MOST_ACTIONS = 10_000;

/** All that the chart of the page's run shows, live. */
export function useGantt() {
  const run = useCurrentRun();
  const { runId } = run;
  const store = useMemo(() => new ActionsStore(run, {}), [run]);
  useEffect(() => store.open(), [store]);
  // Of many actions the rows take longer to make than a picture may take.
  const list = useDeferredValue(useStore(store.list));
  const canLoad = list.hasMore && !list.isLoadingMore && list.error === null && list.older.length < MOST_ACTIONS;
  useEffect(() => {
    if (canLoad) void store.loadUpTo(MOST_ACTIONS);
  }, [canLoad, store]);

  const { data: runEvents = [] } = useRunEvents();
  const stepStates = useRunView((view) => view.steps.map(({ state, attempt }) => `${state}${attempt}`).join(' '));
  const steps = useQuery({
    queryKey: ['steps', runId, stepStates],
    queryFn: async ({ signal }) => (await client.listSteps({ runId }, { signal })).steps,
    placeholderData: (known) => known,
  });

  const actions = useMemo(() => {
    const byId = new Map<string, ActionView>();
    for (const action of list.older) byId.set(action.actionId, action);
    for (const entry of list.live) if (entry?.kind === 'action') byId.set(entry.action.actionId, entry.action);
    return [...byId.values()];
  }, [list.older, list.live]);
  const rows = useMemo(() => ganttRows(steps.data ?? [], actions, text.runTabs.gantt.attempt), [steps.data, actions]);
  const waits = useMemo(() => waitsOf(runEvents), [runEvents]);

  const state = useRunView((view) => view.state);
  const isOver = state !== null && hasEnded(state);
  const second = useRunNow();
  const finishedAt = useRunView((view) => view.finishedAt ?? view.lastAt);
  const now = isOver && finishedAt !== null ? Date.parse(finishedAt) : second;
  const whole = useMemo(() => {
    const bars = rows.flatMap((row) => row.bars);
    const starts = [...bars, ...waits].map(({ from }) => from);
    return starts.length === 0 ? null : wholeWindow(starts, [...bars.map(({ to }) => to ?? now), now]);
  }, [rows, waits, now]);

  return {
    rows,
    waits,
    whole,
    now,
    isOver,
    attempts: steps.data ?? [],
    actions,
    error: steps.error ?? list.error,
    isLoading: steps.data === undefined || list.state === 'loading' || list.isLoadingMore,
    isTruncated: list.hasMore && list.older.length >= MOST_ACTIONS,
    retry: (): void => {
      void steps.refetch();
      if (list.error !== null) store.retry();
    },
  };
}
