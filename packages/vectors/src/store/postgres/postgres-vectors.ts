import { setImmediate } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import type { VectorSpace } from '../../embed/embedder.ts';
import { checkedPoints, checkedSearch, opened } from '../checks.ts';
import { Nearest } from '../nearest.ts';
import type { Match, Point, VectorSearch, VectorStore } from '../vector-store.ts';
import { Matrix, type MatrixRow, matrixColumns } from './matrix.ts';
import { type ListedMatrix, MatrixCache } from './matrix-cache.ts';
import { type PostgresStoreOptions, VectorDatabase } from './vector-database.ts';

export interface PostgresVectorsOptions extends PostgresStoreOptions {
  /** How much of the vectors is kept in the memory of this process, in bytes. Default: 512 MiB. */
  readonly maxCacheBytes?: number;
  /** Told once, as a sentence, when there are more vectors than may be kept. Default: only `description` says it. */
  readonly warn?: (message: string) => void;
}

interface WithSignal {
  readonly signal?: AbortSignal;
}

const MEBIBYTE = 1024 * 1024;
const DEFAULT_CACHE_BYTES = 512 * MEBIBYTE;
/** How much is read, or compared, before others in this process have their turn. */
const TURN_BYTES = 16 * MEBIBYTE;

/**
 * Vectors in Postgres without any extension: each search compares with every vector that its filter leaves, in this
 * process, which keeps them in memory and asks the database which of them have changed.
 */
export function openPostgresVectors(options: PostgresVectorsOptions): VectorStore {
  return new PostgresVectors(options);
}

class PostgresVectors implements VectorStore {
  readonly kind = 'postgres';
  readonly #database: VectorDatabase;
  readonly #cache: MatrixCache;
  readonly #maxCacheBytes: number;
  #space: VectorSpace | null = null;

  constructor({ maxCacheBytes = DEFAULT_CACHE_BYTES, warn = () => undefined, ...options }: PostgresVectorsOptions) {
    this.#maxCacheBytes = maxCacheBytes;
    this.#database = new VectorDatabase('postgres', options, () => this.description);
    const onFull = () => warn(`The exact search has ${this.#shortage}. Use pgvector or Qdrant for so many.`);
    this.#cache = new MatrixCache({ maxBytes: maxCacheBytes, onFull });
  }

  get description(): string {
    const limit = this.#cache.full ? `; ${this.#shortage}` : '';
    return `Postgres (exact search, good to about 100,000 passages${limit})`;
  }

  async open(space: VectorSpace): Promise<void> {
    await this.#database.transaction((client) => this.#database.space(client, space));
    this.#space = space;
  }

  async replace(owner: string, points: readonly Point[], { signal }: WithSignal = {}): Promise<void> {
    const space = opened(this.description, this.#space);
    const kept = checkedPoints(this.description, space, points);
    if (kept.length === 0) return await this.remove(owner, signal === undefined ? {} : { signal });
    const columns = matrixColumns(kept);
    await this.#database.transaction(async (client) => {
      await this.#database.claim(client, space);
      await client.query(
        `INSERT INTO telltale_vectors.matrix (owner, point_count, points, vectors) VALUES ($1, $2, $3, $4)
         ON CONFLICT (owner) DO UPDATE
           SET version = excluded.version, point_count = excluded.point_count, points = excluded.points, vectors = excluded.vectors`,
        [owner, kept.length, columns.points, columns.vectors],
      );
    }, signal);
  }

  async remove(owner: string, { signal }: WithSignal = {}): Promise<void> {
    await this.#database.transaction(async (client) => {
      await this.#database.space(client, null);
      await client.query('DELETE FROM telltale_vectors.matrix WHERE owner = $1', [owner]);
    }, signal);
  }

  async search(search: VectorSearch): Promise<readonly Match[]> {
    const space = opened(this.description, this.#space);
    const { vector, limit, owners, tags = [], signal } = checkedSearch(this.description, space, search);
    const listed = await this.#list(space, owners, signal);
    if (owners === undefined) this.#cache.retain(new Set(listed.map(({ owner }) => owner)));
    const nearest = new Nearest(limit);
    for (const turn of turnsOf(listed, space)) {
      const matrices = await this.#matrices(turn, signal);
      for (const matrix of matrices) matrix.search(vector, tags, nearest);
      await setImmediate();
      signal?.throwIfAborted();
    }
    return nearest.matches();
  }

  async count(owner?: string): Promise<number> {
    return await this.#database.transaction(async (client) => {
      await this.#database.space(client, null);
      const { rows } = await client.query<{ count: number }>(
        `SELECT coalesce(sum(point_count), 0)::integer AS count
           FROM telltale_vectors.matrix WHERE $1::text IS NULL OR owner = $1`,
        [owner ?? null],
      );
      return rows[0]?.count ?? 0;
    });
  }

  async clear(): Promise<void> {
    await this.#database.clear();
  }

  async close(): Promise<void> {
    this.#cache.retain(new Set());
  }

  /** What is committed now, without the vectors themselves. */
  async #list(
    space: VectorSpace,
    owners: readonly string[] | undefined,
    signal: AbortSignal | undefined,
  ): Promise<readonly ListedMatrix[]> {
    return await this.#database.transaction(async (client) => {
      await this.#database.space(client, space);
      const { rows } = await client.query<ListedMatrix>(
        `SELECT owner, version, point_count AS "pointCount"
           FROM telltale_vectors.matrix WHERE $1::text[] IS NULL OR owner = ANY ($1)`,
        [owners ?? null],
      );
      return rows;
    }, signal);
  }

  async #matrices(turn: readonly ListedMatrix[], signal: AbortSignal | undefined): Promise<readonly Matrix[]> {
    const here = turn.flatMap((each) => this.#cache.get(each) ?? []);
    if (here.length === turn.length) return here;
    const read = (owners: readonly string[]) =>
      this.#database.transaction((client) => readMatrices(client, owners), signal);
    return await this.#cache.load(turn, read);
  }

  get #shortage(): string {
    return `more than the ${Math.round(this.#maxCacheBytes / MEBIBYTE)} MB that this process may keep, so that it reads the rest anew for each search`;
  }
}

async function readMatrices(client: ClientBase, owners: readonly string[]): Promise<readonly Matrix[]> {
  const { rows } = await client.query<MatrixRow>(
    'SELECT owner, version, points, vectors FROM telltale_vectors.matrix WHERE owner = ANY ($1)',
    [owners],
  );
  return rows.map((row) => new Matrix(row));
}

function* turnsOf(listed: readonly ListedMatrix[], { dimensions }: VectorSpace): Generator<readonly ListedMatrix[]> {
  const bytesOf = ({ pointCount }: ListedMatrix) => pointCount * dimensions * Float32Array.BYTES_PER_ELEMENT;
  let turn: ListedMatrix[] = [];
  let bytes = 0;
  for (const each of listed) {
    turn.push(each);
    bytes += bytesOf(each);
    if (bytes < TURN_BYTES) continue;
    yield turn;
    turn = [];
    bytes = 0;
  }
  if (turn.length > 0) yield turn;
}
