import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';

interface Space {
  readonly model: string;
  readonly dimensions: number;
}

interface Point {
  readonly id: number;
  readonly vector: Float32Array;
  readonly tags: readonly string[];
}

interface Search {
  readonly vector: Float32Array;
  readonly limit: number;
  readonly owners?: readonly string[];
  readonly tags?: readonly string[];
  readonly signal?: AbortSignal;
}

interface Match {
  readonly id: number;
  readonly owner: string;
  readonly score: number;
}

/** What the suite needs of a vector store; the interface of @telltale/vectors, by structure. */
export interface VectorStoreShape {
  open(space: Space): Promise<void>;
  replace(owner: string, points: readonly Point[], options?: { readonly signal?: AbortSignal }): Promise<void>;
  remove(owner: string, options?: { readonly signal?: AbortSignal }): Promise<void>;
  search(search: Search): Promise<readonly Match[]>;
  count(owner?: string): Promise<number>;
  clear(): Promise<void>;
  close(): Promise<void>;
}

const SPACE: Space = { model: 'one', dimensions: 3 };
const X = vector(1, 0, 0);
const Y = vector(0, 1, 0);
const Z = vector(0, 0, 1);
const BETWEEN_X_AND_Y = vector(1, 1, 0);

/**
 * What every vector store promises. `makeStore` gives a store over the same vectors each time, as another process would have
 * it; what a test left there the suite removes by `clear`.
 */
export function vectorStoreConformance(name: string, makeStore: () => VectorStoreShape): void {
  describe(`${name}, as every vector store,`, () => {
    let store: VectorStoreShape;

    beforeEach(async () => {
      store = another();
      await store.clear();
      await store.open(SPACE);
    });

    const another = (): VectorStoreShape => {
      const made = makeStore();
      onTestFinished(() => made.close());
      return made;
    };
    const found = async (search: Partial<Search> = {}, from = store): Promise<number[]> =>
      (await from.search({ vector: X, limit: 1000, ...search })).map(({ id }) => id);

    describe('when it is fresh', () => {
      test('holds nothing, finds nothing, and has nothing to remove', async () => {
        await store.remove('a');
        expect(await store.count()).toBe(0);
        expect(await store.count('a')).toBe(0);
        expect(await found()).toEqual([]);
      });

      test('counts and removes also before it is opened, but refuses to keep or to look for vectors', async () => {
        const unopened = another();
        expect(await unopened.count()).toBe(0);
        await unopened.remove('a');
        await expect(unopened.replace('a', [point(1, X)])).rejects.toMatchObject({ code: 'vector_store_failed' });
        await expect(found({}, unopened)).rejects.toMatchObject({ code: 'vector_store_failed' });
      });
    });

    describe('search', () => {
      test('finds the nearest first, with owner and cosine', async () => {
        await store.replace('a', [point(1, Y), point(2, vector(9, 9, 0))]);
        await store.replace('b', [point(3, vector(0.5, 0, 0)), point(4, vector(-2, 0, 0))]);
        const matches = await store.search({ vector: vector(3, 0, 0), limit: 10 });
        expect(matches.map(({ id, owner }) => [id, owner])).toEqual([
          [3, 'b'],
          [2, 'a'],
          [1, 'a'],
          [4, 'b'],
        ]);
        for (const [index, score] of [1, Math.SQRT1_2, 0, -1].entries()) {
          expect(matches[index]?.score).toBeCloseTo(score, 5);
        }
      });

      test('gives no more than was asked for, and of equals those with the lowest ids first', async () => {
        await store.replace('b', [point(12, X), point(3, X), point(7, X)]);
        await store.replace('a', [point(5, X), point(20, Y)]);
        expect(await found()).toEqual([3, 5, 7, 12, 20]);
        expect(await found({ limit: 4 })).toEqual([3, 5, 7, 12]);
      });

      test('keeps ids up to the largest whole number of JavaScript', async () => {
        await store.replace('a', [point(Number.MAX_SAFE_INTEGER, X)]);
        expect(await found()).toEqual([Number.MAX_SAFE_INTEGER]);
      });

      test('looks at the points of some owners only', async () => {
        await store.replace('a', [point(1, X)]);
        await store.replace('b', [point(2, X)]);
        await store.replace('c', [point(3, X)]);
        expect(await found({ owners: ['c', 'a', 'nobody'] })).toEqual([1, 3]);
        expect(await found({ owners: [] })).toEqual([]);
        expect(await found({ owners: ['nobody'] })).toEqual([]);
        expect(await found()).toEqual([1, 2, 3]);
      });

      test('looks at points that have all of the tags', async () => {
        await store.replace('a', [
          point(1, X, ['language:en', 'entity:1']),
          point(2, X, ['language:en', 'entity:2', 'entity:1']),
          point(3, X, ['language:de']),
          point(4, X),
        ]);
        await store.replace('b', [point(5, X, ['language:en'])]);
        expect(await found({ tags: ['language:en'] })).toEqual([1, 2, 5]);
        expect(await found({ tags: ['entity:1', 'entity:2'] })).toEqual([2]);
        expect(await found({ tags: ['language:en'], owners: ['b'] })).toEqual([5]);
        expect(await found({ tags: ['language'] })).toEqual([]);
        expect(await found({ tags: [] })).toEqual([1, 2, 3, 4, 5]);
      });

      test('takes owners and tags as they are, whatever is in them', async () => {
        const odd = `o'"\\ {},$1 %_ Grüße 你好`;
        await store.replace(odd, [point(1, X, [odd, 'NULL', ''])]);
        expect(await store.search({ vector: X, limit: 1, owners: [odd], tags: [odd] })).toMatchObject([{ owner: odd }]);
        expect(await found({ tags: ['NULL', ''] })).toEqual([1]);
        expect(await store.count(odd)).toBe(1);
        await store.remove(odd);
        expect(await store.count()).toBe(0);
      });

      test('finds what a filter leaves, however little of the whole it is', async () => {
        const near = Array.from({ length: 400 }, (_, index) => point(index + 1, vector(1, index / 1e4, 0)));
        await store.replace('many', near);
        await store.replace('few', [point(1001, Y, ['rare']), point(1002, Z, ['rare'])]);
        expect(await found({ tags: ['rare'], limit: 5 })).toEqual([1001, 1002]);
        expect(await found({ owners: ['few'], limit: 1 })).toEqual([1001]);
      });

      test('finds the same as comparing with everything does', async () => {
        const random = randomNumbers(7);
        const sets = Array.from({ length: 12 }, (_, set) =>
          Array.from({ length: 1 + Math.floor(random() * 40) }, (_, index) => {
            const tags = ['red', 'green', 'blue'].filter(() => random() < 0.5);
            return point(set * 100 + index + 1, vector(random() - 0.5, random() - 0.5, random() - 0.5), tags);
          }),
        );
        for (const [set, points] of sets.entries()) await store.replace(`owner-${set}`, points);
        for (let round = 0; round < 25; round += 1) {
          const search = {
            vector: vector(random() - 0.5, random() - 0.5, random() - 0.5),
            limit: 1 + Math.floor(random() * 30),
            tags: ['red', 'green', 'blue'].filter(() => random() < 0.3),
            ...(random() < 0.5 ? {} : { owners: sets.map((_, set) => `owner-${set}`).filter(() => random() < 0.4) }),
          };
          const expected = bruteForce(sets, search);
          const matches = await store.search(search);
          expect(matches.map(({ id, owner }) => `${owner}/${id}`)).toEqual(expected.map(({ key }) => key));
          for (const [index, { score }] of matches.entries()) expect(score).toBeCloseTo(expected[index]?.score ?? 9, 5);
        }
      });
    });

    describe('replace', () => {
      test('leaves nothing of what the owner had, and all of the others', async () => {
        await store.replace('a', [point(1, X), point(2, X, ['old'])]);
        await store.replace('b', [point(3, X)]);
        await store.replace('a', [point(4, X), point(5, Y)]);
        expect(await found()).toEqual([3, 4, 5]);
        expect(await found({ tags: ['old'] })).toEqual([]);
        expect(await store.count('a')).toBe(2);
        expect(await store.count()).toBe(3);
      });

      test('changes vector and tags of a point that keeps its id', async () => {
        await store.replace('a', [point(1, X, ['old']), point(2, Y)]);
        await store.replace('a', [point(1, Z, ['new']), point(2, Y)]);
        expect(await found({ vector: Z, limit: 1, tags: ['new'] })).toEqual([1]);
        expect(await found({ tags: ['old'] })).toEqual([]);
        expect(await store.count()).toBe(2);
      });

      test('by no points removes the owner’s', async () => {
        await store.replace('a', [point(1, X)]);
        await store.replace('a', []);
        expect(await store.count()).toBe(0);
        expect(await found()).toEqual([]);
      });

      test('takes the points of a very long episode at once', async () => {
        const points = Array.from({ length: 1500 }, (_, index) => point(index + 1, vector(1, index / 1500, 0)));
        await store.replace('long', points);
        expect(await store.count('long')).toBe(1500);
        expect(await found({ limit: 3 })).toEqual([1, 2, 3]);
        expect((await found({ limit: 1500 })).at(-1)).toBe(1500);
      });

      test('by two at the same time leaves all of one of them', async () => {
        await store.replace('a', [point(1, X)]);
        const other = another();
        await other.open(SPACE);
        for (let round = 0; round < 5; round += 1) {
          await Promise.all([
            store.replace('a', [point(10, X), point(11, Y)]),
            other.replace('a', [point(20, X), point(21, Y), point(22, Z)]),
          ]);
          const left = (await found()).join();
          expect(['10,11', '20,21,22']).toContain(left);
          expect(await store.count()).toBe(left.split(',').length);
        }
      });

      test('shows a search the old points or the new ones, never both and never neither', async () => {
        const sets = [
          [point(1, X), point(2, Y), point(3, Z)],
          [point(1, Y), point(4, Z)],
        ];
        await store.replace('a', sets[0] ?? []);
        const other = another();
        await other.open(SPACE);
        let replacing = true;
        const replaced = (async () => {
          for (let round = 1; round <= 12; round += 1) await other.replace('a', sets[round % 2] ?? []);
          replacing = false;
        })();
        const seen = new Set<string>();
        while (replacing) seen.add((await found()).toSorted((a, b) => a - b).join());
        await replaced;
        for (const ids of seen) expect(['1,2,3', '1,4']).toContain(ids);
      });

      test.each<[string, readonly Point[]]>([
        ['too few dimensions', [point(1, vector(1, 0))]],
        ['too many dimensions', [point(1, vector(1, 0, 0, 0))]],
        ['a vector of zeros', [point(1, vector(0, 0, 0))]],
        ['what is not a number', [point(1, vector(Number.NaN, 1, 0))]],
        ['an infinite number', [point(1, vector(Number.POSITIVE_INFINITY, 1, 0))]],
        ['the id 0', [point(0, X)]],
        ['an id that is not whole', [point(1.5, X)]],
        ['an id that JavaScript cannot tell from the next', [point(2 ** 53, X)]],
        ['two points of the same id', [point(1, X), point(1, Y)]],
      ])('refuses %s, and changes nothing', async (_what, points) => {
        await store.replace('a', [point(7, X)]);
        await expect(store.replace('a', points)).rejects.toMatchObject({ code: 'vector_store_failed' });
        expect(await found()).toEqual([7]);
      });
    });

    test('remove takes all points of the owner, and a second time nothing', async () => {
      await store.replace('a', [point(1, X), point(2, Y)]);
      await store.replace('b', [point(3, X)]);
      await store.remove('a');
      await store.remove('a');
      expect(await found()).toEqual([3]);
      expect(await store.count('a')).toBe(0);
      expect(await store.count()).toBe(1);
      await store.replace('a', [point(1, X)]);
      expect(await found()).toEqual([1, 3]);
    });

    test('what one process changes all others see at once', async () => {
      const other = another();
      await other.open(SPACE);
      await store.replace('a', [point(1, X)]);
      expect(await found({}, other)).toEqual([1]);
      await store.replace('a', [point(2, X)]);
      expect(await found({}, other)).toEqual([2]);
      await store.remove('a');
      expect(await found({}, other)).toEqual([]);
      await store.clear();
      await store.replace('b', [point(3, BETWEEN_X_AND_Y)]);
      expect(await found({}, other)).toEqual([3]);
    });

    describe('its space', () => {
      const ANOTHER_MODEL = { ...SPACE, model: 'two' };
      const OTHER_DIMENSIONS = { ...SPACE, dimensions: 4 };

      test.each([ANOTHER_MODEL, OTHER_DIMENSIONS])(
        'is that of its vectors: it refuses %o, and says what to do',
        async (space) => {
          await store.replace('a', [point(1, X)]);
          await expect(another().open(space)).rejects.toMatchObject({
            code: 'vector_space_mismatch',
            message: expect.stringContaining(`${space.model} (${space.dimensions} dimensions)`),
            hint: expect.stringContaining('Do the remedy.'),
            details: {
              heldModel: 'one',
              heldDimensions: 3,
              wantedModel: space.model,
              wantedDimensions: space.dimensions,
            },
          });
          expect(await found()).toEqual([1]);
        },
      );

      test('is open until the first vectors come; whoever opened it for another one is refused then', async () => {
        const other = another();
        await other.open(OTHER_DIMENSIONS);
        const four = point(2, vector(1, 0, 0, 0));
        const both = await Promise.allSettled([store.replace('a', [point(1, X)]), other.replace('b', [four])]);
        const refused = both.filter(({ status }) => status === 'rejected');
        expect(refused).toMatchObject([{ reason: { code: 'vector_space_mismatch' } }]);
        expect(await store.count()).toBe(1);
        const late = both[0]?.status === 'rejected' ? store : other;
        await expect(late.search({ vector: late === store ? X : four.vector, limit: 1 })).rejects.toMatchObject({
          code: 'vector_space_mismatch',
        });
      });

      test('is forgotten when everything is removed, and not before', async () => {
        await store.replace('a', [point(1, X)]);
        await store.remove('a');
        await expect(another().open(OTHER_DIMENSIONS)).rejects.toMatchObject({ code: 'vector_space_mismatch' });
        await store.clear();
        await store.clear();
        const other = another();
        await other.open(OTHER_DIMENSIONS);
        await other.replace('b', [point(2, vector(0, 0, 0, 1))]);
        expect(await other.count()).toBe(1);
        await expect(store.replace('a', [point(1, X)])).rejects.toMatchObject({ code: 'vector_space_mismatch' });
      });
    });

    test.each<[string, Partial<Search>]>([
      ['a vector of other dimensions', { vector: vector(1, 0) }],
      ['a vector without a direction', { vector: vector(0, 0, 0) }],
      ['a limit of 0', { limit: 0 }],
      ['a limit that is not whole', { limit: 1.5 }],
    ])('search refuses %s', async (_what, search) => {
      await expect(found(search)).rejects.toMatchObject({ code: 'vector_store_failed' });
    });

    test('a signal that has aborted ends every call with its reason, and nothing is changed', async () => {
      await store.replace('a', [point(1, X)]);
      const reason = new Error('enough');
      const signal = AbortSignal.abort(reason);
      await expect(store.replace('a', [point(2, X)], { signal })).rejects.toBe(reason);
      await expect(store.remove('a', { signal })).rejects.toBe(reason);
      await expect(found({ signal })).rejects.toBe(reason);
      expect(await found()).toEqual([1]);
    });
  });
}

function vector(...values: readonly number[]): Float32Array {
  return Float32Array.from(values);
}

function point(id: number, at: Float32Array, tags: readonly string[] = []): Point {
  return { id, vector: at, tags };
}

function bruteForce(
  sets: readonly (readonly Point[])[],
  { vector: wanted, limit, owners, tags = [] }: Search,
): readonly { readonly key: string; readonly score: number }[] {
  return sets
    .flatMap((points, set) => points.map((each) => ({ each, owner: `owner-${set}` })))
    .filter(({ each, owner }) => tags.every((tag) => each.tags.includes(tag)) && (owners?.includes(owner) ?? true))
    .map(({ each, owner }) => ({ key: `${owner}/${each.id}`, score: cosine(each.vector, wanted) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, limit);
}

function cosine(a: Float32Array, b: Float32Array): number {
  const product = a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
  return product / (Math.hypot(...a) * Math.hypot(...b));
}

/** The same numbers from 0 to 1 each time (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
