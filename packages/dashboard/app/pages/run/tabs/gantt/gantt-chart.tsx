import { useElementSize } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { text } from '../../../../text/text.ts';
import { useRunSearch } from '../use-run-search.ts';
import classes from './gantt.module.css';
import { GanttRowLine } from './gantt-row-line.tsx';
import type { GanttRow, Wait } from './gantt-rows.ts';
import { barText, tickText } from './gantt-text.ts';
import { ticksOf } from './ticks.ts';
import { type DrawnBar, type TimeWindow, visibleBars } from './time-window.ts';
import { useGanttKeys } from './use-gantt-keys.ts';
import { useDrag, useWheel } from './use-pointer.ts';

const words = text.runTabs.gantt;
const ROW_HEIGHT = 26;
/** How much of the window a step of the wheel is worth. */
const WHEEL_ZOOM = 0.002;

interface GanttChartProps {
  readonly rows: readonly GanttRow[];
  readonly waits: readonly Wait[];
  readonly window: TimeWindow;
  readonly now: number;
  readonly isOver: boolean;
  /** By which factor, about which moment. */
  readonly onZoom: (factor: number, at: number) => void;
  readonly onPan: (ms: number) => void;
  readonly onFit: () => void;
}

/** Steps and actions on real time. Only the rows and bars that can be seen are in the page. */
export function GanttChart({ rows, waits, window, now, isOver, onZoom, onPan, onFit }: GanttChartProps) {
  const { setSearch } = useRunSearch();
  const { ref: axis, width } = useElementSize<HTMLDivElement>();
  const chart = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 4,
    useFlushSync: false,
  });
  const msPerPx = (window.to - window.from) / Math.max(1, width);
  const xOf = (at: number): number => (at - window.from) / msPerPx;
  const drawn = (row: GanttRow) => (width === 0 ? [] : visibleBars(row.bars, window, { width, now }));
  const ticks = ticksOf(window, width);

  function open({ bar: { actionId }, count }: DrawnBar): void {
    if (actionId !== null && count === 1) setSearch({ tab: 'timeline', action: actionId, step: undefined });
  }

  const { chosen, choose, onKeyDown } = useGanttKeys({
    rows,
    drawn,
    scrollToRow: (index) => virtualizer.scrollToIndex(index),
    onOpen: open,
    onZoom: (factor) => onZoom(factor, (window.from + window.to) / 2),
    onFit,
  });
  useWheel(chart, (event, x) => {
    if (event.ctrlKey) onZoom(1 + event.deltaY * WHEEL_ZOOM, window.from + x * msPerPx);
    else onPan((event.deltaX === 0 ? event.deltaY : event.deltaX) * msPerPx);
  });
  const drag = useDrag((px) => onPan(-px * msPerPx));

  return (
    <>
      <div ref={chart} className={classes.chart} {...drag}>
        <div ref={axis} className={`${classes.axis} figures`} aria-hidden>
          {ticks.marks.map((at) => (
            <span key={at} className={classes.tick} style={{ left: xOf(at) }}>
              {tickText(at, ticks.everyMs)}
            </span>
          ))}
        </div>
        <div className={classes.backdrop} aria-hidden>
          {ticks.marks.map((at) => (
            <span key={at} className={classes.line} style={{ left: xOf(at) }} />
          ))}
          {waits.map(({ kind, from, to }) => (
            <span
              key={from}
              className={classes.wait}
              data-verdict={kind}
              style={{ left: xOf(from), width: Math.max(0, xOf(to ?? now) - xOf(from)) }}
            />
          ))}
          {!isOver && <span className={classes.now} style={{ left: Math.min(width - 2, xOf(now)) }} />}
        </div>
        {/* The arrow keys go from bar to bar here: who hears the page must not have them taken away. */}
        <div
          ref={scroller}
          className={classes.scroller}
          role="application"
          aria-label={words.label}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys of the chart are its own.
          tabIndex={0}
          onKeyDown={onKeyDown}
        >
          <div className={classes.rows} style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map(({ index, start }) => {
              const row = rows[index];
              return (
                row !== undefined && (
                  <div
                    key={row.key}
                    className={classes.row}
                    style={{ height: ROW_HEIGHT, transform: `translateY(${start}px)` }}
                  >
                    <GanttRowLine
                      row={row}
                      bars={drawn(row)}
                      chosenKey={chosen?.row === index ? chosen.drawn.bar.key : null}
                      onPoint={(bar) => choose({ row: index, drawn: bar })}
                      onOpen={open}
                    />
                  </div>
                )
              );
            })}
          </div>
        </div>
      </div>
      <p className={classes.detail} role="status">
        {chosen === null ? words.nothingChosen : barText(chosen.drawn, now)}
      </p>
    </>
  );
}
