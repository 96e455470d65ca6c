const missing = new WeakSet<object>();

/** Notes which errors tell that a part of the dashboard could not be loaded. */
export function noteMissingParts(): void {
  window.addEventListener('vite:preloadError', (event) => {
    if ('payload' in event && typeof event.payload === 'object' && event.payload !== null) missing.add(event.payload);
  });
}

/** Whether the page lacks a part of itself: the server is away, or has become a newer one that has others. */
export function isMissingPart(error: unknown): boolean {
  return typeof error === 'object' && error !== null && missing.has(error);
}

const KEY = 'telltale-reloaded-at';
/** A page that was loaded anew so short a time ago, in ms, would fail again. */
const AGAIN_MS = 30_000;
const LOOK_EVERY_MS = 2_000;

/** Loads the page anew as soon as the server is there: without it, the browser would have no page at all. Gives what ends that. */
export function reloadWhenThere(): () => void {
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function look(): Promise<void> {
    const isLate = Date.now() - Number(sessionStorage.getItem(KEY) ?? 0) > AGAIN_MS;
    const isThere =
      isLate && (await fetch('/favicon.svg', { method: 'HEAD', cache: 'no-store' }).then(isOk, () => false));
    if (isOver) return;
    if (isThere) {
      sessionStorage.setItem(KEY, String(Date.now()));
      window.location.reload();
    } else timer = setTimeout(look, LOOK_EVERY_MS);
  }

  void look();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

function isOk({ ok }: Response): boolean {
  return ok;
}
