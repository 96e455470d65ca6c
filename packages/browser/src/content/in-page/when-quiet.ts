import type { PageGlobal } from './dom.ts';

/** Resolves when the document has not changed for `quietMs`, but at the latest after `maxMs`; runs in the page. */
export function whenQuiet({ quietMs, maxMs }: { readonly quietMs: number; readonly maxMs: number }): Promise<void> {
  const { document, MutationObserver } = globalThis as unknown as PageGlobal;
  return new Promise((resolve) => {
    const end = () => {
      observer.disconnect();
      resolve();
    };
    let quiet = setTimeout(end, quietMs);
    const observer = new MutationObserver(() => {
      clearTimeout(quiet);
      quiet = setTimeout(end, quietMs);
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    setTimeout(end, maxMs);
  });
}
