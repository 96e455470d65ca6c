/** The newest entries of a list that may grow without end, and how many older ones were let go. */
export interface Bounded<T> {
  readonly entries: readonly T[];
  readonly dropped: number;
}

export const NOTHING: Bounded<never> = { entries: [], dropped: 0 };

/**
 * How many entries each list of a view holds. A view is copied for every event and sent whole as a snapshot, so all of
 * them are short; the ledger has the rest.
 */
export const VIEW_LIMITS = {
  current: 5,
  upNext: 5,
  timeline: 200,
  failedItems: 50,
  agents: 20,
  artifacts: 50,
  logLines: 50,
  workers: 20,
  recoveries: 20,
} as const;

/** The list with `entry` at its end. */
export function append<T>(list: Bounded<T>, entry: T, limit: number): Bounded<T> {
  const excess = Math.max(0, list.entries.length + 1 - limit);
  const entries = list.entries.slice(excess);
  entries.push(entry);
  return { entries, dropped: list.dropped + excess };
}

/** The list with the entry at `index` replaced. */
export function replaceAt<T>(list: Bounded<T>, index: number, entry: T): Bounded<T> {
  return { entries: list.entries.with(index, entry), dropped: list.dropped };
}
