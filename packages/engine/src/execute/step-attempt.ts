import { randomUUID } from 'node:crypto';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import {
  type AgentEventType,
  type AttemptedSource,
  type EventData,
  type ItemOutcome,
  type NewEvent,
  titleText,
} from '@telltale/core';
import type { ActionEnd, EarlierAction, ItemEnd } from '@telltale/ledger';
import type { Artifact, NewArtifact } from '../artifacts/artifact.ts';
import { StepEndedError } from '../errors/step-errors.ts';
import type {
  ActionContext,
  ActionOptions,
  ItemCounts,
  ItemOptions,
  ItemResult,
  LogLevel,
  Step,
  StepOptions,
  StepProgress,
} from '../pipeline/step.ts';
import type { CommitPoint } from '../worker/hooks.ts';
import { runAction } from './action.ts';
import { ActionLog } from './action-log.ts';
import { AttemptProgress, type WaitingItems, type WorkingItem } from './attempt-progress.ts';
import { EarlierWork } from './earlier-work.ts';
import { ItemList, type Work } from './items.ts';
import type { RunExecution } from './run-execution.ts';
import { scopeIn } from './scope.ts';

/** An item that is in work for so long gets an event of its own, in ms. */
const ANNOUNCE_AFTER_MS = 1_000;
const ANNOUNCE_EVERY_MS = 250;

/** One attempt of a step: the `Step` that its body works with, and what the engine knows of it. */
export class StepAttempt implements Step {
  readonly name: string;
  readonly attempt: number;
  readonly letGoMs: number;
  readonly actions = new ActionLog();
  readonly progressed: AttemptProgress;
  readonly sources: AttemptedSource[] = [];
  readonly startedMs = Date.now();
  readonly earlier: EarlierWork;
  readonly #execution: RunExecution;
  readonly #keys = new Set<string>();
  readonly #begun = new Set<Promise<unknown>>();
  #signal: AbortSignal | null = null;
  #announcer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(execution: RunExecution, name: string, attempt: number, options: StepOptions) {
    this.#execution = execution;
    this.name = name;
    this.attempt = attempt;
    this.letGoMs = options.letGoMs ?? execution.services.settings.letGoMs;
    this.progressed = new AttemptProgress(name);
    this.earlier = new EarlierWork(execution, name, attempt);
  }

  get runId(): string {
    return this.#execution.runId;
  }

  get signal(): AbortSignal {
    return this.#signal ?? this.#execution.signal;
  }

  get durationMs(): number {
    return Date.now() - this.startedMs;
  }

  /**
   * Runs the body, and waits for all that it has begun: what nobody awaits, or the rest of a `Promise.all` of which one
   * failed, is part of the attempt, and nothing of it may run beside what comes next.
   */
  async runBody<T>(body: (step: Step) => T | Promise<T>, signal: AbortSignal): Promise<T> {
    this.#signal = signal;
    try {
      const value = await body(this);
      while (this.#begun.size > 0) await Promise.all(this.#begun);
      return value;
    } catch (error) {
      while (this.#begun.size > 0) await Promise.allSettled(this.#begun);
      throw error;
    }
  }

  /** Whatever the body still does is not of this attempt any more. */
  end(): void {
    this.#ended = true;
    clearInterval(this.#announcer);
  }

  // What a body calls.

  items<T, R>(
    list: Iterable<T> | AsyncIterable<T>,
    options: ItemOptions<T> & { readonly collect: false },
    work: Work<T, R>,
  ): Promise<ItemCounts>;
  items<T, R>(
    list: Iterable<T> | AsyncIterable<T>,
    options: ItemOptions<T>,
    work: Work<T, R>,
  ): Promise<ItemResult<R>[]>;
  items<T, R>(
    list: Iterable<T> | AsyncIterable<T>,
    options: ItemOptions<T>,
    work: Work<T, R>,
  ): Promise<ItemResult<R>[] | ItemCounts> {
    const call = async () => {
      this.#check();
      return await new ItemList(this, await this.earlier.items(), options, work).run(list);
    };
    return this.#begin(call());
  }

  action<T>(
    tool: string,
    input: unknown,
    call: (context: ActionContext) => T | Promise<T>,
    options?: ActionOptions<T>,
  ): Promise<T> {
    const run = async () => {
      // A body that swallows what tells it to let go, and tries again, must not keep the process from everything else.
      if (this.#ended || this.mustStop) await nextTurn();
      this.#check();
      return await runAction(this, tool, input, call, options);
    };
    return this.#begin(run());
  }

  progress(progress: StepProgress): void {
    this.#check();
    this.progressed.say(progress);
    this.progressChanged();
  }

  size(size: number, unit: string): void {
    this.#check();
    void this.event({ type: 'step.sized', step: this.name, data: { size, unit } });
  }

  title(text: string): void {
    this.#check();
    const title = titleText(text);
    if (title === '' || !this.#execution.rename(title)) return;
    void this.event({ type: 'run.titled', step: this.name, data: { title } });
  }

  log(message: string, fields?: Readonly<Record<string, unknown>>, level: LogLevel = 'info'): void {
    this.#check();
    void this.event({
      type: 'log.written',
      step: this.name,
      item: scopeIn(this)?.item ?? null,
      data: { level, message, ...(fields === undefined ? {} : { fields }) },
    });
  }

  tell<T extends AgentEventType>(type: T, data: EventData<T>): Promise<void> | undefined {
    this.#check();
    return this.event({ type, step: this.name, item: scopeIn(this)?.item ?? null, data } as NewEvent);
  }

  earlierActions(): Promise<readonly EarlierAction[]> {
    const read = async () => {
      this.#check();
      return await this.earlier.actions(scopeIn(this)?.item ?? null);
    };
    return this.#begin(read());
  }

  artifact(artifact: NewArtifact): Promise<Artifact> {
    return this.#begin(this.#store(artifact));
  }

  async #store({ name, kind, contentType, source }: NewArtifact): Promise<Artifact> {
    this.#check();
    const asked = scopeIn(this)?.signal ?? this.signal;
    this.#execution.recorder.lost.throwIfAborted();
    // What a body stores while it lets go is what it can still save: how far it had come, a browser's trace.
    const signal = asked.aborted ? AbortSignal.timeout(this.letGoMs) : asked;
    const stored = await this.#execution.services.artifacts.put({
      runId: this.runId,
      source,
      signal,
      ...(contentType === undefined ? {} : { contentType }),
    });
    const artifactId = randomUUID();
    await this.record({
      type: 'artifact.stored',
      step: this.name,
      item: scopeIn(this)?.item ?? null,
      data: { artifactId, kind, name, ...stored, ...(contentType === undefined ? {} : { contentType }) },
    });
    return { artifactId, name, kind, contentType: contentType ?? null, ...stored };
  }

  tried({ source, outcome, note }: AttemptedSource): void {
    this.#check();
    this.sources.push({
      source: String(source),
      outcome: String(outcome),
      ...(note === undefined ? {} : { note: String(note) }),
    });
  }

  ask(question: unknown, { key = 'question' }: { readonly key?: string } = {}): Promise<unknown> {
    return this.#begin(this.#ask(question, key));
  }

  async #ask(question: unknown, key: string): Promise<unknown> {
    this.#check();
    const answers = this.#execution.taken.answers;
    const place = `${this.name}/${key}`;
    if (Object.hasOwn(answers, place)) return answers[place];
    throw this.#execution.demand({ kind: 'ask', step: this.name, key, question });
  }

  pausePoint(): void {
    this.#check();
    this.boundary();
  }

  // What the engine's parts call.

  get mustStop(): boolean {
    return this.#execution.stop !== null || this.signal.aborted;
  }

  get maxItemResultBytes(): number {
    return this.#execution.services.recorder.settings.maxResultBytes;
  }

  /** A place where a stop that was asked for takes hold. */
  boundary(): void {
    this.signal.throwIfAborted();
    this.#execution.boundary();
  }

  async rest(ms: number): Promise<void> {
    const signal = AbortSignal.any([this.signal, this.#execution.asked]);
    await delay(ms, undefined, { signal }).catch(() => undefined);
    this.boundary();
  }

  event(event: NewEvent): Promise<void> | undefined {
    return this.#ended ? undefined : this.#execution.recorder.event(event);
  }

  /** As `event`, with what a later attempt gets of the action. Throws for what cannot be kept. */
  finishAction(event: ActionEnd, kept: unknown): Promise<void> | undefined {
    return this.#ended ? undefined : this.#execution.recorder.finishAction(event, kept);
  }

  /** Tells the trace and the log of something that is nobody's failure. */
  warn(message: string, item: string | null): void {
    if (!this.#ended) this.#execution.warn(this.name, message, item);
  }

  async record(event: NewEvent): Promise<void> {
    this.#check();
    await this.#execution.recorder.record(event);
  }

  at(point: CommitPoint): Promise<void> | undefined {
    return this.#execution.services.moments.at(point, this.runId, this.name);
  }

  /** `false`: another item of this attempt has that key. */
  claimKey(key: string): boolean {
    const before = this.#keys.size;
    return this.#keys.add(key).size > before;
  }

  planned(list: WaitingItems, total: number | null, unit: string, kept: Omit<ItemCounts, 'total'>): void {
    this.progressed.addList(list, total, unit);
    void this.event({ type: 'step.planned', step: this.name, data: { total, unit, kept: kept.done } });
    this.progressChanged();
  }

  progressChanged(): void {
    if (!this.#ended) this.#execution.recorder.progress(this.progressed.snapshot);
  }

  itemBegan(item: WorkingItem): void {
    this.progressed.begin(item);
    this.progressChanged();
    this.#announcer ??= setInterval(() => this.#announce(), ANNOUNCE_EVERY_MS);
  }

  itemLeft(item: WorkingItem): void {
    this.progressed.end(item);
    this.progressChanged();
  }

  /** Resolves once the item's end is committed: from then on it never runs again. */
  async finishItem(item: WorkingItem, outcome: ItemOutcome, data: object, result: unknown): Promise<void> {
    this.#check();
    const before = this.at('before-item-end');
    if (before !== undefined) await before;
    this.itemLeft(item);
    const label = item.label === undefined ? {} : { label: item.label };
    const event = { type: `item.${outcome}`, step: this.name, item: item.key, data: { ...label, ...data } } as ItemEnd;
    await this.#execution.recorder.finishItem(event, { result, attempts: item.attempt });
    this.#execution.services.moments.itemFinished({ runId: this.runId, step: this.name, key: item.key });
    const after = this.at('after-item-end');
    if (after !== undefined) await after;
  }

  /** Items that are done within a second show only in snapshots: thousands of starts would tell nobody anything. */
  #announce(): void {
    const due = Date.now() - ANNOUNCE_AFTER_MS;
    for (const item of this.progressed.working) {
      if (item.startedMs > due) return;
      if (item.announced) continue;
      item.announced = true;
      const label = item.label === undefined ? {} : { label: item.label };
      void this.event({
        type: 'item.started',
        step: this.name,
        item: item.key,
        at: new Date(item.startedMs).toISOString(),
        data: { ...label, attempt: item.attempt },
      });
    }
  }

  /** A failure that nobody awaits is the step's, and must not end the process as well. */
  #begin<T>(work: Promise<T>): Promise<T> {
    this.#begun.add(work);
    const over = () => this.#begun.delete(work);
    work.then(over, over);
    return work;
  }

  #check(): void {
    if (this.#ended) throw new StepEndedError(this.runId, this.name, this.attempt);
  }
}
