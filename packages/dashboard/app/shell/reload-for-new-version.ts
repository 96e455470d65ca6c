const KEY = 'telltale-reloaded-at';
/** A page that was loaded anew so short a time ago, in ms, would fail again. */
const AGAIN_MS = 30_000;

/** A part of the page that is not there any more tells that the server has a newer one: loads that. */
export function reloadForNewVersion(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const before = Number(sessionStorage.getItem(KEY) ?? 0);
    if (Date.now() - before < AGAIN_MS) return;
    event.preventDefault();
    sessionStorage.setItem(KEY, String(Date.now()));
    window.location.reload();
  });
}
