// Scripts that run in the page: texts, since the names of a browser are none of this program's.

/** Notes when each text `<beginning><number>.` is on the page for the first time, in ms since the epoch. */
export function watchTexts(beginning: string): string {
  return `{
    const seen = (window.seenTexts = {});
    const reached = Promise.withResolvers();
    let last = Infinity;
    /** Resolves when the text of this number is there, or a later one. */
    window.seenUntil = (number) => {
      last = number;
      if (number in seen) reached.resolve();
      return reached.promise;
    };
    const pattern = /${beginning}(\\d+)\\./g;
    const look = (node) => {
      const text = node.textContent ?? '';
      if (!text.includes(${JSON.stringify(beginning)})) return;
      const now = Date.now();
      for (const [, number] of text.matchAll(pattern)) {
        seen[number] ??= now;
        if (Number(number) >= last) reached.resolve();
      }
    };
    new MutationObserver((changes) => {
      for (const { type, target, addedNodes } of changes) {
        if (type === 'characterData') look(target);
        for (const node of addedNodes) look(node);
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
  }`;
}

/** Times of so many frames, of a page that is left to itself. Gives `Scrolled`. */
export function watchFrames(frames: number): string {
  return `(async () => {
    const startedMs = performance.now();
    const times = [];
    let last = await new Promise(requestAnimationFrame);
    while (times.length < ${frames}) {
      const now = await new Promise(requestAnimationFrame);
      times.push(now - last);
      last = now;
    }
    const tasks = window.longTasks.filter(({ startTime }) => startTime >= startedMs).map(({ duration }) => duration);
    return { frames: times, longestTaskMs: Math.max(0, ...tasks) };
  })()`;
}

/** Makes `window.firstSeen` resolve when all texts are on the page, with the ms since the navigation began. */
export function watchFirst(texts: readonly string[]): string {
  return `{
    const wanted = ${JSON.stringify(texts)};
    window.firstSeen = new Promise((resolve) => {
      const look = () => {
        const text = document.body?.textContent ?? '';
        if (wanted.every((each) => text.includes(each))) resolve(performance.now());
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
  }`;
}

/** Notes tasks of 50 ms and more. */
export const WATCH_LONG_TASKS = `{
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) window.longTasks.push({ startTime, duration });
  }).observe({ type: 'longtask', buffered: true });
}`;

export interface Scrolled {
  /** Times between frames, in ms. */
  readonly frames: readonly number[];
  /** The longest task, in ms; 0: none took 50 ms. */
  readonly longestTaskMs: number;
}

/**
 * Scrolls what is longest on the page: first in jumps to all over it, then on by a fifth of its window a frame. Gives
 * `Scrolled`.
 */
export function scrollAbout(frames: number): string {
  return `(async () => {
    const all = [document.scrollingElement, ...document.querySelectorAll('*')];
    const room = (element) => element.scrollHeight - element.clientHeight;
    const scrolls = (element) =>
      element === document.scrollingElement || ['auto', 'scroll'].includes(getComputedStyle(element).overflowY);
    const longest = all.filter(scrolls).reduce((best, next) => (room(next) > room(best) ? next : best));
    const startedMs = performance.now();
    const times = [];
    let last = await new Promise(requestAnimationFrame);
    for (let n = 0; n < ${frames}; n += 1) {
      const isJump = n < ${frames} / 3;
      longest.scrollTop = isJump ? ((n * 7) % 20) / 20 * room(longest) : longest.scrollTop + longest.clientHeight / 5;
      const now = await new Promise(requestAnimationFrame);
      times.push(now - last);
      last = now;
    }
    const tasks = window.longTasks.filter(({ startTime }) => startTime >= startedMs).map(({ duration }) => duration);
    return { frames: times, longestTaskMs: Math.max(0, ...tasks) };
  })()`;
}
