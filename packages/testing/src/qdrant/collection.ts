import { type Filter, type Payload, passes } from './filter.ts';
import { QdrantRefusal, wrongInput } from './qdrant-error.ts';

export interface CollectionConfig {
  /** By the name of the vector. */
  readonly vectors: Readonly<Record<string, { readonly size: number; readonly distance: string }>>;
  readonly metadata?: Payload;
}

export interface StoredPoint {
  readonly id: string | number;
  /** By name; a point may lack any. */
  readonly vector: Readonly<Record<string, readonly number[]>>;
  readonly payload: Payload;
}

export interface PointQuery {
  readonly query: readonly number[];
  readonly using: string;
  readonly limit?: number;
  readonly filter?: Filter;
  readonly with_payload?: boolean | readonly string[];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A collection in memory. Its vectors are compared by cosine, whatever they were made for. */
export class QdrantCollection {
  readonly config: CollectionConfig;
  readonly points = new Map<string | number, StoredPoint>();
  /** Fields of the payload with an index, and its type. */
  readonly indexes = new Map<string, string>();

  constructor(config: CollectionConfig) {
    this.config = config;
  }

  upsert(points: readonly StoredPoint[]): void {
    for (const point of points) this.#check(point);
    for (const { id, vector, payload } of points) this.points.set(id, { id, vector, payload: payload ?? {} });
  }

  delete({ points, filter }: { readonly points?: readonly (string | number)[]; readonly filter?: Filter }): void {
    if (points === undefined && filter === undefined) throw wrongInput('neither points nor a filter');
    for (const id of points ?? []) this.points.delete(id);
    if (filter !== undefined) for (const { id } of this.select(filter)) this.points.delete(id);
  }

  select(filter: Filter = {}): readonly StoredPoint[] {
    return [...this.points.values()].filter(({ payload }) => passes(filter, payload));
  }

  query({ query, using, limit = 10, filter, with_payload }: PointQuery): readonly object[] {
    this.#checkVector(using, query);
    return this.select(filter)
      .flatMap((point) => {
        const vector = point.vector[using];
        return vector === undefined ? [] : [{ point, score: cosine(vector, query) }];
      })
      .sort((a, b) => b.score - a.score)
      .slice(0, limit)
      .map(({ point, score }) => ({ id: point.id, version: 0, score, payload: shown(point.payload, with_payload) }));
  }

  #check({ id, vector }: StoredPoint): void {
    if (!(typeof id === 'number' ? Number.isSafeInteger(id) && id >= 0 : UUID.test(id))) {
      throw new QdrantRefusal(
        400,
        `Format error in JSON body: value ${id} is not a valid point ID, valid values are either an unsigned integer or a UUID`,
      );
    }
    for (const [name, values] of Object.entries(vector)) this.#checkVector(name, values);
  }

  #checkVector(name: string, values: readonly number[]): void {
    const expected = this.config.vectors[name]?.size;
    if (expected === undefined) throw wrongInput(`Not existing vector name error: ${name}`);
    if (values.length === expected) return;
    throw wrongInput(`Vector dimension error: expected dim: ${expected}, got ${values.length}`);
  }
}

export function shown(payload: Payload, fields: boolean | readonly string[] = false): Payload | null {
  if (fields === true) return payload;
  if (fields === false) return null;
  return Object.fromEntries(Object.entries(payload).filter(([key]) => fields.includes(key)));
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const product = a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
  return product / (Math.hypot(...a) * Math.hypot(...b) || 1);
}
