import { inTransaction } from '@telltale/ledger';
import type { Pool } from 'pg';
import type { FeedEntry, FeedShow } from './feed.ts';

/** Of a show what its episodes take from it: it is kept with each of them. */
export type KeptShow = Pick<FeedShow, 'title' | 'language' | 'imageUrl'>;

/** An entry of a feed with what is said of its show, as it is kept. */
export interface KeptEntry {
  readonly show: KeptShow;
  readonly entry: FeedEntry;
}

/** Keeps entries of a feed for the runs of its episodes, by their guids, in the place of those with the same. */
export async function keepEntries(
  pool: Pool,
  feedUrl: string,
  { show, entries }: { readonly show: KeptShow; readonly entries: ReadonlyMap<string, FeedEntry> },
): Promise<void> {
  const { title, language, imageUrl } = show;
  const kept = [...entries.values()].map((entry): string =>
    JSON.stringify({ show: { title, language, imageUrl }, entry } satisfies KeptEntry),
  );
  await inTransaction(pool, async (transaction) => {
    await transaction.query(
      `INSERT INTO telltale_episode.feed_entry (feed_url, guid, entry)
       SELECT $1, guid, entry FROM unnest($2::text[], $3::jsonb[]) AS e (guid, entry) ORDER BY guid
       ON CONFLICT (feed_url, guid) DO UPDATE SET entry = excluded.entry, fetched_at = now()`,
      [feedUrl, [...entries.keys()], kept],
    );
    await transaction.query(
      `DELETE FROM telltale_episode.feed_entry WHERE (feed_url, guid) IN (
         SELECT feed_url, guid FROM telltale_episode.feed_entry
          WHERE fetched_at < now() - interval '30 days' FOR UPDATE SKIP LOCKED)`,
    );
  });
}

/** An entry that was kept; `isFresh` while it is not worth it to ask the feed again: for a day. */
export async function keptEntry(
  pool: Pool,
  feedUrl: string,
  guid: string,
): Promise<(KeptEntry & { readonly isFresh: boolean; readonly fetchedAt: Date }) | null> {
  const { rows } = await pool.query<{ entry: KeptEntry; fetchedAt: Date; isFresh: boolean }>(
    `SELECT entry, fetched_at AS "fetchedAt", fetched_at > now() - interval '1 day' AS "isFresh"
       FROM telltale_episode.feed_entry WHERE feed_url = $1 AND guid = $2`,
    [feedUrl, guid],
  );
  const [row] = rows;
  return row === undefined ? null : { ...row.entry, isFresh: row.isFresh, fetchedAt: row.fetchedAt };
}
