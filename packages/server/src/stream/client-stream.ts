import type { StreamEnd, StreamStatus } from '@telltale/api';
import { StreamStalledError } from './errors.ts';
import { frame, RETRY } from './frame.ts';
import type { StreamExit, StreamSettings } from './settings.ts';
import type { OpenSource, Source } from './source.ts';

/** The client's connection. node's `ServerResponse` is one. */
export interface Connection {
  destroy(): unknown;
}

export interface ClientStreamOptions {
  readonly openSource: OpenSource;
  /** Ends the stream: the client went away. */
  readonly signal: AbortSignal;
  /** Without one, a client that stalls is told by an error in its stream. */
  readonly connection: Connection | undefined;
  readonly settings: Pick<StreamSettings, 'pingMs' | 'stallMs'>;
  /** Ms since the epoch. */
  readonly now: () => number;
  /** The newest; another object means another status. */
  readonly status: () => StreamStatus;
  readonly onOpen: (stream: ClientStream) => void;
  readonly onClose: (stream: ClientStream, how: StreamExit) => void;
}

/**
 * The stream of one client. It gives a piece only when the socket has taken the one before, so what a slow client has not
 * taken waits in the database.
 *
 *                first read              nothing to tell: ping now and then
 *     ┌────────┐ ──────────▶ ┌─────────┐ ◀─────────────┐
 *     │ unread │             │ waiting │               │ the client wants more
 *     └────────┘             └─────────┘ ──────────┐   │
 *                                 something to tell ▼   │
 *                                             ┌─────────────┐
 *                                             │   sending   │──▶ stalled: disconnected
 *                                             └─────────────┘
 *
 * An unread one holds nothing: of the answer to a HEAD request nobody reads the body.
 *
 * A stream of the web's kind, and not writes to node's response, though those take a third less CPU for each message
 * (11 µs and 16 µs, of which 8 are the kernel's): with them the headers that middleware sets would be lost, and tests
 * would need sockets.
 */
export class ClientStream {
  readonly body: ReadableStream<Uint8Array>;
  readonly #options: ClientStreamOptions;
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  #state: 'unread' | 'open' | 'closed' = 'unread';
  #source: Source | null = null;
  #wanted = false;
  #told: StreamStatus | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ClientStreamOptions) {
    this.#options = options;
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => this.#pull(),
        cancel: () => this.#close('left'),
      },
      { highWaterMark: 0 },
    );
  }

  /** Sends what there is, if the client wants something. */
  readonly wake = (): void => {
    if (!this.#wanted || !this.#isOpen) return;
    const piece = this.#next();
    if (piece === null) return;
    if (piece instanceof Uint8Array) this.#send(piece);
    else this.end(piece);
  };

  /** Tells the client the end, after what is on its way already, and ends the stream. */
  end(end: StreamEnd): void {
    if (!this.#isOpen) return;
    this.#controller?.enqueue(frame('end', end));
    this.#controller?.close();
    this.#close('ended');
  }

  get #isOpen(): boolean {
    return this.#state === 'open';
  }

  #pull(): void {
    if (this.#state === 'unread') this.#open();
    if (!this.#isOpen) return;
    this.#wanted = true;
    this.#setTimer(this.#options.settings.pingMs, () => this.#send(frame('ping', { at: this.#instant() })));
    this.wake();
  }

  #open(): void {
    const { openSource, signal, onOpen } = this.#options;
    this.#state = 'open';
    onOpen(this);
    signal.addEventListener('abort', this.#leave, { once: true });
    if (signal.aborted) this.#leave();
    if (this.#isOpen) this.#source = openSource(this.wake);
  }

  #next(): Uint8Array | StreamEnd | null {
    const status = this.#options.status();
    if (status === this.#told) return this.#source?.next() ?? null;
    const isFirst = this.#told === null;
    this.#told = status;
    return isFirst ? Buffer.concat([RETRY, frame('status', status)]) : frame('status', status);
  }

  #send(piece: Uint8Array): void {
    this.#wanted = false;
    this.#setTimer(this.#options.settings.stallMs, () => this.#drop());
    this.#controller?.enqueue(piece);
  }

  #drop(): void {
    const { connection, settings } = this.#options;
    this.#close('stalled');
    if (connection === undefined) this.#controller?.error(new StreamStalledError(settings.stallMs));
    else connection.destroy();
  }

  readonly #leave = (): void => this.#close('left');

  #close(how: StreamExit): void {
    const wasOpen = this.#isOpen;
    this.#state = 'closed';
    if (!wasOpen) return;
    clearTimeout(this.#timer);
    this.#options.signal.removeEventListener('abort', this.#leave);
    this.#source?.close();
    this.#options.onClose(this, how);
  }

  #setTimer(ms: number, onTimeout: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(onTimeout, ms);
  }

  #instant(): string {
    return new Date(this.#options.now()).toISOString();
  }
}
