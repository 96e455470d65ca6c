import { randomUUID } from 'node:crypto';
import type { VectorSpace } from '../../embed/embedder.ts';
import { checkedPoints, checkedSearch, opened } from '../checks.ts';
import { GENERAL_REMEDY } from '../remedy.ts';
import type { Match, Point, VectorSearch, VectorStore } from '../vector-store.ts';
import { Collection, VECTOR } from './collection.ts';
import { type QdrantAddress, QdrantCalls } from './qdrant-calls.ts';
import { Records } from './records.ts';

export interface QdrantOptions extends QdrantAddress {
  /** Default: `telltale`. Made when the first vectors come. */
  readonly collection?: string;
  /** How all vectors are made anew, as a sentence. Default: in general terms. */
  readonly remedy?: string;
}

interface WithSignal {
  readonly signal?: AbortSignal;
}

interface Hit extends Match {
  readonly generation: string;
}

const POINTS_OF_REQUEST = 256;
/** What nobody counts and is so old was left by a process that died; nobody writes an owner's points for so long. */
const LEFTOVER_MS = 3_600_000;
const CLEAN_UP_MS = 2_000;

/**
 * Vectors in Qdrant, which knows no transactions. Each `replace` writes its points as a new generation that nobody sees, then
 * names it in the owner's record, which is one point and so changes at once, and then removes the one before. A search leaves out
 * what is not of the generation in the record. A crash leaves points that are never seen, and that the next `replace` or `remove`
 * of the owner takes away.
 */
export function openQdrant(options: QdrantOptions): VectorStore {
  return new Qdrant(options);
}

class Qdrant implements VectorStore {
  readonly kind = 'qdrant';
  readonly description: string;
  readonly #calls: QdrantCalls;
  readonly #collection: Collection;
  readonly #records: Records;
  #space: VectorSpace | null = null;

  constructor({ collection: name = 'telltale', remedy = GENERAL_REMEDY, ...address }: QdrantOptions) {
    this.#calls = new QdrantCalls(address);
    this.description = this.#calls.description;
    this.#collection = new Collection({ calls: this.#calls, name, remedy });
    this.#records = new Records(this.#calls, name);
  }

  async open(space: VectorSpace): Promise<void> {
    await this.#collection.exists(space);
    this.#space = space;
  }

  async replace(owner: string, points: readonly Point[], { signal }: WithSignal = {}): Promise<void> {
    const space = opened(this.description, this.#space);
    const kept = checkedPoints(this.description, space, points);
    if (kept.length === 0) return await this.remove(owner, signal === undefined ? {} : { signal });
    await this.#collection.ensure(space, signal);
    const generation = randomUUID();
    try {
      await this.#upload(owner, generation, kept, signal);
      const before = (await this.#records.read([owner], signal)).get(owner);
      await this.#records.write({ owner, generation, pointCount: kept.length }, signal);
      await this.#removeLeftovers(owner, before?.generation ?? null, generation, signal);
    } catch (error) {
      await this.#removeUnlessItCounts(owner, generation).catch(() => undefined); // Else a later `replace` does it.
      throw error;
    }
  }

  async remove(owner: string, { signal }: WithSignal = {}): Promise<void> {
    await this.#records.remove(owner, signal); // From here on nothing of it is found.
    await this.#delete({ must: [{ key: 'owner', match: { value: owner } }] }, signal);
  }

  async search(search: VectorSearch): Promise<readonly Match[]> {
    const space = opened(this.description, this.#space);
    const checked = checkedSearch(this.description, space, search);
    if (checked.owners?.length === 0 || !(await this.#collection.exists(space, search.signal))) return [];
    const generations = new Map<string, string>(); // All that were seen, with their owners.
    let left: ReadonlySet<string> = new Set();
    for (;;) {
      const hits = await this.#query(checked, left);
      for (const { generation, owner } of hits) generations.set(generation, owner);
      const records = await this.#records.read(new Set(generations.values()), search.signal);
      const uncounted = new Set(
        [...generations].filter(([id, owner]) => records.get(owner)?.generation !== id).map(([id]) => id),
      );
      // As long as they are others than those that were left out, what was found is not yet what counts.
      if (uncounted.symmetricDifference(left).size === 0) return inOrder(hits);
      left = uncounted;
    }
  }

  async count(owner?: string): Promise<number> {
    if (owner === undefined) return await this.#records.total();
    return (await this.#records.read([owner])).get(owner)?.pointCount ?? 0;
  }

  async clear(): Promise<void> {
    await this.#collection.remove();
  }

  async close(): Promise<void> {}

  async #upload(
    owner: string,
    generation: string,
    points: readonly Point[],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const writtenAt = Date.now();
    for (let start = 0; start < points.length; start += POINTS_OF_REQUEST) {
      const batch = points.slice(start, start + POINTS_OF_REQUEST).map(({ id, tags, vector }) => ({
        id: randomUUID(),
        vector: { [VECTOR]: [...vector] },
        payload: { id, owner, tags, generation, writtenAt },
      }));
      await this.#calls.call(
        (api, init) => api.upsertPoints({ collection_name: this.#collection.name, wait: true, points: batch }, init),
        signal,
      );
    }
  }

  /** Of what does not count only what surely never will: another process may be at work on the same owner. */
  async #removeLeftovers(
    owner: string,
    before: string | null,
    generation: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    await this.#delete(
      {
        must: [{ key: 'owner', match: { value: owner } }],
        must_not: [{ key: 'generation', match: { value: generation } }],
        should: [
          ...(before === null ? [] : [{ key: 'generation', match: { value: before } }]),
          { key: 'writtenAt', range: { lt: Date.now() - LEFTOVER_MS } },
        ],
      },
      signal,
    );
  }

  /** After a failure: it counts if nothing but an answer was lost. Whoever waits for the failure does not wait long for this. */
  async #removeUnlessItCounts(owner: string, generation: string): Promise<void> {
    const signal = AbortSignal.timeout(CLEAN_UP_MS);
    const records = await this.#records.read([owner], signal);
    if (records.get(owner)?.generation === generation) return;
    await this.#delete({ must: [{ key: 'generation', match: { value: generation } }] }, signal);
  }

  async #delete(filter: object, signal: AbortSignal | undefined): Promise<void> {
    await this.#calls.find(
      (api, init) => api.deletePoints({ collection_name: this.#collection.name, wait: true, filter }, init),
      signal,
    );
  }

  async #query(
    { vector, limit, owners, tags = [], signal }: VectorSearch,
    left: ReadonlySet<string>,
  ): Promise<readonly Hit[]> {
    const filter = {
      must: [
        ...(owners === undefined ? [] : [{ key: 'owner', match: { any: [...owners] } }]),
        ...tags.map((tag) => ({ key: 'tags', match: { value: tag } })),
      ],
      must_not: left.size === 0 ? [] : [{ key: 'generation', match: { any: [...left] } }],
    };
    const request = {
      collection_name: this.#collection.name,
      query: [...vector],
      using: VECTOR,
      limit,
      filter,
      with_payload: ['id', 'owner', 'generation'],
    };
    const found = await this.#calls.find((api, init) => api.queryPoints(request, init), signal);
    return (found?.points ?? []).map(({ payload, score }) => ({
      ...(payload as unknown as Omit<Hit, 'score'>),
      score,
    }));
  }
}

function inOrder(hits: readonly Hit[]): readonly Match[] {
  return hits.map(({ id, owner, score }) => ({ id, owner, score })).sort((a, b) => b.score - a.score || a.id - b.id);
}
