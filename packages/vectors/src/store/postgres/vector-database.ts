import { TelltaleError } from '@telltale/core';
import { inTransaction, migrateSchema, type OwnSchema } from '@telltale/ledger';
import type { ClientBase, Pool } from 'pg';
import type { VectorSpace } from '../../embed/embedder.ts';
import {
  isCuredByReindex,
  VectorSpaceMismatchError,
  VectorStoreError,
  VectorsKeptElsewhereError,
} from '../../errors.ts';
import { GENERAL_REMEDY } from '../remedy.ts';

export interface PostgresStoreOptions {
  /** Stays open when the store is closed. */
  readonly pool: Pool;
  /** How all vectors are made anew, as a sentence. Default: in general terms. */
  readonly remedy?: string;
}

/** Which of the stores has the vectors of a database; a database is never used by two. */
export type Keeper = 'postgres' | 'pgvector';

const SCHEMA: OwnSchema = {
  schema: 'telltale_vectors',
  // The same depth below the package's root in src/ and in the built dist/.
  folder: new URL('../../../migrations/', import.meta.url),
};

const KEEPER_NAMES: Readonly<Record<Keeper, string>> = { postgres: 'the exact search', pgvector: 'pgvector' };

/** SQLSTATE classes (https://www.postgresql.org/docs/current/errcodes-appendix.html) of what may be over soon. */
const PASSING_CLASSES = new Set(['40', '53', '55', '57', '58']);

interface SpaceRow extends VectorSpace {
  readonly keptBy: Keeper;
}

/** What the stores in Postgres have in common: their schema, its one space, and their errors. */
export class VectorDatabase {
  readonly keeper: Keeper;
  readonly #pool: Pool;
  readonly #remedy: string;
  readonly #describe: () => string;
  #migrated = false;

  constructor(keeper: Keeper, { pool, remedy = GENERAL_REMEDY }: PostgresStoreOptions, describe: () => string) {
    this.keeper = keeper;
    this.#pool = pool;
    this.#remedy = remedy;
    this.#describe = describe;
  }

  /** One transaction, with the tables in their place. Throws `VectorStoreError`, or the reason of the signal. */
  async transaction<T>(work: (client: ClientBase) => Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      if (!this.#migrated) await migrateSchema(this.#pool, SCHEMA);
      this.#migrated = true;
      return await inTransaction(this.#pool, work, { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw this.#failure(error);
    }
  }

  /** The space of the vectors, `null` as long as there are none. Refuses those of another keeper, or not of `wanted`. */
  async space(client: ClientBase, wanted: VectorSpace | null): Promise<VectorSpace | null> {
    const row = await readSpace(client);
    if (row !== null) this.#refuseOther(row, wanted);
    return row;
  }

  /**
   * Makes sure, until the transaction ends, that all vectors are of this space; those that come first decide. Gives whether
   * these are the first.
   */
  async claim(client: ClientBase, space: VectorSpace): Promise<boolean> {
    const { rowCount } = await client.query(
      `INSERT INTO telltale_vectors.space (kept_by, model, dimensions) VALUES ($1, $2, $3) ON CONFLICT (is_only) DO NOTHING`,
      [this.keeper, space.model, space.dimensions],
    );
    const row = await readSpace(client, 'FOR SHARE');
    if (row === null) throw new VectorStoreError(this.#describe(), 'they were removed meanwhile', { retryable: true });
    this.#refuseOther(row, space);
    return rowCount === 1;
  }

  /** Removes everything, whoever kept it; waits for those who write. */
  async clear(): Promise<void> {
    await this.transaction(async (client) => {
      await client.query('DELETE FROM telltale_vectors.space');
      await client.query('DELETE FROM telltale_vectors.matrix');
      await client.query('DROP TABLE IF EXISTS telltale_vectors.point');
    });
  }

  #refuseOther(row: SpaceRow, wanted: VectorSpace | null): void {
    const store = this.#describe();
    if (row.keptBy !== this.keeper) {
      throw new VectorsKeptElsewhereError(store, KEEPER_NAMES[row.keptBy], this.#remedy);
    }
    if (wanted === null || (row.model === wanted.model && row.dimensions === wanted.dimensions)) return;
    throw new VectorSpaceMismatchError(store, row, wanted, this.#remedy);
  }

  #failure(error: unknown): TelltaleError {
    if (error instanceof VectorStoreError) return error;
    const reason = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
    if (error instanceof TelltaleError) {
      if (isCuredByReindex(error)) return error;
      const { retryable, hint = 'Check the database.' } = error;
      return new VectorStoreError(this.#describe(), reason, { retryable, hint, cause: error });
    }
    const sqlState = error instanceof Error && 'code' in error ? String(error.code) : '';
    const retryable = PASSING_CLASSES.has(sqlState.slice(0, 2));
    const hint = retryable ? 'Try again in a moment.' : 'Check that this user may use the schema telltale_vectors.';
    return new VectorStoreError(this.#describe(), reason, { retryable, hint, cause: error });
  }
}

/** Who has the vectors of a database; `null` if there are none. Throws `VectorStoreError`. */
export async function readKeeper(options: PostgresStoreOptions): Promise<Keeper | null> {
  const database = new VectorDatabase('postgres', options, () => 'Postgres');
  return (await database.transaction((client) => readSpace(client)))?.keptBy ?? null;
}

async function readSpace(client: ClientBase, lock: '' | 'FOR SHARE' = ''): Promise<SpaceRow | null> {
  const { rows } = await client.query<SpaceRow>(
    `SELECT kept_by AS "keptBy", model, dimensions FROM telltale_vectors.space ${lock}`,
  );
  return rows[0] ?? null;
}
