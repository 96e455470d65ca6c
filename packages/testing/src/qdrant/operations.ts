import { type CollectionConfig, type PointQuery, QdrantCollection, type StoredPoint, shown } from './collection.ts';
import type { Filter } from './filter.ts';
import { QdrantRefusal } from './qdrant-error.ts';

interface PointSelector {
  readonly points?: readonly (string | number)[];
  readonly filter?: Filter;
}

interface Retrieval {
  readonly ids: readonly (string | number)[];
  readonly with_payload?: boolean | readonly string[];
}

interface Scroll {
  readonly filter?: Filter;
  readonly limit?: number;
  readonly offset?: string | number;
  readonly with_payload?: boolean | readonly string[];
}

interface FieldIndex {
  readonly field_name: string;
  readonly field_schema: string;
}

/** What an operation is given. */
export interface QdrantCall {
  readonly collections: Map<string, QdrantCollection>;
  readonly name: string;
  readonly body: unknown;
}

/** By the name that the API's reference gives them; each gives the `result` of the answer. */
export const OPERATIONS = {
  createCollection: ({ collections, name, body }: QdrantCall) => {
    if (collections.has(name)) throw new QdrantRefusal(409, `Wrong input: Collection \`${name}\` already exists!`);
    collections.set(name, new QdrantCollection(body as CollectionConfig));
    return true;
  },
  getCollection: (call: QdrantCall) => {
    const { config, points, indexes } = found(call);
    const schema = [...indexes].map(([field, data_type]) => [field, { data_type, points: 0 }]);
    return {
      status: 'green',
      optimizer_status: 'ok',
      points_count: points.size,
      segments_count: 1,
      config: { params: { vectors: config.vectors, shard_number: 1 }, metadata: config.metadata },
      payload_schema: Object.fromEntries(schema),
    };
  },
  deleteCollection: ({ collections, name }: QdrantCall) => collections.delete(name),
  createFieldIndex: (call: QdrantCall) => {
    const { field_name, field_schema } = call.body as FieldIndex;
    found(call).indexes.set(field_name, field_schema);
    return DONE;
  },
  upsertPoints: (call: QdrantCall) => {
    found(call).upsert((call.body as { readonly points: readonly StoredPoint[] }).points);
    return DONE;
  },
  deletePoints: (call: QdrantCall) => {
    found(call).delete(call.body as PointSelector);
    return DONE;
  },
  getPoints: (call: QdrantCall) => {
    const { ids, with_payload = true } = call.body as Retrieval;
    const { points } = found(call);
    return ids.flatMap((id) => {
      const point = points.get(id);
      return point === undefined ? [] : [{ id, payload: shown(point.payload, with_payload) }];
    });
  },
  queryPoints: (call: QdrantCall) => ({ points: found(call).query(call.body as PointQuery) }),
  scrollPoints: (call: QdrantCall) => {
    const { filter, limit = 10, offset, with_payload = true } = call.body as Scroll;
    const all = found(call)
      .select(filter)
      .toSorted((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
    const start = offset === undefined ? 0 : all.findIndex(({ id }) => id === offset);
    const page = all.slice(start, start + limit);
    const points = page.map(({ id, payload }) => ({ id, payload: shown(payload, with_payload) }));
    return { points, next_page_offset: all[start + limit]?.id ?? null };
  },
};

export type QdrantOperation = keyof typeof OPERATIONS | 'root';

const DONE = { operation_id: 0, status: 'completed' };

function found({ collections, name }: QdrantCall): QdrantCollection {
  const collection = collections.get(name);
  if (collection !== undefined) return collection;
  throw new QdrantRefusal(404, `Not found: Collection \`${name}\` doesn't exist!`);
}

/** The operations, by method and path with the collection's name left out. */
const BY_REQUEST: Readonly<Record<string, keyof typeof OPERATIONS>> = {
  'PUT ': 'createCollection',
  'GET ': 'getCollection',
  'DELETE ': 'deleteCollection',
  'PUT /index': 'createFieldIndex',
  'PUT /points': 'upsertPoints',
  'POST /points/delete': 'deletePoints',
  'POST /points': 'getPoints',
  'POST /points/query': 'queryPoints',
  'POST /points/scroll': 'scrollPoints',
};

/** What a request asks for, and of which collection; `null` if that is nothing that this server knows. */
export function operationOf(
  method: string,
  path: string,
): { readonly operation: QdrantOperation; readonly name: string } | null {
  if (method === 'GET' && path === '/') return { operation: 'root', name: '' };
  const [, name = '', rest = ''] = /^\/collections\/([^/]+)(.*)$/.exec(path) ?? [];
  const operation = BY_REQUEST[`${method} ${rest}`];
  return operation === undefined || name === '' ? null : { operation, name: decodeURIComponent(name) };
}
