import { type HotkeyItem, useHotkeys } from '@mantine/hooks';
import type { RunSummaryBody } from '@telltale/api';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useShortcuts } from '../../live/shortcuts.ts';

export interface ListKeys {
  /** The row that Tab leads to. */
  readonly activeIndex: number;
  readonly onFocus: (runId: string) => void;
  /** Gives a row the focus as soon as it is there. */
  readonly focusRun: (runId: string) => void;
}

/** Moves through a list by keyboard: `j` and `k` from anywhere on the page, arrows, Home and End within the list. */
export function useListKeys(runs: readonly RunSummaryBody[], scrollTo: (index: number) => void): ListKeys {
  const [activeId, setActiveId] = useState<string | null>(null);
  const wanted = useRef<string | null>(null);
  const activeIndex = Math.max(
    0,
    runs.findIndex(({ runId }) => runId === activeId),
  );

  function focusRow(index: number): void {
    const at = Math.min(Math.max(0, index), runs.length - 1);
    const run = runs[at];
    if (run === undefined) return;
    scrollTo(at);
    focusRun(run.runId);
  }

  function focusRun(runId: string): void {
    wanted.current = runId;
    setActiveId(runId);
    focusWanted();
  }

  function focusWanted(): void {
    const link = wanted.current === null ? null : linkOf(wanted.current);
    if (link === null) return;
    wanted.current = null;
    link.focus({ preventScroll: true });
  }

  useEffect(focusWanted);

  const fromAnywhere = (by: number): ((event: KeyboardEvent) => void) => {
    return ({ target }) => {
      // A dialog over the list has keys of its own.
      if (target instanceof Element && target.closest('[role="dialog"]') !== null) return;
      focusRow(isRow(document.activeElement) ? activeIndex + by : activeIndex);
    };
  };

  const within = (key: string, index: number): HotkeyItem => [
    key,
    (event) => {
      // Elsewhere these keys scroll the page, or move in a text.
      if (!isRow(document.activeElement)) return;
      event.preventDefault();
      focusRow(index);
    },
    { preventDefault: false },
  ];

  useShortcuts([
    ['j', fromAnywhere(1)],
    ['k', fromAnywhere(-1)],
  ]);
  useHotkeys([
    within('ArrowDown', activeIndex + 1),
    within('ArrowUp', activeIndex - 1),
    within('Home', 0),
    within('End', runs.length - 1),
  ]);

  return { activeIndex, onFocus: useCallback((runId) => setActiveId(runId), []), focusRun };
}

function isRow(element: Element | null): boolean {
  return element instanceof HTMLElement && element.dataset.run !== undefined;
}

function linkOf(runId: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`a[data-run="${CSS.escape(runId)}"]`);
}
