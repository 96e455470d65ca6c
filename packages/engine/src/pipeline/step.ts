import type { AgentEventType, AttemptedSource, EventData, Tokens } from '@telltale/core';
import type { EarlierAction } from '@telltale/ledger';
import type { Artifact, NewArtifact } from '../artifacts/artifact.ts';
import type { RetryOptions } from './retry-options.ts';
import type { Skipped } from './skipped.ts';

/** What a step can be told before its body. */
export interface StepOptions {
  /** Longest time of one attempt, in ms: then `signal` aborts, and the step fails with a timeout. Default: none. */
  readonly timeoutMs?: number;
  /** Default: none, the first failure is the step's. */
  readonly retries?: RetryOptions;
  /** The silence, in ms, after which the step counts as stuck. Default: 15 min. */
  readonly stuckAfterMs?: number;
  /** How long a body may take to let go once `signal` has aborted, in ms, before it is left behind. Default: 10,000. */
  readonly letGoMs?: number;
  /** A reason not to run the step, or `false`. Asked once, before the first attempt; `step` then gives `undefined`. */
  readonly skipIf?: () => string | false | Promise<string | false>;
}

/** What an item of a list can be told. */
export interface ItemOptions<T> {
  /** What tells the item from all others of the step, 1–500 characters. It is its name in the ledger, so it must not change between runs. */
  readonly key: (item: T, index: number) => string;
  /** What people call it. Default: its key. */
  readonly label?: (item: T, index: number) => string;
  /** Items in work at a time. Default: 1. */
  readonly concurrency?: number;
  /** What is counted, in the plural. Default: `items`. */
  readonly unit?: string;
  /** How many there are, for an iterable that cannot say. Default: the list's length, else unknown. */
  readonly total?: number;
  /** Longest time of one try of one item, in ms. Default: none. */
  readonly timeoutMs?: number;
  readonly retries?: RetryOptions;
  /**
   * What an item's last failure does. `fail`: no further item begins, those in work finish, and the step fails with it.
   * `skip`: it is counted and listed as failed, and the others go on; its result is `undefined`. Default: `fail`.
   */
  readonly onItemError?: 'fail' | 'skip';
  /** Whether to give back all results. With `false` only the keys are held, some 70 bytes each. Default: true. */
  readonly collect?: boolean;
}

/** What an item's function gets beside the item. */
export interface ItemContext {
  readonly key: string;
  /** Its place in the list, from 0. */
  readonly index: number;
  /** Which try this is, from 1. */
  readonly attempt: number;
  /** Aborts when the item has to let go: its timeout, the step's, a cancel, a worker that must stop. */
  readonly signal: AbortSignal;
  /** `return item.skip(reason)`: it was not needed. It is counted and listed as skipped; its result is `undefined`. */
  skip(reason: string): Skipped;
}

/** What an item's function gave back, as `items` gives it back. */
export type ItemResult<R> = R extends Skipped ? undefined : R;

/** How the items of a list ended. */
export interface ItemCounts {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface ActionOptions<T> {
  /** Longest time, in ms: then the action's signal aborts and its outcome is `timeout`. Default: none. */
  readonly timeoutMs?: number;
  /** The limit that people are told of, in ms, where the call keeps a shorter one by itself. Default: `timeoutMs`. */
  readonly toldTimeoutMs?: number;
  /** What to record of the result. Default: the result, cut to 500 characters. */
  readonly output?: (result: T) => unknown;
  /**
   * Reads a failure out of a result that reports one instead of throwing. The action's outcome is then what it would be had
   * the call thrown that; the result is given back all the same.
   */
  readonly failure?: (result: T) => unknown;
  /** What a model used. It counts towards the run, and towards the agent that works here. */
  readonly tokens?: (result: T) => Tokens | undefined;
  /** What it cost, in USD. It counts in the same way. */
  readonly costUsd?: (result: T) => number | undefined;
  /**
   * Aborts the call as well, beside the step's signal. The outcome is `timeout` if its reason is one (its name is
   * `TimeoutError` or its code `timed_out`), else `cancelled`. If it has aborted before, nothing of the action is recorded.
   */
  readonly signal?: AbortSignal;
  /**
   * What a later attempt of the step gets of the result (`earlierActions`): a JSON value, kept whole and shown to nobody.
   * One that cannot be kept is left out, and the trace says so. Default: nothing.
   */
  readonly keep?: (result: T) => unknown;
}

export interface ActionContext {
  readonly actionId: string;
  /** Aborts on the action's timeout, with the step's signal and with that of its options. */
  readonly signal: AbortSignal;
}

/** How far a step without a list is. */
export interface StepProgress {
  readonly done: number;
  /** Default: unknown. */
  readonly total?: number | null;
  /** Whether `total` is a guess. */
  readonly estimated?: boolean;
  readonly unit?: string;
  /** What is being worked on, in a few words. */
  readonly current?: string;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/**
 * What a step's body works with. Everything said here is in the trace as it happens. After the attempt has ended, each
 * of these throws `StepEndedError`.
 */
export interface Step {
  readonly runId: string;
  readonly name: string;
  /** Which attempt of the step in this run, from 1; those before a crash or a pause included. */
  readonly attempt: number;
  /** Give it to every long call. Aborts on the step's timeout, a cancel, the loss of the run, and a worker that must stop. */
  readonly signal: AbortSignal;

  /**
   * Runs `work` on each item of a list, `concurrency` at a time. Each that ends is durable on its own: after a crash, a
   * pause or a retry only the missing ones run. A pause takes hold between items.
   *
   * Gives the results in the order of the list, those of earlier attempts included; they are kept as JSON, and have to
   * be JSON values. Throws the first item's error (`onItemError: 'fail'`), `ItemKeyRepeatedError`, `ItemKeyInvalidError`,
   * `ResultNotSerializableError`, `ResultTooLargeError`.
   */
  items<T, R>(
    list: Iterable<T> | AsyncIterable<T>,
    options: ItemOptions<T> & { readonly collect: false },
    work: (item: T, context: ItemContext) => R | Promise<R>,
  ): Promise<ItemCounts>;
  items<T, R>(
    list: Iterable<T> | AsyncIterable<T>,
    options: ItemOptions<T> & { readonly onItemError: 'skip' },
    work: (item: T, context: ItemContext) => R | Promise<R>,
  ): Promise<(ItemResult<R> | undefined)[]>;
  items<T, R>(
    list: Iterable<T> | AsyncIterable<T>,
    options: ItemOptions<T>,
    work: (item: T, context: ItemContext) => R | Promise<R>,
  ): Promise<ItemResult<R>[]>;

  /**
   * One call to the outside world. Its start is in the trace before `call` begins, its end says what really happened:
   * it returned, threw, timed out, was aborted, or was blocked (it threw an `ActionBlockedError`). Actions may nest.
   * Outside of items a pause takes hold before an action.
   */
  action<T>(
    tool: string,
    input: unknown,
    call: (context: ActionContext) => T | Promise<T>,
    options?: ActionOptions<T>,
  ): Promise<T>;

  /** Says how far the step is, where there is no list. Cheap: call it as often as something changed. */
  progress(progress: StepProgress): void;
  /** Says how big the step is (audio seconds, bytes): what past runs are scaled by. */
  size(size: number, unit: string): void;
  /**
   * What people call this run from now on, in lists and headings, and whatever goes on where it ends. It is put on one line
   * of at most 200 characters; a text without anything to read is ignored.
   */
  title(text: string): void;
  log(message: string, fields?: Readonly<Record<string, unknown>>, level?: LogLevel): void;
  /**
   * Says something of an agent that works in this step, or in this item of it. Gives a promise when the database is slow:
   * await it.
   */
  tell<T extends AgentEventType>(type: T, data: EventData<T>): Promise<void> | undefined;
  /**
   * The actions that earlier attempts of this step began in this run, in the order of their starts: inside of an item those
   * of the item, outside of items those that were outside. One that had no end when this attempt began is `interrupted`.
   */
  earlierActions(): Promise<readonly EarlierAction[]>;
  /**
   * Stores a file of this run; the event that names it follows once it is there. After the signal aborted, for as long as
   * the body may take to let go (`letGoMs`), it still stores what is worth saving, unless the run was lost.
   */
  artifact(artifact: NewArtifact): Promise<Artifact>;
  /** Notes a source that was tried and what became of it; a failure of the step lists them. */
  tried(source: AttemptedSource): void;
  /**
   * Asks a person. The first time it pauses the run with the question: no worker slot is held, and the body ends here.
   * After `resume` with an answer the step runs again, and this gives the answer. `key` tells several questions of one
   * step apart. Default: `question`.
   */
  ask(question: unknown, options?: { readonly key?: string }): Promise<unknown>;
  /** A place in a loop of one's own where a pause may take hold. */
  pausePoint(): void;
}
