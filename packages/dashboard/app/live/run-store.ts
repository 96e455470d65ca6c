import type { RunMessage, RunSummaryBody } from '@telltale/api';
import {
  emptyRunView,
  NO_HISTORY,
  type PipelineHistory,
  type RunView,
  reduce,
  type TraceEvent,
  withLiveStep,
} from '@telltale/core';
import { asApiError, client, logInAgain } from './client.ts';
import { serverNow, setServerTime } from './clock.ts';
import { connectionIs, setConnection } from './connection.ts';
import { keepFollowing } from './keep-following.ts';
import { onceAFrame } from './once-a-frame.ts';
import { recallRun, rememberRun } from './remember-run.ts';
import type { RunPicture } from './run-picture.ts';
import { Store } from './store.ts';

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
  /** The seq of the last event that told of items in work and to come: a summary from before it knows less. */
  #progressedAt = 0;
  #rememberTimer: ReturnType<typeof setTimeout> | null = null;
  #stopFollowing: (() => void) | null = null;
  /** Ends what was begun since somebody began to use it. */
  #opened: AbortController | null = null;
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
    if (this.#users === 1) {
      this.#opened = new AbortController();
      void this.#open(this.#opened.signal);
    }
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

  /** Loads the run again, after something refused it. */
  readonly reload = (): void => {
    if (this.#opened !== null) void this.#load(this.#opened.signal);
  };

  async #open(ended: AbortSignal): Promise<void> {
    setConnection(connectionIs('connecting'));
    const recalling = recallRun(this.runId).then((remembered) => {
      if (ended.aborted || remembered === null || this.#view !== null) return;
      const { view, summary, history, asOf } = remembered;
      this.picture.set({ ...this.picture.get(), view, summary, history, asOf, isRemembered: true });
    });
    await Promise.all([recalling, this.#load(ended)]);
  }

  /** Loads the run as it is now and follows it from there, however often it takes. */
  async #load(ended: AbortSignal): Promise<void> {
    this.#stopFollowing?.();
    this.#stopFollowing = null;
    while (!ended.aborted) {
      try {
        const { view, run, history, asOf } = await client.getRunView({ runId: this.runId }, { signal: ended });
        if (ended.aborted) return;
        setServerTime(asOf);
        this.#view = view;
        this.#summary = run;
        this.#history = history;
        this.#endedItems.clear();
        this.#progressedAt = 0;
        this.#draw();
        this.#follow(ended);
        return;
      } catch (error) {
        if (ended.aborted) return;
        const refusal = asApiError(error);
        logInAgain(refusal);
        if (!refusal.retryable) {
          // The server is there: it is the run that is not.
          setConnection(connectionIs('live'));
          this.picture.set({ ...this.picture.get(), error: refusal });
          return;
        }
        setConnection(connectionIs('offline', refusal));
        await new Promise((resolve) => setTimeout(resolve, refusal.retryAfterMs ?? RETRY_MS));
      }
    }
  }

  #follow(ended: AbortSignal): void {
    this.#stopFollowing = keepFollowing<RunMessage>({
      open: (signal) => client.followRun({ runId: this.runId, after: this.#view?.lastSeq ?? 0 }, { signal }),
      receive: (message) => this.#receive(message, ended),
      onRefused: (error) => {
        // The database was set back to an earlier state: what is shown never happened.
        if (error.code === 'seq_ahead') void this.#load(ended);
        else this.picture.set({ ...this.picture.get(), error });
      },
    });
  }

  #receive(message: RunMessage, ended: AbortSignal): void {
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
    } else if (message.kind === 'reset' || (message.kind === 'end' && message.reason === 'gone')) {
      void this.#load(ended);
    }
  }

  #noteEnd({ type, step, item, seq }: TraceEvent): void {
    if (item !== null && ITEM_ENDS.includes(type)) this.#endedItems.set(item, seq);
    // Keys are unique within a step.
    else if (type === 'step.started' && step !== null) this.#endedItems.clear();
    else if (type === 'step.progressed') this.#progressedAt = seq;
  }

  #forgetEndsBefore(seq: number): void {
    for (const [item, endedAt] of this.#endedItems) if (endedAt <= seq) this.#endedItems.delete(item);
  }

  #draw(): void {
    const view = this.#view;
    if (view === null) return;
    const events = this.#newEvents;
    this.#newEvents = [];
    const summary = this.#summary;
    this.picture.set({
      runId: this.runId,
      view:
        summary === null || this.#progressedAt > summary.lastSeq
          ? view
          : withLiveStep(view, summary.step, { asOf: summary.asOf, ended: new Set(this.#endedItems.keys()) }),
      summary,
      history: this.#history,
      isRemembered: false,
      asOf: new Date(serverNow()).toISOString(),
      error: null,
    });
    if (events.length > 0) for (const listener of [...this.#eventListeners]) listener(events);
    this.#rememberTimer ??= setTimeout(this.#remember, REMEMBER_EVERY_MS);
  }

  readonly #remember = (): void => {
    if (this.#rememberTimer !== null) clearTimeout(this.#rememberTimer);
    this.#rememberTimer = null;
    const { view, summary, history, asOf, isRemembered } = this.picture.get();
    if (view !== null && asOf !== null && !isRemembered) {
      rememberRun(this.runId, { view, summary, history, asOf });
    }
  };

  #close(): void {
    this.#opened?.abort();
    this.#opened = null;
    this.#remember();
    this.#stopFollowing?.();
    this.#stopFollowing = null;
    this.#frame.stop();
  }
}
