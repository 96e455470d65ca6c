/** A passage with its place in each list, from 1. */
export interface Fused {
  readonly id: number;
  readonly score: number;
  readonly ranks: { readonly words: number | null; readonly meaning: number | null };
}

/**
 * How much the first places count before the later ones. 60 is what Cormack, Clarke and Büttcher found to do well everywhere:
 * "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods", SIGIR 2009.
 */
const K = 60;

/**
 * Puts two lists of ids, each the best first, together: the score of an id is the sum of 1 / (60 + place) over the lists that
 * it is in. Scores of lists that measure different things cannot be added; places can. Of equals the lowest id comes first.
 */
export function fuse(lists: {
  readonly words: readonly number[];
  readonly meaning: readonly number[];
}): readonly Fused[] {
  const places = { words: placesOf(lists.words), meaning: placesOf(lists.meaning) };
  const ids = new Set([...lists.words, ...lists.meaning]);
  return [...ids]
    .map((id) => {
      const ranks = { words: places.words.get(id) ?? null, meaning: places.meaning.get(id) ?? null };
      return { id, ranks, score: share(ranks.words) + share(ranks.meaning) };
    })
    .toSorted((a, b) => b.score - a.score || a.id - b.id);
}

function placesOf(ids: readonly number[]): ReadonlyMap<number, number> {
  return new Map(ids.map((id, index) => [id, index + 1]));
}

function share(place: number | null): number {
  return place === null ? 0 : 1 / (K + place);
}
