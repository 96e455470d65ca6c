import type { Pool } from 'pg';
import { VectorStoreError } from '../errors.ts';
import { ensureVectorExtension } from './pgvector/extension.ts';
import { openPgvector } from './pgvector/pgvector.ts';
import { openPostgresVectors, type PostgresVectorsOptions } from './postgres/postgres-vectors.ts';
import { readKeeper, VectorDatabase } from './postgres/vector-database.ts';
import { openQdrant, type QdrantOptions } from './qdrant/qdrant.ts';
import type { VectorStore } from './vector-store.ts';

export interface VectorStoreSettings extends PostgresVectorsOptions {
  /**
   * `auto`, the default: Qdrant where it is configured; else the store that has the vectors of this database; else pgvector
   * where the server has the extension; else the exact search.
   */
  readonly store?: 'auto' | VectorStore['kind'];
  /** Default, also `null`: there is none. */
  readonly qdrant?: Omit<QdrantOptions, 'remedy'> | null;
}

/** The store that is configured, or that fits best; its `description` says which. Throws `VectorStoreError`. */
export async function openVectorStore({
  store = 'auto',
  qdrant = null,
  ...options
}: VectorStoreSettings): Promise<VectorStore> {
  const kind = store === 'auto' ? await bestStore(qdrant !== null, options) : store;
  if (kind === 'postgres') return openPostgresVectors(options);
  if (kind === 'pgvector') return openPgvector(options);
  if (qdrant === null) {
    throw new VectorStoreError('Qdrant', 'it is chosen, and not configured', { hint: 'Configure its URL.' });
  }
  const { remedy } = options;
  return openQdrant({ ...qdrant, ...(remedy === undefined ? {} : { remedy }) });
}

async function bestStore(hasQdrant: boolean, options: PostgresVectorsOptions): Promise<VectorStore['kind']> {
  if (hasQdrant) return 'qdrant';
  return (await readKeeper(options)) ?? ((await hasPgvector(options.pool)) ? 'pgvector' : 'postgres');
}

async function hasPgvector(pool: Pool): Promise<boolean> {
  const database = new VectorDatabase('pgvector', { pool }, () => 'Postgres');
  return (await database.transaction(ensureVectorExtension)) !== null;
}
