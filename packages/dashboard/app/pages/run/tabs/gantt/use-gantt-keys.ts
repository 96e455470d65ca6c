import { type KeyboardEvent, useState } from 'react';
import type { GanttRow } from './gantt-rows.ts';
import type { DrawnBar } from './time-window.ts';

interface GanttKeys {
  readonly rows: readonly GanttRow[];
  readonly drawn: (row: GanttRow) => readonly DrawnBar[];
  readonly scrollToRow: (index: number) => void;
  readonly onOpen: (bar: DrawnBar) => void;
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
}

/** A bar that is pointed at, or that the keys have gone to. */
export interface ChosenBar {
  readonly row: number;
  readonly drawn: DrawnBar;
}

/** The bar of which the chart tells, and the keys that go from bar to bar. */
export function useGanttKeys({ rows, drawn, scrollToRow, onOpen, onZoom, onFit }: GanttKeys) {
  const [chosen, setChosen] = useState<ChosenBar | null>(null);

  function goTo(row: number, bar: DrawnBar | undefined): boolean {
    if (bar === undefined) return false;
    scrollToRow(row);
    setChosen({ row, drawn: bar });
    return true;
  }

  function goAlong(by: 1 | -1): boolean {
    if (chosen === null) return goAcross(1);
    const bars = barsOf(chosen.row);
    return goTo(chosen.row, bars[bars.findIndex(({ bar }) => bar.key === chosen.drawn.bar.key) + by]);
  }

  function goAcross(by: 1 | -1): boolean {
    const left = chosen?.drawn.left ?? 0;
    for (let row = (chosen?.row ?? -1) + by; row >= 0 && row < rows.length; row += by) {
      const bars = barsOf(row);
      if (goTo(row, bars.find((bar) => bar.left + bar.width >= left) ?? bars.at(-1))) return true;
    }
    return false;
  }

  function barsOf(index: number): readonly DrawnBar[] {
    const row = rows[index];
    return row === undefined ? [] : drawn(row);
  }

  const keys: Readonly<Record<string, () => boolean>> = {
    ArrowRight: () => goAlong(1),
    ArrowLeft: () => goAlong(-1),
    ArrowDown: () => goAcross(1),
    ArrowUp: () => goAcross(-1),
    Enter: () => chosen !== null && done(() => onOpen(chosen.drawn)),
    '+': () => done(() => onZoom(0.5)),
    '=': () => done(() => onZoom(0.5)),
    '-': () => done(() => onZoom(2)),
    '0': () => done(onFit),
  };

  return {
    chosen,
    choose: setChosen,
    onKeyDown: (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (keys[event.key]?.() === true) event.preventDefault();
    },
  };
}

function done(work: () => void): true {
  work();
  return true;
}
