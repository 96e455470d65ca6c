import type { ClientBase } from 'pg';
import type { VectorSpace } from '../../embed/embedder.ts';
import { VectorStoreError } from '../../errors.ts';
import { checkedPoints, checkedSearch, opened } from '../checks.ts';
import { type PostgresStoreOptions, VectorDatabase } from '../postgres/vector-database.ts';
import type { Match, Point, VectorSearch, VectorStore } from '../vector-store.ts';
import { ensureVectorExtension, type VectorExtension } from './extension.ts';
import { createPointTable, findNearest, insertPoints } from './queries.ts';

interface WithSignal {
  readonly signal?: AbortSignal;
}

/** The ASCII codes of `vect`: the first half of the locks by which those who replace an owner's points take turns. */
const LOCK_CLASS = 0x76656374;

/** Vectors in Postgres with the extension `vector`, in a column of its type with an HNSW index. */
export function openPgvector(options: PostgresStoreOptions): VectorStore {
  return new Pgvector(options);
}

class Pgvector implements VectorStore {
  readonly kind = 'pgvector';
  readonly description = 'Postgres with pgvector';
  readonly #database: VectorDatabase;
  #opened: { readonly space: VectorSpace; readonly extension: VectorExtension } | null = null;

  constructor(options: PostgresStoreOptions) {
    this.#database = new VectorDatabase('pgvector', options, () => this.description);
  }

  async open(space: VectorSpace): Promise<void> {
    const extension = await this.#database.transaction(async (client) => {
      // First what no new vectors would mend.
      const found = await ensureVectorExtension(client);
      if (found === null) throw this.#withoutExtension();
      await this.#database.space(client, space);
      return found;
    });
    this.#opened = { space, extension };
  }

  async replace(owner: string, points: readonly Point[], { signal }: WithSignal = {}): Promise<void> {
    const { space, extension } = opened(this.description, this.#opened);
    const kept = checkedPoints(this.description, space, points);
    await this.#database.transaction(async (client) => {
      const isFirst = await this.#database.claim(client, space);
      if (isFirst) await createPointTable(client, extension, space);
      await client.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [LOCK_CLASS, owner]);
      await client.query('DELETE FROM telltale_vectors.point WHERE owner = $1', [owner]);
      await insertPoints(client, extension, owner, kept);
    }, signal);
  }

  async remove(owner: string, { signal }: WithSignal = {}): Promise<void> {
    await this.#ifAny(async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [LOCK_CLASS, owner]);
      await client.query('DELETE FROM telltale_vectors.point WHERE owner = $1', [owner]);
    }, signal);
  }

  async search(search: VectorSearch): Promise<readonly Match[]> {
    const { space, extension } = opened(this.description, this.#opened);
    const checked = checkedSearch(this.description, space, search);
    const found = await this.#ifAny((client) => findNearest(client, extension, checked), search.signal, space);
    return found ?? [];
  }

  async count(owner?: string): Promise<number> {
    const count = await this.#ifAny(async (client) => {
      const { rows } = await client.query<{ count: number }>(
        'SELECT count(*)::integer AS count FROM telltale_vectors.point WHERE $1::text IS NULL OR owner = $1',
        [owner ?? null],
      );
      return rows[0]?.count ?? 0;
    });
    return count ?? 0;
  }

  async clear(): Promise<void> {
    await this.#database.clear();
  }

  async close(): Promise<void> {}

  #withoutExtension(): VectorStoreError {
    return new VectorStoreError(this.description, 'the extension vector is not in this database, and cannot be made', {
      hint: 'Install pgvector on the server and run CREATE EXTENSION vector as a superuser, or choose the store postgres.',
    });
  }

  /** Nothing, and `null`, as long as no vectors were kept: there is no table yet. */
  async #ifAny<T>(
    work: (client: ClientBase) => Promise<T>,
    signal?: AbortSignal,
    space: VectorSpace | null = null,
  ): Promise<T | null> {
    return await this.#database.transaction(
      async (client) => ((await this.#database.space(client, space)) === null ? null : await work(client)),
      signal,
    );
  }
}
