/** Longer than a frame: the browser draws none of a page that is hidden. */
const HIDDEN_MS = 250;
/** After a picture, so many times what it cost goes to all else: keys, the pointer, and more news. */
const REST = 2;
/** Who watches does not wait longer than this for the next picture, in ms. */
const MOST_REST_MS = 100;

/**
 * Calls `work` once for all the calls within a frame, and less often where what comes of it takes long. News may come a thousand
 * times a second; a screen shows sixty pictures of it.
 */
export function onceAFrame(work: () => void): { readonly request: () => void; readonly stop: () => void } {
  let stop: (() => void) | null = null;
  /** Before this there is no other picture. */
  let restsUntil = 0;

  function run(): void {
    stop = null;
    const startedAt = performance.now();
    work();
    // What has to be drawn is drawn before any timer.
    setTimeout(() => {
      const now = performance.now();
      restsUntil = now + Math.min(MOST_REST_MS, REST * (now - startedAt));
    });
  }

  function wait(ms: number, then: () => void): void {
    const timer = setTimeout(then, ms);
    stop = () => clearTimeout(timer);
  }

  function onFrame(): void {
    const frame = requestAnimationFrame(run);
    stop = () => cancelAnimationFrame(frame);
  }

  return {
    request: () => {
      if (stop !== null) return;
      const restMs = restsUntil - performance.now();
      if (document.visibilityState === 'hidden') wait(HIDDEN_MS, run);
      else if (restMs > 0) wait(restMs, onFrame);
      else onFrame();
    },
    stop: () => {
      stop?.();
      stop = null;
    },
  };
}
