/** Longer than a frame: the browser draws none of a page that is hidden. */
const HIDDEN_MS = 250;

/**
 * Calls `work` once for all the calls within a frame. News may come a thousand times a second; a screen shows sixty pictures of
 * it.
 */
export function onceAFrame(work: () => void): { readonly request: () => void; readonly stop: () => void } {
  let stop: (() => void) | null = null;
  function run(): void {
    stop = null;
    work();
  }
  return {
    request: () => {
      if (stop !== null) return;
      if (document.visibilityState === 'hidden') {
        const timer = setTimeout(run, HIDDEN_MS);
        stop = () => clearTimeout(timer);
      } else {
        const frame = requestAnimationFrame(run);
        stop = () => cancelAnimationFrame(frame);
      }
    },
    stop: () => stop?.(),
  };
}
