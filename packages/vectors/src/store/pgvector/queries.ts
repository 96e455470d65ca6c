import type { ClientBase } from 'pg';
import type { VectorSpace } from '../../embed/embedder.ts';
import type { Match, Point, VectorSearch } from '../vector-store.ts';
import type { VectorExtension } from './extension.ts';

/** More than that an HNSW index of pgvector does not take; such vectors are found by comparing with all of them. */
const MOST_INDEXED_DIMENSIONS = 2000;
const POINTS_OF_STATEMENT = 500;
/** How many candidates pgvector looks at, at least and at most: more find better, and take longer. */
const EF_SEARCH = { least: 100, most: 1000 };

export async function createPointTable(
  client: ClientBase,
  { schema }: VectorExtension,
  { dimensions }: VectorSpace,
): Promise<void> {
  await client.query(
    `CREATE TABLE telltale_vectors.point (
       id bigint PRIMARY KEY CHECK (id > 0),
       owner text NOT NULL,
       tags text[] NOT NULL,
       vector ${schema}.vector(${dimensions}) NOT NULL
     );
     CREATE INDEX point_owner ON telltale_vectors.point (owner);
     CREATE INDEX point_tags ON telltale_vectors.point USING gin (tags)`,
  );
  if (dimensions > MOST_INDEXED_DIMENSIONS) return;
  await client.query(
    `CREATE INDEX point_vector ON telltale_vectors.point USING hnsw (vector ${schema}.vector_cosine_ops)`,
  );
}

export async function insertPoints(
  client: ClientBase,
  { schema }: VectorExtension,
  owner: string,
  points: readonly Point[],
): Promise<void> {
  for (let start = 0; start < points.length; start += POINTS_OF_STATEMENT) {
    const rows = points
      .slice(start, start + POINTS_OF_STATEMENT)
      .map(({ id, tags, vector }) => ({ id, tags, vector: toText(vector) }));
    await client.query(
      `INSERT INTO telltale_vectors.point (id, owner, tags, vector)
       SELECT id, $1, tags, vector::${schema}.vector
         FROM jsonb_to_recordset($2) AS given (id bigint, tags text[], vector text)`,
      [owner, JSON.stringify(rows)],
    );
  }
}

/**
 * By the index; and once more without it if it gave fewer than were asked for, for an index looks at a part of the points
 * only, of which a filter may leave too little.
 */
export async function findNearest(
  client: ClientBase,
  extension: VectorExtension,
  search: VectorSearch,
): Promise<readonly Match[]> {
  const breadth = Math.min(EF_SEARCH.most, Math.max(EF_SEARCH.least, search.limit));
  await client.query(`SET LOCAL hnsw.ef_search = ${breadth}`);
  if (extension.iterativeScans) await client.query('SET LOCAL hnsw.iterative_scan = strict_order');
  const matches = await select(client, extension, search);
  if (matches.length === search.limit) return matches;
  await client.query('SET LOCAL enable_indexscan = off');
  return await select(client, extension, search);
}

async function select(
  client: ClientBase,
  { schema }: VectorExtension,
  { vector, limit, owners, tags = [] }: VectorSearch,
): Promise<readonly Match[]> {
  const conditions = [
    ...(owners === undefined ? [] : ['owner = ANY ($3)']),
    ...(tags.length === 0 ? [] : [`tags @> $${owners === undefined ? 3 : 4}`]),
  ];
  const distance = `vector OPERATOR(${schema}.<=>) $1::${schema}.vector`;
  const { rows } = await client.query<{ id: string; owner: string; score: number }>(
    `SELECT id, owner, 1 - (${distance}) AS score
       FROM telltale_vectors.point ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
      ORDER BY ${distance}, id
      LIMIT $2`,
    [toText(vector), limit, ...(owners === undefined ? [] : [owners]), ...(tags.length === 0 ? [] : [tags])],
  );
  return rows.map(({ id, owner, score }) => ({ id: Number(id), owner, score }));
}

function toText(vector: Float32Array): string {
  return `[${vector.join(',')}]`;
}
