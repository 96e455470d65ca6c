import { createHash } from 'node:crypto';
import type { QdrantCalls } from './qdrant-calls.ts';

/** Which points of an owner count. */
export interface OwnerRecord {
  readonly owner: string;
  /** Points of the owner with another one are on their way in or out, and not to be seen. */
  readonly generation: string;
  readonly pointCount: number;
}

const PAGE = 1000;

/**
 * The records of owners: points without a vector, one for each owner that has points. Writing one changes in a single
 * moment what counts of its owner.
 */
export class Records {
  readonly #calls: QdrantCalls;
  readonly #collection: string;

  constructor(calls: QdrantCalls, collection: string) {
    this.#calls = calls;
    this.#collection = collection;
  }

  async write(record: OwnerRecord, signal?: AbortSignal): Promise<void> {
    const point = { id: recordId(record.owner), vector: {}, payload: { ...record, record: true } };
    await this.#calls.call(
      (api, init) => api.upsertPoints({ collection_name: this.#collection, wait: true, points: [point] }, init),
      signal,
    );
  }

  /** By owner; without those who have none. */
  async read(owners: Iterable<string>, signal?: AbortSignal): Promise<ReadonlyMap<string, OwnerRecord>> {
    const ids = Array.from(owners, recordId);
    if (ids.length === 0) return new Map();
    const found = await this.#calls.find(
      (api, init) => api.getPoints({ collection_name: this.#collection, ids, with_payload: true }, init),
      signal,
    );
    return new Map((found ?? []).map(({ payload }) => toRecord(payload)).map((record) => [record.owner, record]));
  }

  async remove(owner: string, signal?: AbortSignal): Promise<void> {
    await this.#calls.find(
      (api, init) =>
        api.deletePoints({ collection_name: this.#collection, wait: true, points: [recordId(owner)] }, init),
      signal,
    );
  }

  /** How many points count, of all owners. */
  async total(): Promise<number> {
    const filter = { must: [{ key: 'record', match: { value: true } }] };
    let total = 0;
    let offset: string | number | undefined;
    do {
      const page = await this.#calls.find((api, init) =>
        api.scrollPoints(
          {
            collection_name: this.#collection,
            filter,
            limit: PAGE,
            with_payload: true,
            ...(offset === undefined ? {} : { offset }),
          },
          init,
        ),
      );
      for (const { payload } of page?.points ?? []) total += toRecord(payload).pointCount;
      offset = (page?.next_page_offset ?? undefined) as string | number | undefined;
    } while (offset !== undefined);
    return total;
  }
}

function toRecord(payload: unknown): OwnerRecord {
  return payload as OwnerRecord;
}

/** Qdrant takes numbers and UUIDs: this one is always the same for an owner. */
function recordId(owner: string): string {
  const hex = createHash('sha256').update(owner).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
