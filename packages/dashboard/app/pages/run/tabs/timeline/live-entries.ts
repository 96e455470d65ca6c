import type { ActionView, Timeline, TimelineEntry } from '@telltale/core';

/**
 * The end of a run's timeline, as far back as it was seen. A view holds the newest lines only; this keeps those that a reader
 * has seen go by.
 */
export class LiveEntries {
  /** Oldest first. `null`: an action that stands at an earlier place. */
  #entries: (TimelineEntry | null)[] = [];
  /** Where the first of them stands in the whole timeline. */
  #start: number | null = null;
  #last: readonly TimelineEntry[] | null = null;
  readonly #places = new Map<string, number>();
  #copy: readonly (TimelineEntry | null)[] | null = null;

  /** Oldest first, the same array until something changes. */
  get entries(): readonly (TimelineEntry | null)[] {
    this.#copy ??= this.#entries.slice();
    return this.#copy;
  }

  /** Where the last of them stands in the whole timeline; it only grows. */
  get end(): number {
    return (this.#start ?? 0) + this.#entries.length;
  }

  has(actionId: string): boolean {
    return this.#places.has(actionId);
  }

  /**
   * Takes what is new, and gives the actions that are. `gap`: what came between is not known, and what was known is
   * forgotten; `null`: nothing is new.
   */
  absorb({ entries, dropped }: Timeline): { readonly gap: boolean; readonly changed: readonly ActionView[] } | null {
    if (entries === this.#last) return null;
    this.#last = entries;
    const gap = this.#start !== null && (dropped > this.end || dropped < this.#start);
    if (gap) this.clear();
    this.#start ??= dropped;
    this.#last = entries;
    const changed: ActionView[] = [];
    for (const [offset, entry] of entries.entries()) {
      const index = dropped + offset - this.#start;
      if (this.#entries[index] === entry) continue;
      this.#put(index, entry);
      if (entry.kind === 'action') changed.push(entry.action);
    }
    this.#copy = null;
    return { gap, changed };
  }

  /** Forgets all but the newest so many, which are at least those of a view. */
  keep(many: number): void {
    const excess = this.#entries.length - many;
    if (excess <= 0) return;
    this.#entries = this.#entries.slice(excess);
    this.#start = (this.#start ?? 0) + excess;
    for (const [actionId, place] of this.#places) {
      if (place < excess) this.#places.delete(actionId);
      else this.#places.set(actionId, place - excess);
    }
    this.#copy = null;
  }

  clear(): void {
    this.#entries = [];
    this.#start = null;
    this.#last = null;
    this.#copy = null;
    this.#places.clear();
  }

  /** An action that outlasted the lines of the view comes at the end of them: it stays where it began. */
  #put(index: number, entry: TimelineEntry): void {
    if (entry.kind === 'action') {
      const place = this.#places.get(entry.action.actionId);
      if (place !== undefined && place !== index) {
        this.#entries[place] = entry;
        this.#entries[index] = null;
        return;
      }
      this.#places.set(entry.action.actionId, index);
    }
    this.#entries[index] = entry;
  }
}
