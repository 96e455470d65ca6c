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

/** How far one attempt of a step is: what its lists add up to, or what its body says where there is no list. */
export class AttemptProgress {
  readonly #step: string;
  readonly #working = new Set<WorkingItem>();
  readonly #lists: WaitingItems[] = [];
  #unit: string | undefined;
  #total: number | null = 0;
  #said: StepProgress | null = null;
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
    this.#total = this.#total === null || total === null ? null : this.#total + total;
    this.#unit = unit;
    this.#lists.push(list);
  }

  begin(item: WorkingItem): void {
    this.#working.add(item);
  }

  end(item: WorkingItem): void {
    this.#working.delete(item);
  }

  /** What the body says. Once there is a list, only what it is at. */
  say(progress: StepProgress): void {
    this.#said = progress;
  }

  /** Whether anything was counted at all. */
  get counted(): boolean {
    if (this.#lists.length > 0) return true;
    const { total, done } = this.counts();
    return total !== null || done > 0;
  }

  get unit(): string | null {
    return (this.#lists.length > 0 ? this.#unit : this.#said?.unit) ?? null;
  }

  counts(): Counts & { estimated?: boolean } {
    const { failed, skipped } = this;
    if (this.#lists.length > 0) return { total: this.#total, done: this.done, failed, skipped };
    const { done = 0, total = null, estimated } = this.#said ?? {};
    const counts = { total: total === null ? null : count(total), done: count(done) ?? 0, failed, skipped };
    return estimated === undefined ? counts : { ...counts, estimated };
  }

  /** A function, because it is worth making once a flush and not once an item. */
  readonly snapshot = (): Progress => ({
    step: this.#step,
    ...this.counts(),
    ...(this.unit === null ? {} : { unit: this.unit }),
    current: this.#current(),
    upNext: this.#upNext(),
  });

  #current(): readonly ItemRef[] {
    const said = this.#said?.current;
    const current: ItemRef[] = said === undefined ? [] : [{ key: said }];
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

/** A whole number, or nothing that could be told. */
function count(value: number): number | null {
  return Number.isFinite(value) ? Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, Math.trunc(value))) : null;
}
