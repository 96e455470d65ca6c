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
  let isResting = false;
  /** While it rests. */
  let isWanted = false;

  function run(): void {
    stop = null;
    isResting = true;
    const startedAt = performance.now();
    work();
    // What has to be drawn is drawn before any timer.
    setTimeout(() => {
      const costMs = performance.now() - startedAt;
      setTimeout(goOn, Math.min(MOST_REST_MS, REST * costMs));
    });
  }

  function goOn(): void {
    isResting = false;
    if (!isWanted) return;
    isWanted = false;
    request();
  }

  function request(): void {
    if (isResting) isWanted = true;
    else if (stop !== null) return;
    else if (document.visibilityState === 'hidden') {
      const timer = setTimeout(run, HIDDEN_MS);
      stop = () => clearTimeout(timer);
    } else {
      const frame = requestAnimationFrame(run);
      stop = () => cancelAnimationFrame(frame);
    }
  }

  return {
    request,
    stop: () => {
      stop?.();
      stop = null;
      isWanted = false;
    },
  };
}
