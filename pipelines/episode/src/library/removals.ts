import { inTransaction } from '@telltale/ledger';
import type { VectorStore } from '@telltale/vectors';
import type { Pool } from 'pg';
import type { MediaStore } from '../media/index.ts';
import type { Removal } from './library.ts';

export interface RemovalServices {
  readonly pool: Pool;
  readonly media: Pick<MediaStore, 'remove'>;
  readonly vectors: () => Promise<Pick<VectorStore, 'remove'>>;
}

/** What does not answer for so long is left for the next time. */
const TIMEOUT_MS = 30_000;
const MAX_REASON = 500;

/** What has still to go, that which waits longest first. */
export async function listRemovals(pool: Pool): Promise<readonly Removal[]> {
  const { rows } = await pool.query<Omit<Removal, 'askedAt'> & { readonly asked_at: Date }>(
    `SELECT kind, key, asked_at, attempts, last_error AS "lastError"
       FROM telltale_episode.removal ORDER BY asked_at, kind, key`,
  );
  return rows.map(({ asked_at, ...removal }) => ({ ...removal, askedAt: asked_at.toISOString() }));
}

export interface WorkOptions {
  readonly signal: AbortSignal;
  /** Which of them. Default: all. */
  readonly only?: (removal: Removal) => boolean;
}

/**
 * Tries to remove each of what has still to go, once; what cannot be removed keeps its place, with why, and is given back. Any
 * number of processes may do this at once. Throws the signal's reason, and what the database throws.
 */
export async function workRemovals(
  services: RemovalServices,
  { signal, only = () => true }: WorkOptions,
): Promise<readonly Removal[]> {
  const list = async () => (await listRemovals(services.pool)).filter(only);
  for (const removal of await list()) {
    await inTurn(services.pool, async () => {
      signal.throwIfAborted();
      await tryRemoval(services, removal, signal);
    });
  }
  return await list();
}

const turns = new WeakMap<Pool, Promise<void>>();

/** A removal holds one connection while it needs another: as many at once as there are would wait for each other. */
async function inTurn(pool: Pool, work: () => Promise<void>): Promise<void> {
  const turn = (turns.get(pool) ?? Promise.resolve()).then(work);
  turns.set(
    pool,
    turn.catch(() => undefined),
  );
  await turn;
}

/** The row stays locked while its thing is removed: whoever makes that thing anew waits, and then takes the row away. */
async function tryRemoval(services: RemovalServices, { kind, key }: Removal, signal: AbortSignal): Promise<void> {
  await inTransaction(services.pool, async (transaction) => {
    const { rowCount } = await transaction.query(
      'SELECT FROM telltale_episode.removal WHERE kind = $1 AND key = $2 FOR UPDATE SKIP LOCKED',
      [kind, key],
    );
    if (rowCount === 0) return;
    try {
      await remove(services, { kind, key }, AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]));
    } catch (error) {
      signal.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      await transaction.query(
        `UPDATE telltale_episode.removal SET attempts = attempts + 1, last_error = $3 WHERE kind = $1 AND key = $2`,
        [kind, key, reason.slice(0, MAX_REASON)],
      );
      return;
    }
    await transaction.query('DELETE FROM telltale_episode.removal WHERE kind = $1 AND key = $2', [kind, key]);
  });
}

async function remove(
  { media, vectors }: RemovalServices,
  { kind, key }: Pick<Removal, 'kind' | 'key'>,
  signal: AbortSignal,
): Promise<void> {
  if (kind === 'media') await media.remove(key);
  else await (await vectors()).remove(key, { signal });
}
