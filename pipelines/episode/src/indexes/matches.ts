import { comparableTitle } from '../feed/index.ts';
import { isWorldwide } from '../store/sources.ts';
import type { IndexHit, IndexQuery } from './podcast-index.ts';
import { isHostShaped } from './query-text.ts';

const DAY_MS = 24 * 60 * 60_000;

/**
 * Whether a hit is surely the episode that was looked for: the same guid, unless others may have that too; else the same title,
 * of the same show where both are named, else published within a day of it.
 */
export function isMatch(hit: IndexHit, query: IndexQuery): boolean {
  if (query.guid !== null && hit.guid === query.guid && isWorldwide(query.guid)) return true;
  if (comparableTitle(hit.title) === '' || comparableTitle(hit.title) !== comparableTitle(query.title)) return false;
  if (hit.show === null || query.show === null || isHostShaped(query.show)) return isSameDay(hit, query);
  return isSameShow(hit.show, query.show);
}

/** Indexes and pages add to a name: `Nachtfunk`, `Nachtfunk – Der Podcast`. */
function isSameShow(one: string, other: string): boolean {
  const [short = '', long = ''] = [comparableTitle(one), comparableTitle(other)].toSorted(
    (a, b) => a.length - b.length,
  );
  return short !== '' && ` ${long} `.includes(` ${short} `);
}

function isSameDay(hit: IndexHit, query: IndexQuery): boolean {
  if (hit.publishedAt === null || query.publishedAt === null) return false;
  return Math.abs(Date.parse(hit.publishedAt) - Date.parse(query.publishedAt)) <= DAY_MS;
}
