import type { VectorSpace } from '../../embed/embedder.ts';
import { VectorSpaceMismatchError } from '../../errors.ts';
import { type QdrantCalls, statusOf } from './qdrant-calls.ts';

/** The name of the vector of a point. Points with a named one may have none, as the records of owners do. */
export const VECTOR = 'passage';

/** The fields that filters ask for. */
const INDEXED = [
  ['owner', 'keyword'],
  ['tags', 'keyword'],
  ['generation', 'keyword'],
  ['record', 'bool'],
] as const;

const CONFLICT = 409;
/** The first one with metadata of collections, which is where the model is kept. */
const OLDEST_VERSION = { major: 1, minor: 16 };

interface CollectionOptions {
  readonly calls: QdrantCalls;
  readonly name: string;
  readonly remedy: string;
}

/** The collection that holds the vectors: it is made with the first of them, for their space. */
export class Collection {
  readonly name: string;
  readonly #calls: QdrantCalls;
  readonly #remedy: string;

  constructor({ calls, name, remedy }: CollectionOptions) {
    this.name = name;
    this.#calls = calls;
    this.#remedy = remedy;
  }

  /** Whether it is there. Refuses one of another space, or of somebody else. */
  async exists(space: VectorSpace, signal?: AbortSignal): Promise<boolean> {
    const held = await this.#held(signal);
    if (held === null) return false;
    if (held.model === space.model && held.dimensions === space.dimensions) return true;
    throw new VectorSpaceMismatchError(this.#calls.description, held, space, this.#remedy);
  }

  /** Removes it if it is there. Refuses one of somebody else. */
  async remove(): Promise<void> {
    if ((await this.#held()) === null) return;
    await this.#calls.find((api, init) => api.deleteCollection({ collection_name: this.name }, init));
  }

  async #held(signal?: AbortSignal): Promise<VectorSpace | null> {
    const info = await this.#calls.find((api, init) => api.getCollection({ collection_name: this.name }, init), signal);
    if (info === null) return null;
    const { metadata, params } = info.config;
    const vectors = params.vectors as { readonly [VECTOR]?: { readonly size: number } } | undefined;
    const dimensions = vectors?.[VECTOR]?.size;
    const model = (metadata as { readonly telltaleModel?: unknown } | null | undefined)?.telltaleModel;
    if (dimensions === undefined || typeof model !== 'string') {
      throw this.#calls.failure(`its collection ${this.name} was not made by Telltale`, {
        hint: 'Configure another name for the collection. Nothing was changed.',
      });
    }
    return { model, dimensions };
  }

  /** Makes it unless it is there: of those who try at the same time one does, and the others find it. */
  async ensure(space: VectorSpace, signal?: AbortSignal): Promise<void> {
    if (await this.exists(space, signal)) return;
    await this.#refuseOldServer(signal);
    await this.#create(space, signal);
    await this.exists(space, signal);
    for (const [field_name, field_schema] of INDEXED) {
      await this.#calls.call(
        (api, init) => api.createFieldIndex({ collection_name: this.name, wait: true, field_name, field_schema }, init),
        signal,
      );
    }
  }

  async #create({ model, dimensions }: VectorSpace, signal: AbortSignal | undefined): Promise<void> {
    const request = {
      collection_name: this.name,
      vectors: { [VECTOR]: { size: dimensions, distance: 'Cosine' } },
      metadata: { telltaleModel: model },
    } as const;
    await this.#calls.call(async (api, init) => {
      try {
        return await api.createCollection(request, init);
      } catch (error) {
        if (statusOf(error) === CONFLICT) return { data: { result: true } };
        throw error;
      }
    }, signal);
  }

  async #refuseOldServer(signal: AbortSignal | undefined): Promise<void> {
    const { version } = await this.#calls.call(
      async (api, init) => ({ data: { result: (await api.root({}, init)).data } }),
      signal,
    );
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major > OLDEST_VERSION.major || (major === OLDEST_VERSION.major && minor >= OLDEST_VERSION.minor)) return;
    throw this.#calls.failure(
      `its version is ${version}, and ${OLDEST_VERSION.major}.${OLDEST_VERSION.minor} or newer is needed`,
      { hint: 'Upgrade Qdrant.' },
    );
  }
}
