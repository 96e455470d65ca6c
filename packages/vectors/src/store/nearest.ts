import type { Match } from './vector-store.ts';

/** Keeps the best `limit` of any number of matches: the nearest, and of equals those with the lowest ids. */
export class Nearest {
  readonly #limit: number;
  /** A heap: each match is no better than the two below it, so the worst is at the top. */
  readonly #heap: Match[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** What a match has to reach to be kept: a cheap test for most that are not. */
  get threshold(): number {
    return this.#heap.length < this.#limit ? Number.NEGATIVE_INFINITY : (this.#heap[0]?.score ?? 0);
  }

  add(match: Match): void {
    if (this.#heap.length < this.#limit) {
      this.#heap.push(match);
      this.#rise(this.#heap.length - 1);
    } else if (isWorse(this.#heap[0], match)) {
      this.#heap[0] = match;
      this.#sink(0);
    }
  }

  /** The best first. */
  matches(): readonly Match[] {
    return this.#heap.toSorted((a, b) => (isWorse(a, b) ? 1 : -1));
  }

  #rise(start: number): void {
    let at = start;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isWorse(this.#heap[at], this.#heap[parent])) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(start: number): void {
    let at = start;
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let worst = at;
      if (isWorse(this.#heap[left], this.#heap[worst])) worst = left;
      if (isWorse(this.#heap[right], this.#heap[worst])) worst = right;
      if (worst === at) return;
      this.#swap(at, worst);
      at = worst;
    }
  }

  #swap(a: number, b: number): void {
    const [first, second] = [this.#heap[a], this.#heap[b]];
    if (first === undefined || second === undefined) return;
    this.#heap[a] = second;
    this.#heap[b] = first;
  }
}

/** Whether `a` is there and comes after `b`. */
function isWorse(a: Match | undefined, b: Match | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a.score === b.score ? a.id > b.id : a.score < b.score;
}
