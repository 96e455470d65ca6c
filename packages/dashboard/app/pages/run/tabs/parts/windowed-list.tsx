import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import classes from './windowed-list.module.css';

export interface WindowedListHandle {
  readonly scrollToTop: () => void;
  /** Brings a row to the middle. */
  readonly scrollToRow: (index: number) => void;
}

interface WindowedListProps {
  readonly label: string;
  readonly count: number;
  /** How high a row is until it is measured, in px. */
  readonly rowHeight: number;
  /** What a row is known by, whatever stands above it. The same function as long as the rows are. Default: its place. */
  readonly rowKey?: (index: number) => string | number;
  readonly children: (index: number) => ReactNode;
  /** Called with the first and the last row that are seen, when that changes. */
  readonly onRange?: (first: number, last: number) => void;
  /** Called when the reader leaves the top or comes back to it. */
  readonly onTopChange?: (isAtTop: boolean) => void;
  readonly ref?: Ref<WindowedListHandle>;
}

/** The top is left a few px below it: a browser may be at a fraction of one. */
const TOP_PX = 8;

const byPlace = (index: number): number => index;

/** A list of any length in a window of its own: only the rows that are seen are in the page. */
export function WindowedList(props: WindowedListProps) {
  const { label, count, rowHeight, rowKey = byPlace, children, onRange, onTopChange, ref } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const wasAtTop = useRef(true);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: rowKey,
    overscan: 6,
    useFlushSync: false,
  });
  const rows = virtualizer.getVirtualItems();
  const first = rows[0]?.index ?? 0;
  const last = rows.at(-1)?.index ?? -1;

  useEffect(() => {
    if (last >= first) onRange?.(first, last);
  }, [first, last, onRange]);

  useImperativeHandle(ref, () => ({
    scrollToTop: () => virtualizer.scrollToOffset(0),
    scrollToRow: (index) => virtualizer.scrollToIndex(index, { align: 'center' }),
  }));

  function onScroll(): void {
    const isAtTop = (scroller.current?.scrollTop ?? 0) <= TOP_PX;
    if (isAtTop !== wasAtTop.current) onTopChange?.(isAtTop);
    wasAtTop.current = isAtTop;
  }

  return (
    <section
      ref={scroller}
      className={classes.scroller}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
      tabIndex={0}
      onScroll={onScroll}
    >
      <ol className={classes.list} style={{ height: virtualizer.getTotalSize() }}>
        {rows.map(({ index, key, start }) => (
          <li
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            className={classes.row}
            style={{ transform: `translateY(${start}px)` }}
            aria-posinset={index + 1}
            aria-setsize={count}
          >
            {children(index)}
          </li>
        ))}
      </ol>
    </section>
  );
}
