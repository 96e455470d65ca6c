import { type ItemOutcome, type ItemRef, toFailure } from '@telltale/core';
import { ItemKeyError } from '../errors/step-errors.ts';
import { checkItemOptions } from '../pipeline/check-options.ts';
import { backoffMs, isWorthRetrying } from '../pipeline/retry-options.ts';
import { Skipped } from '../pipeline/skipped.ts';
import type { ItemContext, ItemCounts, ItemOptions, ItemResult } from '../pipeline/step.ts';
import type { WaitingItems, WorkingItem } from './attempt-progress.ts';
import { ItemFailure } from './item-failure.ts';
import { checkPlainData } from './plain-data.ts';
import { type End, runBounded } from './run-bounded.ts';
import { scopes } from './scope.ts';
import type { StepAttempt } from './step-attempt.ts';
import { LetGo } from './stop.ts';
import { whileAway } from './while-away.ts';

export type Work<T, R> = (item: T, context: ItemContext) => R | Promise<R>;

interface Entry<T> {
  readonly item: T;
  readonly index: number;
  readonly key: string;
}

const MAX_KEY_CHARACTERS = 500;

/**
 * One list of one attempt.
 *
 * `concurrency` lanes take entries in order. An entry whose end the ledger has is not run again; its result is read at
 * the end, if results are wanted. A lane stops at the next boundary once a stop is asked for, an item failed for good
 * (`fail`), or another lane met something fatal; what is in work then finishes first.
 */
export class ItemList<T, R> implements WaitingItems {
  readonly #attempt: StepAttempt;
  readonly #options: ItemOptions<T>;
  readonly #work: Work<T, R>;
  readonly #skipsFailures: boolean;
  readonly #collects: boolean;
  readonly #kept: ReadonlyMap<string, ItemOutcome>;
  readonly #results: unknown[] = [];
  /** Entries whose results an earlier attempt has, by key. */
  readonly #owed = new Map<string, number>();
  readonly #counts = { total: 0, done: 0, failed: 0, skipped: 0 };
  #waiting: readonly Entry<T>[] = [];
  #cursor = 0;
  /** Those that a lane had to let go of. */
  readonly #unfinished: Entry<T>[] = [];
  #fatal: { readonly error: unknown } | null = null;
  #exhausted = false;
  /** Lets go of a stream that was not taken to its end: of the file or the cursor behind it. */
  #closeStream: () => unknown = () => undefined;

  constructor(attempt: StepAttempt, kept: ReadonlyMap<string, ItemOutcome>, options: ItemOptions<T>, work: Work<T, R>) {
    checkItemOptions(options);
    this.#attempt = attempt;
    this.#kept = kept;
    this.#options = options;
    this.#work = work;
    this.#skipsFailures = options.onItemError === 'skip';
    this.#collects = options.collect !== false;
  }

  async run(list: Iterable<T> | AsyncIterable<T>): Promise<ItemResult<R>[] | ItemCounts> {
    const next = Array.isArray(list) ? this.#planArray(list) : this.#planStream(list);
    const lanes = Array.from({ length: this.#options.concurrency ?? 1 }, () => this.#lane(next));
    await Promise.all(lanes);
    if (!this.#exhausted) await this.#close();
    if (this.#fatal !== null) throw this.#fatal.error;
    if (!this.#exhausted) this.#attempt.boundary();
    if (!this.#collects) return { ...this.#counts };
    await this.#payOwed();
    return this.#results as ItemResult<R>[];
  }

  upNext(limit: number): readonly ItemRef[] {
    const waiting = this.#waiting.slice(this.#cursor, this.#cursor + limit);
    return [...this.#unfinished, ...waiting].slice(0, limit).map((entry) => this.#referTo(entry));
  }

  /** A label that cannot be made fails the step when it is the item's turn, and not while somebody looks ahead. */
  #referTo({ item, index, key }: Entry<T>): ItemRef {
    try {
      const label = this.#options.label?.(item, index);
      return label === undefined ? { key } : { key, label };
    } catch {
      return { key };
    }
  }

  /** All keys are checked before anything runs. */
  #planArray(list: readonly T[]): () => Entry<T> | null {
    const waiting: Entry<T>[] = [];
    for (const [index, item] of list.entries()) {
      const entry = { item, index, key: this.#claimKey(item, index) };
      if (!this.#isKept(entry)) waiting.push(entry);
    }
    this.#waiting = waiting;
    this.#plan(list.length);
    return () => {
      const entry = waiting[this.#cursor];
      if (entry === undefined) return null;
      this.#cursor += 1;
      return entry;
    };
  }

  #planStream(list: Iterable<T> | AsyncIterable<T>): () => Promise<Entry<T> | null> {
    const iterator = Symbol.asyncIterator in list ? list[Symbol.asyncIterator]() : list[Symbol.iterator]();
    this.#plan(this.#options.total ?? null);
    this.#closeStream = () => iterator.return?.();
    let index = 0;
    // One at a time: not every iterator takes a second `next` before the first has answered.
    let turn: Promise<unknown> = Promise.resolve();
    const pull = async (): Promise<Entry<T> | null> => {
      for (;;) {
        const { done, value } = await iterator.next();
        if (done) return null;
        const entry = { item: value, index, key: this.#claimKey(value, index) };
        index += 1;
        if (!this.#isKept(entry)) return entry;
        this.#attempt.progressChanged();
      }
    };
    return () => {
      const entry = turn.then(pull);
      turn = entry.catch(() => undefined);
      return entry;
    };
  }

  /** What goes wrong in it matters less than what the stream was left for. */
  async #close(): Promise<void> {
    try {
      await this.#closeStream();
    } catch {}
  }

  #plan(total: number | null): void {
    const unit = this.#options.unit ?? 'items';
    this.#attempt.planned(this, total, unit, this.#counts);
  }

  #claimKey(item: T, index: number): string {
    const key: unknown = this.#options.key(item, index);
    const { name } = this.#attempt;
    if (typeof key !== 'string' || key === '' || key.length > MAX_KEY_CHARACTERS || key.includes('\0')) {
      const what = typeof key === 'string' ? JSON.stringify(key.slice(0, 80)) : String(key);
      throw new ItemKeyError(
        name,
        index,
        'item_key_invalid',
        `has the key ${what}: a key is a text of 1 to ${MAX_KEY_CHARACTERS} characters`,
      );
    }
    if (!this.#attempt.claimKey(key)) {
      throw new ItemKeyError(
        name,
        index,
        'item_key_repeated',
        `has the key ${JSON.stringify(key.slice(0, 80))}, which another one has already`,
      );
    }
    return key;
  }

  /** Whether an earlier attempt has ended this item. A failure counts only where failures are skipped: else it is tried again. */
  #isKept({ key, index }: Entry<T>): boolean {
    const outcome = this.#kept.get(key);
    this.#counts.total += 1;
    if (outcome === undefined || (outcome === 'failed' && !this.#skipsFailures)) return false;
    this.#count(outcome);
    if (this.#collects) {
      this.#results[index] = undefined;
      if (outcome === 'succeeded') this.#owed.set(key, index);
    }
    return true;
  }

  #count(outcome: ItemOutcome): void {
    const counter = outcome === 'succeeded' ? 'done' : outcome;
    this.#counts[counter] += 1;
    this.#attempt.progressed[counter] += 1;
  }

  async #lane(next: () => Entry<T> | null | Promise<Entry<T> | null>): Promise<void> {
    try {
      while (this.#fatal === null && !this.#attempt.mustStop) {
        const entry = await next();
        if (entry === null) {
          this.#exhausted = true;
          return;
        }
        await this.#runEntry(entry);
      }
    } catch (error) {
      this.#fatal ??= { error };
    }
  }

  async #runEntry(entry: Entry<T>): Promise<void> {
    const { item, index, key } = entry;
    const label = this.#options.label?.(item, index);
    const working: WorkingItem = { key, label, startedMs: Date.now(), attempt: 1, announced: false };
    this.#attempt.itemBegan(working);
    try {
      for (; ; working.attempt += 1) {
        const end = await this.#try(entry, working.attempt);
        if (end.kind === 'returned') return await this.#succeed(entry, working, end.value);
        const error = this.#errorOf(end);
        if (!isWorthRetrying(working.attempt, error, this.#options.retries))
          return await this.#fail(entry, working, error);
        await this.#rest(entry, working.attempt, error);
      }
    } catch (error) {
      // It had to let go of the item, which is then among the first to come.
      this.#unfinished.push(entry);
      throw error;
    } finally {
      this.#attempt.itemLeft(working);
    }
  }

  async #try({ item, index, key }: Entry<T>, attempt: number): Promise<End<R>> {
    const { timeoutMs } = this.#options;
    const call = async (signal: AbortSignal) =>
      await scopes.run({ attempt: this.#attempt, item: key, actionId: null, signal }, this.#work, item, {
        key,
        index,
        attempt,
        signal,
        skip: (reason) => new Skipped(reason),
      });
    if (timeoutMs !== undefined) {
      return await runBounded(call, {
        what: `Item ${JSON.stringify(key)}`,
        signal: this.#attempt.signal,
        timeoutMs,
        letGoMs: this.#attempt.letGoMs,
      });
    }
    try {
      const value = await call(this.#attempt.signal);
      // What came back after the abort may be half of something.
      if (this.#attempt.signal.aborted) return { kind: 'aborted', ignored: false };
      return { kind: 'returned', value };
    } catch (error) {
      return this.#attempt.signal.aborted ? { kind: 'aborted', ignored: false } : { kind: 'threw', error };
    }
  }

  /** Throws what is no failure of the item: it has to let go, or a person is asked. */
  #errorOf(end: Exclude<End<R>, { kind: 'returned' }>): unknown {
    if (end.kind === 'aborted') throw this.#attempt.signal.reason;
    if (end.error instanceof LetGo) throw end.error;
    return end.error;
  }

  async #rest({ key }: Entry<T>, attempt: number, error: unknown): Promise<void> {
    const delayMs = backoffMs(attempt, this.#options.retries);
    await this.#attempt.event({
      type: 'item.retrying',
      step: this.#attempt.name,
      item: key,
      data: { attempt: attempt + 1, delayMs, error: toFailure(error) },
    });
    await this.#attempt.rest(delayMs);
  }

  async #succeed(entry: Entry<T>, working: WorkingItem, value: R): Promise<void> {
    if (value instanceof Skipped) return await this.#end(entry, working, 'skipped', { reason: value.reason });
    try {
      checkPlainData(`item ${JSON.stringify(entry.key)}`, value, 'json', this.#attempt.maxItemResultBytes);
    } catch (error) {
      return await this.#fail(entry, working, error);
    }
    await this.#end(entry, working, 'succeeded', {}, value);
    if (this.#collects) this.#results[entry.index] = value;
  }

  async #fail(entry: Entry<T>, working: WorkingItem, error: unknown): Promise<void> {
    await this.#end(entry, working, 'failed', { error: toFailure(error) });
    if (!this.#skipsFailures) this.#fatal ??= { error: new ItemFailure(entry.key, working.label, error) };
  }

  async #end({ index }: Entry<T>, working: WorkingItem, outcome: ItemOutcome, data: object, result?: R): Promise<void> {
    if (this.#collects && outcome !== 'succeeded') this.#results[index] = undefined;
    this.#count(outcome);
    const durationMs = Date.now() - working.startedMs;
    await this.#attempt.finishItem(working, outcome, { ...data, durationMs }, result);
  }

  /** The results that an earlier attempt left, in one pass over the step's items. */
  async #payOwed(): Promise<void> {
    if (this.#owed.size === 0) return;
    await whileAway(async () => {
      for await (const { key, result } of this.#attempt.earlier.results()) {
        const index = this.#owed.get(key);
        if (index !== undefined) this.#results[index] = result;
      }
    });
  }
}
