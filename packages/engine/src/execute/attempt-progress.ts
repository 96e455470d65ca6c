import type { Counts, ItemRef } from '@telltale/core';
import type { Progress } from '@telltale/ledger';
import type { StepProgress } from '../pipeline/step.ts';

/** An item in work. */
export interface WorkingItem {
  readonly key: string;
  readonly label: string | undefined;
  readonly startedMs: number;
  attempt: number;
  /** Whether the trace has its start. */
  announced: boolean;
}

/** A list whose items wait. */
export interface WaitingItems {
  /** The next ones, so many at most. */
  upNext(limit: number): readonly ItemRef[];
}

/** How many items `current` and `up next` name. */
const LISTED = 5;

/** How far one attempt of a step is: what its lists add up to, or what its body says. */
export class AttemptProgress {
  readonly #step: string;
  readonly #working = new Set<WorkingItem>();
  readonly #lists: WaitingItems[] = [];
  #unit: string | undefined;
  #estimated: boolean | undefined;
  #said: string | undefined;
  total: number | null = null;
  done = 0;
  failed = 0;
  skipped = 0;

  constructor(step: string) {
    this.#step = step;
  }

  get working(): Iterable<WorkingItem> {
    return this.#working;
  }

  /** A list is known. The lists of one attempt add up. */
  addList(list: WaitingItems, total: number | null, unit: string): void {
    const before = this.#lists.length === 0 ? 0 : this.total;
    this.total = before === null || total === null ? null : before + total;
    this.#unit = unit;
    this.#estimated = undefined;
    this.#lists.push(list);
  }

  begin(item: WorkingItem): void {
    this.#working.add(item);
  }

  end(item: WorkingItem): void {
    this.#working.delete(item);
  }

  /** What a body without a list says. Where there is a list, only what it is at. */
  say({ done, total = null, estimated, unit, current }: StepProgress): void {
    this.#said = current;
    if (this.#lists.length > 0) return;
    this.done = Math.max(0, Math.trunc(done));
    this.total = total === null ? null : Math.max(0, Math.trunc(total));
    this.#estimated = estimated;
    this.#unit = unit;
  }

  /** Whether anything was counted at all. */
  get counted(): boolean {
    return this.#lists.length > 0 || this.total !== null || this.done > 0;
  }

  get unit(): string | null {
    return this.#unit ?? null;
  }

  counts(): Counts {
    const { total, done, failed, skipped } = this;
    return this.#estimated === undefined
      ? { total, done, failed, skipped }
      : { total, done, failed, skipped, estimated: this.#estimated };
  }

  /** A function, because it is worth making once a flush and not once an item. */
  readonly snapshot = (): Progress => ({
    step: this.#step,
    total: this.total,
    done: this.done,
    failed: this.failed,
    skipped: this.skipped,
    ...(this.#estimated === undefined ? {} : { estimated: this.#estimated }),
    ...(this.#unit === undefined ? {} : { unit: this.#unit }),
    current: this.#current(),
    upNext: this.#upNext(),
  });

  #current(): readonly ItemRef[] {
    const current: ItemRef[] = this.#said === undefined ? [] : [{ key: this.#said }];
    for (const { key, label } of this.#working) {
      if (current.length === LISTED) break;
      current.push(label === undefined ? { key } : { key, label });
    }
    return current;
  }

  #upNext(): readonly ItemRef[] {
    const next: ItemRef[] = [];
    for (const list of this.#lists) next.push(...list.upNext(LISTED - next.length));
    return next;
  }
}
