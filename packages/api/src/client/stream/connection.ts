import { orUnreachable, type ServerAccess } from '../exchange.ts';
import { notUnderstood, silent, unreachable } from '../failures.ts';
import { TimeLimit } from '../time-limit.ts';
import { type SseMessage, SseParser } from './sse-parser.ts';

/** One connection of a stream. Nothing is read from it that nobody asked for. Throws `ApiError`, and the signal's reason. */
export class Connection {
  readonly #server: ServerAccess;
  readonly #silenceMs: number;
  readonly #limit: TimeLimit;
  readonly #parser = new SseParser();
  #reader: ReadableStreamDefaultReader<Uint8Array> | null = null;
  /** What came in one piece with the message before. */
  #arrived: Iterator<SseMessage> = [].values();

  constructor(server: ServerAccess, silenceMs: number, signal: AbortSignal) {
    this.#server = server;
    this.#silenceMs = silenceMs;
    this.#limit = new TimeLimit(signal);
  }

  /** What the server said of connecting again, in ms. */
  get retryMs(): number | null {
    return this.#parser.retryMs;
  }

  async open(send: (signal: AbortSignal) => Promise<Response>): Promise<void> {
    const response = await this.#inTime(send(this.#limit.signal));
    const type = response.headers.get('content-type') ?? '';
    if (response.body === null || !/^text\/event-stream\b/i.test(type)) {
      throw notUnderstood(this.#server.url, `with what is no stream (${type || 'of no content type'})`, {
        status: response.status,
      });
    }
    this.#reader = response.body.getReader();
  }

  /** The next message. A connection that ends fails, too. */
  async next(): Promise<SseMessage> {
    for (;;) {
      const { value } = this.#arrived.next();
      if (value !== undefined) return value;
      this.#arrived = (await this.#readMore()).values();
    }
  }

  /** Closes the connection, also while something waits for it. */
  close(): void {
    this.#limit.abort();
  }

  async #readMore(): Promise<SseMessage[]> {
    const { url } = this.#server;
    if (this.#reader === null) throw unreachable(url, 'the stream is not open');
    const piece = await this.#inTime(orUnreachable(this.#server, this.#limit.signal, this.#reader.read()));
    if (piece.done) throw unreachable(url, 'it closed the connection');
    try {
      return this.#parser.push(piece.value);
    } catch (cause) {
      throw unreachable(url, cause);
    }
  }

  #inTime<T>(work: Promise<T>): Promise<T> {
    return this.#limit.hold(work, this.#silenceMs, (ms) => silent(this.#server.url, ms));
  }
}
