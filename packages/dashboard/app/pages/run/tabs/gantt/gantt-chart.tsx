import { useElementSize } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { scaleTime } from 'd3-scale';
import { useCallback, useRef, useState } from 'react';
import { text } from '../../../../text/text.ts';
import { useRunSearch } from '../use-run-search.ts';
import classes from './gantt.module.css';
import { GanttRowLine } from './gantt-row-line.tsx';
import type { GanttRow, Wait } from './gantt-rows.ts';
import { barText, tickText } from './gantt-text.ts';
import { type DrawnBar, type TimeWindow, visibleBars } from './time-window.ts';
import { useGanttKeys } from './use-gantt-keys.ts';
import { useDrag, useWheel } from './use-pointer.ts';

const words = text.runTabs.gantt;
const ROW_HEIGHT = 26;
/** How far apart the marks of the axis are at least, in px. */
const TICK_WIDTH = 110;
/** How much of the window a full turn of the wheel is worth. */
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
  const scroller = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<DrawnBar | null>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 4,
    useFlushSync: false,
  });
  const drawn = (row: GanttRow) => (width === 0 ? [] : visibleBars(row.bars, window, { width, now }));
  const msPerPx = (window.to - window.from) / Math.max(1, width);
  const xOf = (at: number): number => (at - window.from) / msPerPx;
  const { chart, place, setPlace, onKeyDown } = useGanttKeys({
    rows,
    drawn,
    scrollToRow: (index) => virtualizer.scrollToIndex(index),
    onZoom: (factor) => onZoom(factor, (window.from + window.to) / 2),
    onFit,
  });
  useWheel(chart, (event, x) => {
    if (event.ctrlKey) onZoom(1 + event.deltaY * WHEEL_ZOOM, window.from + x * msPerPx);
    else onPan((event.shiftKey ? event.deltaY : event.deltaX) * msPerPx);
  });
  const drag = useDrag((px) => onPan(-px * msPerPx));
  const open = useCallback(
    ({ bar: { actionId }, count }: DrawnBar) => {
      if (actionId !== null && count === 1) setSearch({ tab: 'timeline', action: actionId, step: undefined });
    },
    [setSearch],
  );

  const ticks = scaleTime()
    .domain([window.from, window.to])
    .ticks(Math.max(2, Math.floor(width / TICK_WIDTH)))
    .map(Number);
  const tickMs = (ticks[1] ?? window.to) - (ticks[0] ?? window.from);
  const firstKey = rows.map(drawn).find((bars) => bars.length > 0)?.[0]?.bar.key ?? null;

  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the bars in it are what the keys go to. */}
      <div ref={chart} className={classes.chart} onKeyDown={onKeyDown} {...drag}>
        <div ref={axis} className={`${classes.axis} figures`} aria-hidden>
          {ticks.map((at) => (
            <span key={at} className={classes.tick} style={{ left: xOf(at) }}>
              {tickText(at, tickMs)}
            </span>
          ))}
        </div>
        <div className={classes.backdrop} aria-hidden>
          {ticks.map((at) => (
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
        <section ref={scroller} className={classes.scroller} aria-label={words.label}>
          <div className={classes.rows} style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map(({ index, start }) => {
              const row = rows[index];
              if (row === undefined) return null;
              const bars = drawn(row);
              const isPlaced = place !== null && bars.some(({ bar }) => bar.key === place.key);
              return (
                <div
                  key={row.key}
                  className={classes.row}
                  style={{ height: ROW_HEIGHT, transform: `translateY(${start}px)` }}
                >
                  <GanttRowLine
                    row={row}
                    bars={bars}
                    now={now}
                    tabKey={isPlaced ? place.key : place === null ? firstKey : null}
                    onPoint={(bar) => {
                      setPointed(bar);
                      setPlace({ row: index, key: bar.bar.key });
                    }}
                    onOpen={open}
                  />
                </div>
              );
            })}
          </div>
        </section>
      </div>
      <p className={classes.detail}>{pointed === null ? words.nothingChosen : barText(pointed, now)}</p>
    </>
  );
}
