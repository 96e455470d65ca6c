import { Button } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { defaultRangeExtractor, type Range, useWindowVirtualizer } from '@tanstack/react-virtual';
import type { RunSummaryBody } from '@telltale/api';
import type { Instant } from '@telltale/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useListTop } from '../../parts/use-list-top.ts';
import { text } from '../../text/text.ts';
import { countHeldBack } from './held-back.ts';
import classes from './run-list.module.css';
import { RunRow } from './run-row.tsx';
import { useListKeys } from './use-list-keys.ts';

/** What lies over the top of the page, in px: the header of the shell and that of the list. */
const COVERED_TOP = 96;
/** So many rows before the end of what is loaded, more is. */
const NEAR_END = 60;
const COLUMNS = ['verdict', 'run', 'progress', 'left', 'activity'] as const;

interface RunListProps {
  readonly runs: readonly RunSummaryBody[];
  readonly hasMore: boolean;
  /** What is shown is how things were a while ago. */
  readonly isFrozen: boolean;
  /** Not all of them are there yet. */
  readonly isBusy: boolean;
  readonly onNearEnd: () => void;
}

/** A list of any length, of which only the rows in sight are in the page. New runs wait above while somebody reads below. */
export function RunList({ runs: all, hasMore, isFrozen, isBusy, onNearEnd }: RunListProps) {
  const [topAt, setTopAt] = useState<Instant | null>(null);
  const held = countHeldBack(all, topAt);
  const runs = held === 0 ? all : all.slice(held);
  const body = useRef<HTMLUListElement>(null);
  const top = useListTop(body);

  const keys = useListKeys(runs, (index) => {
    // With the first row also what stands above it.
    if (index === 0) virtualizer.scrollToOffset(0);
    else virtualizer.scrollToIndex(index, { align: 'auto' });
  });
  const { activeIndex } = keys;
  // Asked once, and not for each of thousands of rows.
  const rowHeight = window.innerWidth < 768 ? 190 : 88;
  const virtualizer = useWindowVirtualizer<HTMLLIElement>({
    count: runs.length,
    estimateSize: () => rowHeight,
    getItemKey: useCallback((index: number) => runs[index]?.runId ?? index, [runs]),
    // The row that has the focus stays, so that Tab and the arrows go on from it.
    rangeExtractor: useCallback((range: Range) => withIndex(defaultRangeExtractor(range), activeIndex), [activeIndex]),
    overscan: 8,
    scrollMargin: top,
    scrollPaddingStart: COVERED_TOP,
    scrollPaddingEnd: 16,
    useFlushSync: false,
  });
  const rows = virtualizer.getVirtualItems();

  const isAway = (virtualizer.scrollOffset ?? 0) > top;
  const newest = all[0];
  const firstAt = newest?.createdAt ?? null;
  useEffect(() => {
    setTopAt((before) => (isAway ? (before ?? firstAt) : null));
  }, [isAway, firstAt]);

  const lastIndex = rows.findLast(({ index }) => index !== activeIndex)?.index ?? 0;
  const isNearEnd = hasMore && lastIndex >= runs.length - NEAR_END;
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each change of the list it is asked anew whether there is enough.
  useEffect(() => {
    if (isNearEnd) onNearEnd();
  }, [isNearEnd, onNearEnd, runs]);

  function showNew(): void {
    // They come as soon as the top is reached.
    virtualizer.scrollToOffset(0);
    if (newest !== undefined) keys.focusRun(newest.runId);
  }

  return (
    <div className={classes.frame} data-frozen={isFrozen}>
      <div className={classes.newOnes} role="status">
        {held > 0 && (
          <Button size="xs" radius="xl" leftSection={<IconArrowUp size={16} aria-hidden />} onClick={showNew}>
            {text.runs.newOnes(held)}
          </Button>
        )}
      </div>
      <div className={classes.head} aria-hidden>
        <div className={classes.cells}>
          {COLUMNS.map((column) => (
            <div key={column}>{text.runs.column[column]}</div>
          ))}
        </div>
      </div>
      <ul
        ref={body}
        className={classes.body}
        aria-label={text.runs.list}
        aria-busy={isBusy}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {rows.map(({ key, index, start }) => {
          const run = runs[index];
          return run === undefined ? null : (
            <li
              key={key}
              ref={virtualizer.measureElement}
              className={classes.row}
              aria-setsize={hasMore ? -1 : runs.length}
              aria-posinset={index + 1}
              data-index={index}
              style={{ transform: `translateY(${start - top}px)` }}
            >
              <RunRow run={run} isTabStop={index === activeIndex} onFocus={keys.onFocus} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function withIndex(indexes: number[], extra: number): number[] {
  return indexes.includes(extra) ? indexes : [...indexes, extra].toSorted((a, b) => a - b);
}
