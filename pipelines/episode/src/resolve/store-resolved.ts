import { inTransaction } from '@telltale/ledger';
import type { ClientBase, Pool } from 'pg';
import { MAX_ATTEMPTS } from '../enrich/index.ts';
import { noteUsed, type Used } from '../store/note-used.ts';
import type { Choice } from './choice.ts';
import { ensureEntities } from './ensure-entities.ts';
import type { FoundName } from './read-found.ts';
import { placeOf } from './wanted.ts';

export interface Resolution {
  readonly episodeId: string;
  readonly names: readonly FoundName[];
  readonly choices: readonly Choice[];
  readonly used: Used;
}

/** What `resolve` gives back. */
export interface Resolved {
  /** That the episode mentions. */
  readonly entities: number;
  /** Of them in passages: several in one passage count once. */
  readonly mentions: number;
  /** Entities that were not there before. */
  readonly created: number;
  /** Entities that are not known to Wikidata yet, and may be. */
  readonly toEnrich: number[];
}

/** Replaces the mentions of an episode, and makes the entities that are missing, in one transaction. */
export async function storeResolved(
  pool: Pool,
  { episodeId, names, choices, used }: Resolution,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Resolved> {
  return await inTransaction(
    pool,
    async (transaction) => {
      // Names before the episode, and the episode before its mentions: as all others do who lock any of them.
      const { entityIds, created } = await ensureEntities(transaction, names, choices);
      await noteUsed(transaction, episodeId, 'resolve', used);
      await transaction.query(
        `DELETE FROM telltale_episode.mention AS mention USING telltale_episode.chunk
          WHERE chunk.id = mention.chunk_id AND chunk.episode_id = $1`,
        [episodeId],
      );
      const mentions = await insertMentions(transaction, names, entityIds);
      const ids = [...new Set(entityIds.values())];
      return { entities: ids.length, mentions, created, toEnrich: await readToEnrich(transaction, ids) };
    },
    { signal },
  );
}

/** Of several mentions of one entity in a passage the first stays, with what is known of any. */
async function insertMentions(
  transaction: ClientBase,
  names: readonly FoundName[],
  entityIds: ReadonlyMap<string, string>,
): Promise<number> {
  const all = names.flatMap(({ type, key, mentions }) =>
    mentions.map((mention) => ({ entity: entityIds.get(placeOf(type, key)), ...mention })),
  );
  const { rowCount } = await transaction.query(
    `INSERT INTO telltale_episode.mention (entity_id, chunk_id, context, start_s)
     SELECT entity, chunk, (array_agg(context ORDER BY start NULLS LAST) FILTER (WHERE context IS NOT NULL))[1], min(start)
       FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::float8[]) AS mention (entity, chunk, context, start)
      GROUP BY entity, chunk`,
    [
      all.map(({ entity }) => entity),
      all.map(({ chunkId }) => chunkId),
      all.map(({ context }) => context),
      all.map(({ startS }) => startS),
    ],
  );
  return rowCount ?? 0;
}

async function readToEnrich(transaction: ClientBase, ids: readonly string[]): Promise<number[]> {
  const { rows } = await transaction.query<{ id: number }>(
    `SELECT id::float8 AS id FROM telltale_episode.entity
      WHERE id = ANY ($1) AND wikidata_status IN ('pending', 'failed') AND wikidata_attempts < ${MAX_ATTEMPTS}
      ORDER BY id`,
    [ids],
  );
  return rows.map(({ id }) => id);
}
