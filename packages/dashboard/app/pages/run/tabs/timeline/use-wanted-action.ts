import { useEffect, useState } from 'react';
import { findAction, type TimelineRow } from './timeline-rows.ts';

interface WantedOptions {
  readonly rows: readonly TimelineRow[];
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  readonly loadMore: () => void;
  /** Called for a group that has the action in it. */
  readonly openGroup: (key: string) => void;
  /** Called once, when the action has a row of its own. */
  readonly show: (index: number) => void;
}

/** Looks for the action that an address is of, as far back as it takes. Says whether it is nowhere. */
export function useWantedAction(actionId: string | undefined, options: WantedOptions): { readonly isMissing: boolean } {
  const { rows, isLoading, hasMore, loadMore, openGroup, show } = options;
  const [shownId, setShownId] = useState<string>();
  const index = actionId === undefined || actionId === shownId ? -1 : findAction(rows, actionId);
  const row = rows[index];
  const isWanted = actionId !== undefined && actionId !== shownId;

  // biome-ignore lint/correctness/useExhaustiveDependencies: it is looked for again whenever there are other rows.
  useEffect(() => {
    if (!isWanted) return;
    if (row === undefined) {
      if (hasMore && !isLoading) loadMore();
    } else if (row.kind === 'group') {
      openGroup(row.key);
    } else {
      setShownId(actionId);
      show(index);
    }
  }, [isWanted, row, isLoading, hasMore]);

  return { isMissing: isWanted && row === undefined && !isLoading && !hasMore };
}
