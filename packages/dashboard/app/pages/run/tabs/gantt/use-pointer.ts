import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';

/** Calls `onWheel` for a turn of the wheel that is meant for the chart, and not for the page around it. `x` is in px. */
export function useWheel(chart: RefObject<HTMLElement | null>, onWheel: (event: WheelEvent, x: number) => void): void {
  const newest = useRef(onWheel);
  useEffect(() => {
    newest.current = onWheel;
  });
  useEffect(() => {
    const element = chart.current;
    if (element === null) return;
    function receive(event: WheelEvent): void {
      const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
      if (!event.ctrlKey && !isSideways) return;
      event.preventDefault();
      const track = element?.firstElementChild?.getBoundingClientRect();
      newest.current(event, event.clientX - (track?.left ?? 0));
    }
    // React listens passively, and could not keep the browser from zooming the page.
    element.addEventListener('wheel', receive, { passive: false });
    return () => element.removeEventListener('wheel', receive);
  }, [chart]);
}

/** A shorter way, in px, is a click. */
const CLICK_PX = 4;

/** Handlers for dragging sideways; `onDrag` gets how far, in px, since the call before. */
export function useDrag(onDrag: (px: number) => void) {
  const from = useRef<number | null>(null);
  const isDragging = useRef(false);
  return {
    onPointerDown: (event: PointerEvent): void => {
      if (event.button === 0) from.current = event.clientX;
      isDragging.current = false;
    },
    onPointerMove: (event: PointerEvent): void => {
      if (from.current === null || event.buttons === 0) return;
      const px = event.clientX - from.current;
      if (!isDragging.current && Math.abs(px) < CLICK_PX) return;
      isDragging.current = true;
      from.current = event.clientX;
      onDrag(px);
    },
    onPointerUp: (): void => {
      from.current = null;
    },
    /** The click at the end of a drag opens nothing. */
    onClickCapture: (event: { readonly stopPropagation: () => void }): void => {
      if (isDragging.current) event.stopPropagation();
      isDragging.current = false;
    },
  };
}
