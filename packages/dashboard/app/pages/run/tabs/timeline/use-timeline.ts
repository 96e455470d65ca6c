import { useCallback, useEffect, useMemo, useState } from 'react';
import { useStore } from '../../../../live/store.ts';
import { useCurrentRun } from '../../../../live/use-run.ts';
import { type ActionFilter, ActionsStore } from './actions-store.ts';
import { countHeldBack, timelineEntries } from './timeline-entries.ts';
import { timelineRows } from './timeline-rows.ts';

/** The rows of the page's run, live. While it is held, what is new is counted, and not shown. */
export function useTimeline(filter: ActionFilter, onlyActions: boolean) {
  const run = useCurrentRun();
  const store = useMemo(() => new ActionsStore(run, filter), [run, filter]);
  useEffect(() => store.open(), [store]);
  const list = useStore(store.list);
  const [upTo, setUpTo] = useState(Number.POSITIVE_INFINITY);
  const [openGroups, setOpenGroups] = useState<ReadonlySet<string>>(new Set());

  // Nothing is taken away from who reads further down.
  const isHeld = upTo !== Number.POSITIVE_INFINITY;
  useEffect(() => {
    if (!isHeld && list.live.length > 0) store.forgetOld();
  }, [isHeld, list.live, store]);

  const shown = useMemo(() => ({ ...filter, onlyActions, upTo }), [filter, onlyActions, upTo]);
  const entries = useMemo(() => timelineEntries(list, shown), [list, shown]);
  const rows = useMemo(() => timelineRows(entries, openGroups), [entries, openGroups]);
  const actions = useMemo(() => entries.flatMap((entry) => (entry.kind === 'action' ? [entry.action] : [])), [entries]);

  return {
    store,
    list,
    rows,
    actions,
    heldBack: countHeldBack(list, shown),
    openGroups,
    toggleGroup: useCallback((key: string) => setOpenGroups((open) => toggled(open, key)), []),
    hold: useCallback(() => setUpTo((held) => Math.min(held, store.list.get().end)), [store]),
    release: useCallback(() => setUpTo(Number.POSITIVE_INFINITY), []),
  };
}

/** The set with the key in it if it was not, and the other way round. */
export function toggled(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(key)) next.add(key);
  return next;
}
