import { Loader, Text } from '@mantine/core';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import { asApiError } from '../live/client.ts';
import { text } from '../text/text.ts';
import classes from './endless-list.module.css';
import { Failure } from './failure.tsx';
import { useListTop } from './use-list-top.ts';
import { useRowKeys } from './use-row-keys.ts';

interface EndlessListProps<T> {
  readonly label: string;
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string | number;
  /** About how high a row is, in px. */
  readonly rowHeight: number;
  readonly row: (item: T) => ReactNode;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  /** Why the next page could not be loaded. It is asked for again when somebody presses the button. */
  readonly moreError: Error | null;
  /** Called when the last rows come near. */
  readonly loadMore: () => void;
}

/** How many rows before the last one the next page is asked for. */
const AHEAD = 10;

/**
 * A list of any length that scrolls with the page: only the rows in sight are there, and more come as somebody gets to their end.
 * `j` and `k` go from row to row, to the first link of each.
 */
export function EndlessList<T>({
  label,
  items,
  keyOf,
  rowHeight,
  row,
  hasMore,
  isLoadingMore,
  moreError,
  loadMore,
}: EndlessListProps<T>) {
  const list = useRef<HTMLUListElement>(null);
  const top = useListTop(list);
  const virtualizer = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => rowHeight,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
    overscan: 6,
    scrollMargin: top,
    // The header of the page covers what is above.
    scrollPaddingStart: 60,
    scrollPaddingEnd: 160,
  });
  useRowKeys(list, { count: items.length, show: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }) });
  const rows = virtualizer.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  const isWanted = hasMore && !isLoadingMore && moreError === null && last >= items.length - AHEAD;
  useEffect(() => {
    if (isWanted) loadMore();
  }, [isWanted, loadMore]);

  return (
    <>
      <ul ref={list} className={classes.list} aria-label={label} style={{ height: virtualizer.getTotalSize() }}>
        {rows.map(({ index, key, start }) => {
          const item = items[index];
          return item === undefined ? null : (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              aria-setsize={hasMore ? -1 : items.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start - virtualizer.options.scrollMargin}px)` }}
            >
              {row(item)}
            </li>
          );
        })}
      </ul>
      {isLoadingMore && (
        <Text c="dimmed" size="sm" ta="center" role="status">
          <Loader size="xs" aria-hidden /> {text.common.loadingMore}
        </Text>
      )}
      {moreError !== null && <Failure error={asApiError(moreError)} onRetry={loadMore} />}
    </>
  );
}
