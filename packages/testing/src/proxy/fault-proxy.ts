import { createServer, type Server, type Socket } from 'node:net';
import { freePort } from '@telltale/embedded-postgres/parts';
import { DEFAULT_TIMEOUT_MS, mayBeAbandoned, type WaitOptions, withTimeLimit } from '../real-time.ts';
import { TestingError } from '../testing-error.ts';
import type { Direction, LaneRules } from './lane.ts';
import type { ProtocolMessage } from './message-reader.ts';
import { type CutMode, ProxyConnection } from './proxy-connection.ts';

/**
 * Picks a message of a client. A text or an expression is looked for in its body: in the SQL of a `Q` (query) or `P`
 * (parse) message, in the statement's name and the values of a `B` (bind) message. It sees no border between fields but
 * `\0`.
 */
export type MessageMatcher = string | RegExp | ((message: ProtocolMessage) => boolean);

export interface ProxyOptions {
  /** The URL of a database: where the proxy connects to, and the pattern of its own `url`. */
  readonly target: string;
}

interface CutAfterBytes extends WaitOptions {
  readonly direction: Direction;
  readonly bytes: number;
}

interface Watcher {
  readonly matches: (message: ProtocolMessage) => boolean;
  readonly found: (connection: ProxyConnection) => void;
}

const HOST = '127.0.0.1';
const FREE_RULES: LaneRules = { delayMs: 0, held: false, dropped: false };

/**
 * Stands between a client and a Postgres server and breaks the network between them on command. Made by `openProxy`.
 *
 * Unless said otherwise a command is for all connections, present and future, and holds until `restore`.
 */
export class FaultProxy implements AsyncDisposable {
  readonly host = HOST;
  readonly port: number;
  /** The target's URL, by way of the proxy. */
  readonly url: string;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #rules: Readonly<Record<Direction, LaneRules>> = {
    toServer: { ...FREE_RULES },
    toClient: { ...FREE_RULES },
  };
  readonly #open = new Set<ProxyConnection>();
  readonly #watchers = new Set<Watcher>();
  readonly #arrivals = new Set<(connection: ProxyConnection) => void>();
  /** Rejects all waits. */
  readonly #closed = Promise.withResolvers<never>();
  #cutPoint: { readonly direction: Direction; readonly bytes: number; readonly reached: () => void } | undefined;
  #listener: Server | undefined;
  #count = 0;
  #bytesOfClosed = { toServer: 0, toClient: 0 };

  constructor(target: string, port: number) {
    const url = new URL(target);
    this.#target = { host: url.hostname, port: Number(url.port || '5432') };
    url.hostname = HOST;
    url.port = String(port);
    this.url = url.href;
    this.port = port;
    this.#closed.promise.catch(() => undefined);
  }

  /** The connections that are open now, oldest first. */
  get connections(): readonly ProxyConnection[] {
    return [...this.#open];
  }

  /** How many clients have connected since the proxy was made. */
  get connectionCount(): number {
    return this.#count;
  }

  /** Bytes passed on since the proxy was made, those that were dropped not counted. */
  bytes(direction: Direction): number {
    return this.connections.reduce((sum, { lanes }) => sum + lanes[direction].bytes, this.#bytesOfClosed[direction]);
  }

  /** Every chunk waits so long before it goes on; give 0 to end it. Chunks keep their order, also through a change. */
  delay({ toServerMs = 0, toClientMs = 0 }: { toServerMs?: number; toClientMs?: number }): void {
    this.#rules.toServer.delayMs = toServerMs;
    this.#rules.toClient.delayMs = toClientMs;
  }

  /**
   * A network that is gone without a word: connections stay open, new ones are accepted, and nothing gets through in
   * the given direction (default: both), not even the end of a connection. Like TCP, the proxy keeps what was sent:
   * `restore` delivers it.
   */
  blackhole({ direction }: { direction?: Direction } = {}): void {
    for (const each of direction ? [direction] : (['toServer', 'toClient'] as const)) this.#rules[each].held = true;
  }

  /** What the server says vanishes; what the client says still arrives, and takes effect. */
  dropResponses(): void {
    this.#rules.toClient.dropped = true;
  }

  /**
   * Loses one answer, the hardest failure for a client: waits for a message that matches (on any connection), lets the
   * server hear it and finish, and cuts the client off before it hears the answer. With `matcher` `COMMIT`, or a
   * statement that commits by itself, the promise resolves when the transaction is committed and the client knows
   * nothing of it.
   *
   * Only that one connection suffers, once.
   */
  loseAnswerTo(matcher: MessageMatcher, options: WaitOptions = {}): Promise<void> {
    let asked = false;
    const lost = Promise.withResolvers<void>();
    this.#watch(matcher, (connection) => {
      asked = true;
      connection.loseAnswer().then(lost.resolve, lost.reject);
    });
    const what = (): string =>
      `${asked ? "the server's answer to" : 'the message'} ${show(matcher)}, to lose the answer`;
    return this.#wait(lost.promise, what, options);
  }

  /** Resolves when a message that matches has been passed on to the server, from this call on. */
  clientBytesSeen(matcher: MessageMatcher, options: WaitOptions = {}): Promise<ProxyConnection> {
    const seen = Promise.withResolvers<ProxyConnection>();
    this.#watch(matcher, seen.resolve);
    return this.#wait(seen.promise, () => `a client's message with ${show(matcher)}`, options);
  }

  /** The next client that connects. */
  nextConnection(options: WaitOptions = {}): Promise<ProxyConnection> {
    const arrived = Promise.withResolvers<ProxyConnection>();
    this.#arrivals.add(arrived.resolve);
    return this.#wait(arrived.promise, () => 'a new connection', options);
  }

  /** Ends all present connections on both sides. New ones are welcome. */
  cut({ mode = 'reset' }: { mode?: CutMode } = {}): void {
    for (const connection of this.#open) connection.cut(mode);
  }

  /**
   * The first connection over which `bytes` more bytes (each connection counts for itself) have gone in the direction
   * is cut right after the last of them. Resolves then.
   */
  cutAfterBytes({ direction, bytes, ...options }: CutAfterBytes): Promise<void> {
    const reached = Promise.withResolvers<void>();
    this.#cutPoint = { direction, bytes, reached: reached.resolve };
    for (const connection of this.#open) connection.lanes[direction].bytesUntilCut = bytes;
    return this.#wait(reached.promise, () => `byte ${bytes} in direction ${direction}`, options);
  }

  /** New clients get ECONNREFUSED; present ones go on. */
  async refuse(): Promise<void> {
    this.#listener?.close();
    this.#listener = undefined;
  }

  /**
   * Back to an honest network. What a black hole held back is delivered; a connection that lost bytes is reset, since
   * client and server could no longer understand each other.
   */
  async restore(): Promise<void> {
    for (const rules of Object.values(this.#rules)) Object.assign(rules, FREE_RULES);
    this.#cutPoint = undefined;
    for (const connection of this.#open) {
      if (connection.droppedBytes > 0) connection.cut();
      for (const lane of Object.values(connection.lanes)) {
        lane.bytesUntilCut = undefined;
        lane.pump();
      }
    }
    await this.listen();
  }

  /** Resets all connections and goes away. Promises that still wait are rejected (code `proxy_closed`). */
  async close(): Promise<void> {
    await this.refuse();
    this.#closed.reject(new TestingError(`The proxy on port ${this.port} was closed.`, { code: 'proxy_closed' }));
    const ends = this.connections.map(({ closed }) => closed);
    this.cut();
    await Promise.all(ends);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Takes clients (again). `openProxy` and `restore` do this. */
  async listen(): Promise<void> {
    if (this.#listener) return;
    const listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#accept(client));
    await new Promise<void>((resolve, reject) => {
      listener.once('error', reject);
      listener.listen({ host: HOST, port: this.port }, resolve);
    });
    this.#listener = listener;
  }

  #accept(client: Socket): void {
    this.#count += 1;
    const connection = new ProxyConnection({
      id: this.#count,
      client,
      target: this.#target,
      rules: this.#rules,
      onClientMessage: (from, message) => this.#onClientMessage(from, message),
      onCutPoint: (direction) => this.#onCutPoint(connection, direction),
    });
    const { lanes, closed } = connection;
    if (this.#cutPoint) lanes[this.#cutPoint.direction].bytesUntilCut = this.#cutPoint.bytes;
    this.#open.add(connection);
    void closed.then(() => {
      this.#open.delete(connection);
      this.#bytesOfClosed.toServer += lanes.toServer.bytes;
      this.#bytesOfClosed.toClient += lanes.toClient.bytes;
    });
    for (const arrived of this.#arrivals) arrived(connection);
    this.#arrivals.clear();
  }

  #onClientMessage(connection: ProxyConnection, message: ProtocolMessage): void {
    for (const watcher of this.#watchers) {
      if (!watcher.matches(message)) continue;
      this.#watchers.delete(watcher);
      watcher.found(connection);
    }
  }

  #onCutPoint(connection: ProxyConnection, direction: Direction): void {
    if (!this.#cutPoint) return; // Two connections came to the point in the same moment; the first has had it.
    for (const { lanes } of this.#open) lanes[direction].bytesUntilCut = undefined;
    connection.cut();
    this.#cutPoint.reached();
    this.#cutPoint = undefined;
  }

  #watch(matcher: MessageMatcher, found: Watcher['found']): void {
    this.#watchers.add({ matches: toPredicate(matcher), found });
  }

  #wait<T>(promise: Promise<T>, what: () => string, { timeoutMs = DEFAULT_TIMEOUT_MS }: WaitOptions): Promise<T> {
    const explain = (): string =>
      `The proxy waited ${timeoutMs} ms in vain for ${what()}. It has ${this.#open.size} open connections, and ` +
      `has passed ${this.bytes('toServer')} bytes to the server and ${this.bytes('toClient')} to clients.`;
    return mayBeAbandoned(withTimeLimit(Promise.race([promise, this.#closed.promise]), timeoutMs, explain));
  }
}

/** Opens a proxy before the server of `target`, on a free port of 127.0.0.1. */
export async function openProxy({ target }: ProxyOptions): Promise<FaultProxy> {
  const proxy = new FaultProxy(target, await freePort());
  await proxy.listen();
  return proxy;
}

function toPredicate(matcher: MessageMatcher): (message: ProtocolMessage) => boolean {
  if (typeof matcher === 'function') return matcher;
  if (typeof matcher === 'string') return ({ body }) => body.includes(matcher);
  return ({ body }) => body.toString('utf8').search(matcher) !== -1;
}

function show(matcher: MessageMatcher): string {
  return typeof matcher === 'function' ? 'that the function picks' : String(matcher);
}
