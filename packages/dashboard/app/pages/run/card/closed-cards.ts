const KEY = 'telltale-closed-cards';
/** Older ones are forgotten: their runs are looked at no more. */
const MAX_CARDS = 200;

/** Which runs' cards somebody closed in this browser, the last one last. A browser that keeps nothing has none. */
export function readClosedCards(storage: Pick<Storage, 'getItem'>): readonly string[] {
  try {
    const read: unknown = JSON.parse(storage.getItem(KEY) ?? '[]');
    return Array.isArray(read) ? read.filter((entry) => typeof entry === 'string') : [];
  } catch {
    return [];
  }
}

/** Notes that the card of a run is closed, or is shown again. */
export function writeClosedCard(storage: Pick<Storage, 'getItem' | 'setItem'>, runId: string, isClosed: boolean): void {
  const others = readClosedCards(storage).filter((entry) => entry !== runId);
  try {
    storage.setItem(KEY, JSON.stringify((isClosed ? [...others, runId] : others).slice(-MAX_CARDS)));
  } catch {
    // It is closed on this page all the same.
  }
}
