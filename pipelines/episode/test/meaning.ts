import type { Embedder, Match, Point, VectorSearch, VectorStore } from '@telltale/vectors';

/** Groups of words that mean the same: what the embedder of a test understands. */
const CONCEPTS = [
  ['lamp', 'lamps', 'light', 'lantern', 'beacon'],
  ['sea', 'ocean', 'water', 'wave', 'waves'],
  ['music', 'song', 'trumpet', 'jazz'],
  ['bread', 'baker', 'flour', 'oven'],
];

/** An embedder that knows a few meanings. Its calls are noted, and can be made to fail. */
export class TestEmbedder implements Embedder {
  readonly space = { model: 'concepts', dimensions: CONCEPTS.length };
  readonly description = 'concepts of the test';
  readonly languages: readonly string[] | null;
  readonly batchSize = 2;
  readonly calls: (readonly string[])[] = [];
  failure: Error | null = null;

  constructor({ languages = null }: { readonly languages?: readonly string[] | null } = {}) {
    this.languages = languages;
  }

  async embed(texts: readonly string[]): Promise<readonly Float32Array[]> {
    this.calls.push(texts);
    if (this.failure !== null) throw this.failure;
    return texts.map(vectorOf);
  }

  async close(): Promise<void> {}
}

function vectorOf(text: string): Float32Array {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const counts = CONCEPTS.map((concept) => words.filter((word) => concept.includes(word)).length + 0.01);
  const length = Math.hypot(...counts);
  return Float32Array.from(counts, (count) => count / length);
}

/** A store in memory. It can be made to fail, and somebody can come in between. */
export class TestVectors implements VectorStore {
  readonly kind = 'postgres';
  readonly description = 'memory of the test';
  readonly points = new Map<string, readonly Point[]>();
  failure: Error | null = null;
  cleared: () => void = () => undefined;
  beforeReplace: () => Promise<unknown> = async () => undefined;

  async open(): Promise<void> {
    if (this.failure !== null) throw this.failure;
  }

  async replace(owner: string, points: readonly Point[]): Promise<void> {
    await this.beforeReplace();
    this.points.set(owner, points);
  }

  async remove(owner: string): Promise<void> {
    if (this.failure !== null) throw this.failure;
    this.points.delete(owner);
  }

  async search({ vector, limit, owners, tags = [] }: VectorSearch): Promise<readonly Match[]> {
    if (this.failure !== null) throw this.failure;
    return [...this.points]
      .filter(([owner]) => owners === undefined || owners.includes(owner))
      .flatMap(([owner, points]) => points.map((point) => ({ owner, ...point })))
      .filter((point) => tags.every((tag) => point.tags.includes(tag)))
      .map(({ id, owner, vector: other }) => ({ id, owner, score: cosine(vector, other) }))
      .toSorted((a, b) => b.score - a.score || a.id - b.id)
      .slice(0, limit);
  }

  async count(owner?: string): Promise<number> {
    const counted = owner === undefined ? [...this.points.values()] : [this.points.get(owner) ?? []];
    return counted.reduce((sum, points) => sum + points.length, 0);
  }

  async clear(): Promise<void> {
    this.points.clear();
    this.cleared();
  }

  async close(): Promise<void> {}
}

function cosine(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
}
