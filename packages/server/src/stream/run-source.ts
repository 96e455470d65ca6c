import type { StreamEnd } from '@telltale/api';
import type { EventType, TraceEvent } from '@telltale/core';
import type { FeedStream, RunMessage } from '@telltale/ledger';
import { EndWatch } from './end-watch.ts';
import { frame, traceFrame } from './frame.ts';
import { type RunNews, type ToNews, UntoldNews } from './run-news.ts';
import type { RunStates } from './run-states.ts';
import type { RunWatches, Watching } from './run-watches.ts';
import type { Source } from './source.ts';

export interface RunSourceOptions {
  readonly runId: string;
  /** The seq of the last event that the client has. */
  readonly after: number;
  /** What comes after that; nothing of it has been read. */
  readonly messages: FeedStream<RunMessage>;
  readonly states: RunStates;
  readonly watches: Pick<RunWatches, 'enter'>;
  readonly toNews: ToNews;
  readonly wake: () => void;
  /** An event goes out that was recorded when the client had all others. */
  readonly onNewEvent: (event: TraceEvent) => void;
  readonly onFailure: (error: unknown) => void;
  /** The end for a client that is to come back. */
  readonly comeBack: (reason: 'shutdown' | 'failed') => StreamEnd;
}

/** No event is added to a piece that has so many bytes. */
const PIECE_BYTES = 65_536;

const ENDS: readonly EventType[] = ['run.succeeded', 'run.failed', 'run.cancelled'];

/**
 * What a client of one run is told. The next message is asked for when the client has taken all of the one before, so that
 * nothing piles up here.
 */
export class RunSource implements Source {
  readonly #options: RunSourceOptions;
  readonly #endWatch: EndWatch;
  readonly #watching: Watching;
  #news = new UntoldNews();
  #reset: Buffer | null = null;
  /** Events of the last message; those from `#nextEvent` on have not been taken. */
  #events: readonly TraceEvent[] = [];
  #nextEvent = 0;
  #end: StreamEnd | null = null;
  /** The seq of the last event that was taken. */
  #position: number;
  /** The run's newest seq, as the last message says. */
  #lastSeq = Number.POSITIVE_INFINITY;
  #isNew = false;
  #toldEnd = false;
  #isAsking = false;
  #isClosed = false;

  constructor(options: RunSourceOptions) {
    const { runId, after, states, watches, toNews, wake } = options;
    this.#options = options;
    this.#position = after;
    this.#endWatch = new EndWatch({ runId, states, toNews, onEnded: (news) => this.#finish(news) });
    this.#watching = watches.enter(runId, (news) => {
      this.#news.put(news);
      wake();
    });
    // Where nothing is left to be told, no message will come that leads to the end.
    if (after > 0) this.#endWatch.look(after);
  }

  next(): Uint8Array | StreamEnd | null {
    if (this.#reset !== null) return this.#takeReset(this.#reset);
    const news = this.#news.take(this.#position);
    if (news !== null) return news.frame;
    if (this.#nextEvent < this.#events.length) return this.#takeEvents();
    if (this.#end === null && !this.#isAsking) void this.#ask();
    return this.#end;
  }

  close(): void {
    this.#isClosed = true;
    this.#endWatch.stop();
    this.#watching.leave();
    void this.#options.messages.return();
  }

  async #ask(): Promise<void> {
    const { messages, comeBack, onFailure, wake } = this.#options;
    this.#isAsking = true;
    try {
      const { done, value } = await messages.next();
      if (this.#isClosed) return;
      if (done) this.#end = comeBack('shutdown');
      else this.#receive(value);
    } catch (error) {
      if (this.#isClosed) return;
      onFailure(error);
      this.#end = comeBack('failed');
    }
    this.#isAsking = false;
    wake();
  }

  #receive(message: RunMessage): void {
    this.#endWatch.stop();
    if (message.kind === 'gone') {
      this.#end = { reason: 'gone' };
      return;
    }
    const { lastSeq } = message;
    this.#isNew = this.#position >= this.#lastSeq;
    this.#lastSeq = lastSeq;
    if (message.kind === 'events') {
      this.#events = message.events;
      this.#nextEvent = 0;
    } else {
      this.#position = message.firstSeq - 1;
      this.#reset = frame('reset', { firstSeq: message.firstSeq, lastSeq });
    }
  }

  #takeReset(reset: Buffer): Buffer {
    this.#reset = null;
    if (this.#position >= this.#lastSeq) this.#endWatch.look(this.#position);
    return reset;
  }

  #takeEvents(): Buffer {
    const frames: Buffer[] = [];
    let bytes = 0;
    do {
      const event = this.#events[this.#nextEvent] as TraceEvent;
      const bytesOfEvent = this.#takeEvent(event);
      frames.push(bytesOfEvent);
      bytes += bytesOfEvent.length;
      this.#nextEvent += 1;
    } while (bytes < PIECE_BYTES && this.#nextEvent < this.#events.length);
    // Somebody who waits for a day should not hold his last page of history for so long.
    if (this.#nextEvent === this.#events.length) this.#events = [];
    if (this.#position >= this.#lastSeq) {
      this.#watching.request();
      if (this.#toldEnd) this.#endWatch.lookUntilEnded(this.#position);
    }
    // One event, as it comes live, is the same bytes for all clients.
    return frames.length === 1 ? (frames[0] as Buffer) : Buffer.concat(frames, bytes);
  }

  #takeEvent(event: TraceEvent): Buffer {
    this.#position = event.seq;
    // An end can be taken back by a later start.
    this.#toldEnd = ENDS.includes(event.type) || (this.#toldEnd && event.type !== 'run.started');
    if (this.#isNew) this.#options.onNewEvent(event);
    return traceFrame(event);
  }

  /** How it ended comes last, before the end: the trace knew of it a moment before the run's state did. */
  #finish(news: RunNews): void {
    this.#watching.leave();
    this.#news = new UntoldNews();
    this.#news.put(news);
    this.#end = { reason: 'run-ended' };
    this.#options.wake();
  }
}
