import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { GanttRow } from './gantt-rows.ts';
import type { DrawnBar } from './time-window.ts';

interface GanttKeys {
  readonly rows: readonly GanttRow[];
  readonly drawn: (row: GanttRow) => readonly DrawnBar[];
  readonly scrollToRow: (index: number) => void;
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
}

interface Place {
  readonly row: number;
  readonly key: string;
}

/** One bar of the chart can be reached with Tab, and the arrow keys go from bar to bar. */
export function useGanttKeys({ rows, drawn, scrollToRow, onZoom, onFit }: GanttKeys) {
  const [place, setPlace] = useState<Place | null>(null);
  const mustFocus = useRef(false);
  const chart = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!mustFocus.current || place === null) return;
    mustFocus.current = false;
    // The row may have to be drawn first.
    const frame = requestAnimationFrame(() => {
      chart.current?.querySelector<HTMLElement>(`[data-bar="${CSS.escape(place.key)}"]`)?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [place]);

  function goTo(row: number, bar: DrawnBar | undefined): boolean {
    if (bar === undefined) return false;
    mustFocus.current = true;
    scrollToRow(row);
    setPlace({ row, key: bar.bar.key });
    return true;
  }

  function goAlong(by: 1 | -1): boolean {
    if (place === null) return false;
    const bars = barsOf(place.row);
    return goTo(place.row, bars[bars.findIndex(({ bar }) => bar.key === place.key) + by]);
  }

  function goAcross(by: 1 | -1): boolean {
    if (place === null) return false;
    const left = barsOf(place.row).find(({ bar }) => bar.key === place.key)?.left ?? 0;
    for (let row = place.row + by; row >= 0 && row < rows.length; row += by) {
      const bars = barsOf(row);
      if (goTo(row, bars.find((bar) => bar.left + bar.width >= left) ?? bars.at(-1))) return true;
    }
    return false;
  }

  function barsOf(index: number): readonly DrawnBar[] {
    const row = rows[index];
    return row === undefined ? [] : drawn(row);
  }

  const KEYS: Readonly<Record<string, () => boolean>> = {
    ArrowRight: () => goAlong(1),
    ArrowLeft: () => goAlong(-1),
    ArrowDown: () => goAcross(1),
    ArrowUp: () => goAcross(-1),
    '+': () => done(() => onZoom(0.5)),
    '=': () => done(() => onZoom(0.5)),
    '-': () => done(() => onZoom(2)),
    '0': () => done(onFit),
  };

  return {
    chart,
    place,
    setPlace,
    onKeyDown: (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (KEYS[event.key]?.() === true) event.preventDefault();
    },
  };
}

function done(work: () => void): boolean {
  work();
  return true;
}
