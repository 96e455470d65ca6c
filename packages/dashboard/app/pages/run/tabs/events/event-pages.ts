import type { TraceEvent } from '@telltale/core';

/** The events of one page, by their place in it; those that are not known are missing. */
interface Page {
  readonly events: (TraceEvent | undefined)[];
  known: number;
}

/**
 * The events of a run that a reader has looked at lately, in pages of fixed seqs: any of them is found at once, and those
 * that were not looked at for long are forgotten.
 */
export class EventPages {
  readonly pageSize: number;
  readonly #maxPages: number;
  /** The one that was looked at last stands at the end. */
  readonly #pages = new Map<number, Page>();

  constructor({ pageSize, maxPages }: { readonly pageSize: number; readonly maxPages: number }) {
    this.pageSize = pageSize;
    this.#maxPages = maxPages;
  }

  get(seq: number): TraceEvent | undefined {
    return this.#pages.get(this.#pageOf(seq))?.events[this.#placeOf(seq)];
  }

  put(events: readonly TraceEvent[]): void {
    for (const event of events) {
      const page = this.#touch(this.#pageOf(event.seq));
      const place = this.#placeOf(event.seq);
      if (page.events[place] === undefined) page.known += 1;
      page.events[place] = event;
    }
    for (const number of this.#pages.keys()) {
      if (this.#pages.size <= this.#maxPages) return;
      this.#pages.delete(number);
    }
  }

  /** The first page with an event from `firstSeq` to `lastSeq` that is not known; `null` if all are. Looking keeps them. */
  missing(firstSeq: number, lastSeq: number): number | null {
    let missing: number | null = null;
    for (let number = this.#pageOf(firstSeq); number <= this.#pageOf(lastSeq); number += 1) {
      if (this.#pages.has(number)) this.#touch(number);
      if (missing === null && !this.#hasAll(number, firstSeq, lastSeq)) missing = number;
    }
    return missing;
  }

  /** The seq before the first one of a page. */
  before(page: number): number {
    return page * this.pageSize;
  }

  clear(): void {
    this.#pages.clear();
  }

  #hasAll(number: number, firstSeq: number, lastSeq: number): boolean {
    const page = this.#pages.get(number);
    if (page === undefined) return false;
    if (page.known === this.pageSize) return true;
    const from = Math.max(firstSeq, this.before(number) + 1);
    const to = Math.min(lastSeq, this.before(number + 1));
    for (let seq = from; seq <= to; seq += 1) if (page.events[this.#placeOf(seq)] === undefined) return false;
    return true;
  }

  #touch(number: number): Page {
    const page = this.#pages.get(number) ?? { events: [], known: 0 };
    this.#pages.delete(number);
    this.#pages.set(number, page);
    return page;
  }

  #pageOf(seq: number): number {
    return Math.floor((seq - 1) / this.pageSize);
  }

  #placeOf(seq: number): number {
    return (seq - 1) % this.pageSize;
  }
}
