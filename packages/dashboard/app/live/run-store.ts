import type { ApiError, RunMessage, RunSummaryBody } from '@telltale/api';
import {
  emptyRunView,
  estimateRun,
  factsOf,
  type Instant,
  NO_HISTORY,
  type PipelineHistory,
  type RunEstimate,
  type RunFacts,
  type RunView,
  reduce,
  type TraceEvent,
  type Verdict,
  verdict,
  withLiveStep,
} from '@telltale/core';
import { asApiError, client, logInAgain } from './client.ts';
import { serverNow, setServerTime } from './clock.ts';
import { connectionIs, setConnection } from './connection.ts';
import { keepFollowing } from './keep-following.ts';
import { onceAFrame } from './once-a-frame.ts';
import { recallRun, rememberRun } from './remember-run.ts';
import { Store } from './store.ts';

/** All that a page knows of a run. */
export interface RunPicture {
  readonly runId: string;
  /** What its events tell, with the step as it is right now. `null` until the first of it has come. */
  readonly view: RunView | null;
  /** What the server knows of it beside the events. */
  readonly summary: RunSummaryBody | null;
  readonly history: PipelineHistory;
  /** Whether all of this is what an earlier visit saw, because nothing newer has come yet. */
  readonly isRemembered: boolean;
  /** When it was so. */
  readonly asOf: Instant | null;
  /** Why the run cannot be shown. */
  readonly error: ApiError | null;
}

/** How often the last state is put away for the next visit, in ms. */
const REMEMBER_EVERY_MS = 2_000;
const RETRY_MS = 1_000;

const ITEM_ENDS: readonly string[] = ['item.succeeded', 'item.failed', 'item.skipped'];

/**
 * One run, live: loads what is stored, then follows its events from there, and hands out a new picture at most once a frame.
 * It is the same reducer as everywhere, so the page says what the terminal says.
 */
export class RunStore {
  readonly runId: string;
  readonly picture: Store<RunPicture>;
  readonly #frame = onceAFrame(() => this.#draw());
  readonly #eventListeners = new Set<(events: readonly TraceEvent[]) => void>();
  #view: RunView | null = null;
  #summary: RunSummaryBody | null = null;
  #history: PipelineHistory = NO_HISTORY;
  /** Of this frame, for those who show events one by one. */
  #newEvents: TraceEvent[] = [];
  /** Items that ended after the summary was read, with the seq of that. */
  #endedItems = new Map<string, number>();
  #rememberedAt = 0;
  #stopFollowing: (() => void) | null = null;
  #users = 0;

  constructor(runId: string) {
    this.runId = runId;
    this.picture = new Store<RunPicture>({
      runId,
      view: null,
      summary: null,
      history: NO_HISTORY,
      isRemembered: false,
      asOf: null,
      error: null,
    });
  }

  /** Is live while somebody uses it. Gives what ends that. */
  readonly use = (): (() => void) => {
    this.#users += 1;
    if (this.#users === 1) void this.#open();
    return () => {
      this.#users -= 1;
      if (this.#users === 0) this.#close();
    };
  };

  /** Calls `listener` with the new events of each frame, in order. */
  readonly onEvents = (listener: (events: readonly TraceEvent[]) => void): (() => void) => {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  };

  async #open(): Promise<void> {
    setConnection(connectionIs('connecting'));
    const remembered = await recallRun(this.runId);
    if (this.#users === 0) return;
    if (remembered !== null && this.#view === null) {
      const { view, summary, history, asOf } = remembered;
      this.picture.set({ ...this.picture.get(), view, summary, history, asOf, isRemembered: true });
    }
    await this.#load();
  }

  /** Loads the run as it is now and follows it from there, however often it takes. */
  async #load(): Promise<void> {
    while (this.#users > 0) {
      try {
        const { view, run, history, asOf } = await client.getRunView({ runId: this.runId });
        if (this.#users === 0) return;
        setServerTime(asOf);
        this.#view = view;
        this.#summary = run;
        this.#history = history;
        this.#draw();
        this.#follow();
        return;
      } catch (error) {
        const refusal = asApiError(error);
        logInAgain(refusal);
        setConnection(connectionIs('offline', refusal));
        if (!refusal.retryable) {
          this.picture.set({ ...this.picture.get(), error: refusal });
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, refusal.retryAfterMs ?? RETRY_MS));
      }
    }
  }

  #follow(): void {
    this.#stopFollowing?.();
    this.#stopFollowing = keepFollowing<RunMessage>({
      open: (signal) => client.followRun({ runId: this.runId, after: this.#view?.lastSeq ?? 0 }, { signal }),
      receive: (message) => this.#receive(message),
      onRefused: (error) => {
        // The database was set back to an earlier state: what is shown never happened.
        if (error.code === 'seq_ahead') void this.#load();
        else this.picture.set({ ...this.picture.get(), error });
      },
    });
  }

  #receive(message: RunMessage): void {
    if (message.kind === 'trace') {
      this.#view = reduce(this.#view ?? emptyRunView(this.runId), message.event);
      this.#newEvents.push(message.event);
      this.#noteEnd(message.event);
      this.#frame.request();
    } else if (message.kind === 'run') {
      this.#summary = message.run;
      this.#forgetEndsBefore(message.run.lastSeq);
      setServerTime(message.run.asOf);
      // It comes when all that was stored has come.
      setConnection(connectionIs('live'));
      this.#frame.request();
    } else if (message.kind === 'reset') {
      this.#stopFollowing?.();
      void this.#load();
    }
  }

  #noteEnd({ type, step, item, seq }: TraceEvent): void {
    if (item !== null && ITEM_ENDS.includes(type)) this.#endedItems.set(item, seq);
    // Keys are unique within a step.
    else if (type === 'step.started' && step !== null) this.#endedItems.clear();
  }

  #forgetEndsBefore(seq: number): void {
    for (const [item, endedAt] of this.#endedItems) if (endedAt <= seq) this.#endedItems.delete(item);
  }

  #draw(): void {
    const view = this.#view;
    if (view === null) return;
    const events = this.#newEvents;
    this.#newEvents = [];
    const asOf = new Date(serverNow()).toISOString();
    this.picture.set({
      runId: this.runId,
      view:
        this.#summary === null
          ? view
          : withLiveStep(view, this.#summary.step, {
              asOf: this.#summary.asOf,
              ended: new Set(this.#endedItems.keys()),
            }),
      summary: this.#summary,
      history: this.#history,
      isRemembered: false,
      asOf,
      error: null,
    });
    if (events.length > 0) for (const listener of [...this.#eventListeners]) listener(events);
    if (Date.now() - this.#rememberedAt > REMEMBER_EVERY_MS) this.#remember();
  }

  readonly #remember = (): void => {
    const { view, summary, history, asOf, isRemembered } = this.picture.get();
    if (view === null || asOf === null || isRemembered) return;
    this.#rememberedAt = Date.now();
    rememberRun(this.runId, { view, summary, history, asOf });
  };

  #close(): void {
    this.#remember();
    this.#stopFollowing?.();
    this.#stopFollowing = null;
    this.#frame.stop();
  }
}

/** The facts of a run as its page knows them: its events, and what only the server knows. */
export function factsOfPicture({ view, summary, history }: RunPicture): RunFacts | null {
  if (view === null) return summary;
  const facts = factsOf(view, { aliveAt: summary?.aliveAt ?? null, history });
  if (summary === null) return facts;
  const isSameStep = summary.step?.name === facts.step?.name;
  const usualMs = facts.action !== null && facts.action.tool === summary.action?.tool ? summary.action.usualMs : null;
  return {
    ...facts,
    usualGapMs: isSameStep ? summary.usualGapMs : facts.usualGapMs,
    action: facts.action === null ? null : { ...facts.action, usualMs: facts.action.usualMs ?? usualMs },
  };
}

/** The verdict at `now`, in ms since the epoch. */
export function verdictOfPicture(picture: RunPicture, now: number): Verdict | null {
  const facts = factsOfPicture(picture);
  return facts === null ? null : verdict(facts, now);
}

/** How far the run is and what is left of it, at `now`. */
export function estimateOfPicture({ view, history }: RunPicture, now: number): RunEstimate | null {
  return view === null ? null : estimateRun(view, history, now);
}
