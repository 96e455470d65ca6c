import type { FeedEntry } from './feed.ts';

/** In UTF-8, with the feed's address before it: more than that no index of Postgres holds. */
export const MAX_GUID_BYTES = 500;

export interface ChosenEntries {
  /** By guid, the newest first. */
  readonly chosen: ReadonlyMap<string, FeedEntry>;
  /** Why others were left out, as sentences. */
  readonly leftOut: readonly string[];
}

/** The episodes of a feed: what has audio, each once, the newest first; `latest` of them if that is given. */
export function chooseEntries(entries: readonly FeedEntry[], latest = Number.POSITIVE_INFINITY): ChosenEntries {
  const audible = entries.filter(({ audioUrl }) => audioUrl !== null);
  const named = audible.filter(({ guid }) => guid !== null && Buffer.byteLength(guid) <= MAX_GUID_BYTES);
  const byGuid = new Map<string, FeedEntry>();
  for (const entry of newestFirst(named)) {
    if (entry.guid !== null && !byGuid.has(entry.guid)) byGuid.set(entry.guid, entry);
  }
  const counts: readonly (readonly [number, string])[] = [
    [entries.length - audible.length, 'no audio'],
    [audible.length - named.length, `a guid that is longer than ${MAX_GUID_BYTES} bytes`],
    [named.length - byGuid.size, 'the guid of another one'],
  ];
  return {
    chosen: new Map([...byGuid].slice(0, latest)),
    leftOut: counts.flatMap(([count, what]) =>
      count === 0
        ? []
        : [
            `${count} of ${entries.length} entries ${count === 1 ? 'was' : 'were'} left out: ${count === 1 ? 'it has' : 'they have'} ${what}.`,
          ],
    ),
  };
}

/** Those without a date come last, in the feed's order. */
export function newestFirst(entries: readonly FeedEntry[]): readonly FeedEntry[] {
  return entries.toSorted((a, b) => (b.publishedAt ?? '').localeCompare(a.publishedAt ?? ''));
}
