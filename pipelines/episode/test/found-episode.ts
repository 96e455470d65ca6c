import type { TestDatabase } from '@telltale/testing';
import { seedEntityTypes } from '../src/entities/index.ts';

export interface FoundInPassage {
  readonly type: string;
  readonly name: string;
  readonly context?: string | null;
  readonly start?: number | null;
}

let made = 0;
const seeded = new WeakSet<TestDatabase>();

/** An episode as `extract` leaves it, with what was found in each of its passages of a minute; gives its id. */
export async function storeFound(
  db: TestDatabase,
  passages: readonly (readonly FoundInPassage[] | null)[],
  { language = 'en' }: { readonly language?: string } = {},
): Promise<string> {
  if (!seeded.has(db)) await seedEntityTypes(db.pool({ max: 1 }));
  seeded.add(db);
  made += 1;
  const id = `f${made.toString(36).padStart(15, '0')}`;
  await db.query('INSERT INTO telltale_episode.episode (id, language) VALUES ($1, $2)', [id, language]);
  for (const [index, found] of passages.entries()) {
    const told = found?.map((one) => ({ context: null, start: index * 60, ...one })) ?? null;
    await db.query(
      `INSERT INTO telltale_episode.chunk (episode_id, index, text, start_s, end_s, segment_start, segment_end, found)
       VALUES ($1, $2, 'text', $3, $4, $2, $2, $5)`,
      [id, index, index * 60, index * 60 + 60, told === null ? null : JSON.stringify(told)],
    );
  }
  return id;
}

/** The entities that an episode mentions, with the passages and the times of their mentions, by type and name. */
export async function mentionsOf(db: TestDatabase, episodeId: string): Promise<readonly string[]> {
  const { rows } = await db.query<{ told: string }>(
    `SELECT e.type || ' ' || e.name || ': ' ||
              string_agg(concat_ws(' ', '#' || c.index, m.start_s, m.context), ', ' ORDER BY c.index) AS told
       FROM telltale_episode.mention m
       JOIN telltale_episode.chunk c ON c.id = m.chunk_id
       JOIN telltale_episode.entity e ON e.id = m.entity_id
      WHERE c.episode_id = $1
      GROUP BY e.id ORDER BY told`,
    [episodeId],
  );
  return rows.map(({ told }) => told);
}
