import { wordsOf } from '../text/words-of.ts';

const FEWEST = 4;
const MOST = 6;
/** One sentence for so many, between the fewest and the most. */
const SENTENCES_FOR_ONE = 30;
/** Shorter ones say nothing by themselves, longer ones are no summary; in words. */
const GOOD_LENGTH = { min: 6, max: 60 };
/** How much more the first sentence counts than the last: shows say at their beginning what they are about. */
const OPENING_BONUS = 0.25;
/** What is worth how much: being about the whole, or being about something else than what is chosen already. */
const RELEVANCE = 0.7;

interface Candidate {
  readonly place: number;
  readonly terms: ReadonlyMap<string, number>;
  readonly score: number;
}

/**
 * The 4 to 6 sentences that say most of a text, in their order; fewer if it has no more.
 *
 * Each sentence is scored by how near it is to the centre of all (cosine of TF-IDF, after Radev et al., Centroid-based
 * summarization of multiple documents, 2004), a little higher near the beginning; they are then chosen one by one by maximal
 * marginal relevance (Carbonell and Goldstein, 1998), so that none repeats another. It knows nothing of any language: words
 * that are everywhere weigh nothing.
 */
export function extractiveSummary(sentences: readonly string[]): readonly string[] {
  const count = Math.min(MOST, Math.max(FEWEST, Math.round(sentences.length / SENTENCES_FOR_ONE)));
  if (sentences.length <= count) return sentences;
  const waiting = new Set(candidatesOf(sentences, count));
  const chosen: Candidate[] = [];
  while (chosen.length < count && waiting.size > 0) {
    let best: { readonly candidate: Candidate; readonly worth: number } | null = null;
    for (const candidate of waiting) {
      const repeats = Math.max(0, ...chosen.map(({ terms }) => cosine(terms, candidate.terms)));
      const worth = RELEVANCE * candidate.score - (1 - RELEVANCE) * repeats;
      if (best === null || worth > best.worth) best = { candidate, worth };
    }
    if (best === null) break;
    waiting.delete(best.candidate);
    chosen.push(best.candidate);
  }
  return chosen.toSorted((left, right) => left.place - right.place).map(({ place }) => sentences[place] ?? '');
}

/** Those of a good length; all of them if there are too few of those. */
function candidatesOf(sentences: readonly string[], count: number): readonly Candidate[] {
  const words = sentences.map((sentence) => wordsOf(sentence.toLowerCase()));
  const vectors = weighted(words);
  const centre = new Map<string, number>();
  for (const terms of vectors) for (const [term, weight] of terms) centre.set(term, (centre.get(term) ?? 0) + weight);
  const all = vectors.map((terms, place) => ({
    place,
    terms,
    score: cosine(terms, centre) * (1 + OPENING_BONUS * (1 - place / sentences.length)),
  }));
  const good = all.filter(({ place }) => {
    const length = words[place]?.length ?? 0;
    return length >= GOOD_LENGTH.min && length <= GOOD_LENGTH.max;
  });
  return good.length < count ? all : good;
}

/** For each sentence the weight of its terms, TF-IDF with sentences as documents. */
function weighted(sentences: readonly (readonly string[])[]): readonly ReadonlyMap<string, number>[] {
  const spread = new Map<string, number>();
  for (const words of sentences) for (const word of new Set(words)) spread.set(word, (spread.get(word) ?? 0) + 1);
  return sentences.map((words) => {
    const terms = new Map<string, number>();
    for (const word of words) {
      const rarity = Math.log(sentences.length / (spread.get(word) ?? 1));
      terms.set(word, (terms.get(word) ?? 0) + rarity);
    }
    return terms;
  });
}

function cosine(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): number {
  const [small, large] = left.size < right.size ? [left, right] : [right, left];
  let product = 0;
  for (const [term, weight] of small) product += weight * (large.get(term) ?? 0);
  const length = lengthOf(left) * lengthOf(right);
  return length === 0 ? 0 : product / length;
}

function lengthOf(terms: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const weight of terms.values()) sum += weight * weight;
  return Math.sqrt(sum);
}
