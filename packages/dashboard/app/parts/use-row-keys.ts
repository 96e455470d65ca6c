import type { RefObject } from 'react';
import { useShortcuts } from '../live/shortcuts.ts';

interface RowKeys {
  readonly count: number;
  /** Brings a row into sight. */
  readonly show: (index: number) => void;
}

/** `j` and `k` put the focus on the first link of the next and the previous row: elements with `data-index`. */
export function useRowKeys(list: RefObject<HTMLElement | null>, { count, show }: RowKeys): void {
  function go(step: 1 | -1): void {
    const now = document.activeElement?.closest('[data-index]');
    const from =
      now !== null && now !== undefined && list.current?.contains(now) ? Number(now.getAttribute('data-index')) : null;
    const to = from === null ? 0 : Math.min(count - 1, Math.max(0, from + step));
    if (count === 0) return;
    show(to);
    // The row may only be there after the list has scrolled.
    requestAnimationFrame(() => {
      list.current?.querySelector<HTMLElement>(`[data-index="${to}"] a`)?.focus({ preventScroll: true });
    });
  }
  useShortcuts([
    ['j', () => go(1)],
    ['k', () => go(-1)],
  ]);
}
