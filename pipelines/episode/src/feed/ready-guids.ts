import type { Pool } from 'pg';
import { guidSource } from '../store/sources.ts';

/** Those of the guids of a feed whose episode is ready already, whichever way it came into the library. */
export async function readyGuids(pool: Pool, feedUrl: string, guids: readonly string[]): Promise<ReadonlySet<string>> {
  const guidOf = new Map(guids.map((guid) => [guidSource(guid, feedUrl).value, guid]));
  const { rows } = await pool.query<{ value: string }>(
    `SELECT s.value FROM telltale_episode.episode_source s JOIN telltale_episode.episode e ON e.id = s.episode_id
      WHERE s.kind = 'guid' AND s.value = ANY ($1) AND e.ready_at IS NOT NULL`,
    [[...guidOf.keys()]],
  );
  return new Set(rows.map(({ value }) => guidOf.get(value) ?? ''));
}
