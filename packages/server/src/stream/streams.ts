import type { StreamEnd, StreamStatus } from '@telltale/api';
import type { Client } from '@telltale/engine/client';
import type { FeedStatus } from '@telltale/ledger';
import type { Logger } from '../context.ts';
import type { RunBodies } from '../runs/run-bodies.ts';
import { ClientStream, type Connection } from './client-stream.ts';
import { ShuttingDownError, StreamsExhaustedError } from './errors.ts';
import { newsMaker, type ToNews } from './run-news.ts';
import { RunSource } from './run-source.ts';
import { RunStates } from './run-states.ts';
import { RunWatches } from './run-watches.ts';
import { RunsSource } from './runs-source.ts';
import { RunsWatcher } from './runs-watcher.ts';
import { STREAM_DEFAULTS, type StreamHooks, type StreamSettings } from './settings.ts';
import type { OpenSource } from './source.ts';

export interface StreamsOptions {
  readonly client: Pick<Client, 'feed' | 'reader'>;
  readonly bodies: Pick<RunBodies, 'one' | 'of'>;
  readonly logger: Logger;
  /** Ms since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
  readonly settings?: Partial<StreamSettings>;
  readonly hooks?: StreamHooks;
}

/** Live streams of server-sent events, as `stream-messages.ts` of the API describes them. */
export interface Streams {
  /**
   * The events of a run after `after`, then those to come. `signal` aborts when the client goes away; `connection` is
   * destroyed when it takes nothing for too long.
   *
   * Throws `StreamsExhaustedError` and `ShuttingDownError`, and as the feed's `subscribe`.
   */
  followRun(runId: string, after: number, signal: AbortSignal, connection?: Connection): Promise<Response>;
  /** Which runs change, of all or of one pipeline. Throws `StreamsExhaustedError` and `ShuttingDownError`. */
  followRuns(which: { readonly pipeline?: string | undefined }, signal: AbortSignal, connection?: Connection): Response;
  /** How many are open. */
  readonly clients: number;
  /** Whether news arrives at once. */
  readonly status: StreamStatus;
  /** Tells every client to come back in a while, and ends its stream. */
  close(): Promise<void>;
}

/** No cache may keep it, no proxy may compress it or hold it back. */
const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
} as const;

/** A client that is sent away comes back at some moment between these, in ms, so that not all come at once. */
const COME_BACK_MS = { least: 1_000, most: 5_000 } as const;

/** Makes the streams of a server. It listens to the database from now on. */
export function createStreams(options: StreamsOptions): Streams {
  return new LiveStreams(options);
}

class LiveStreams implements Streams {
  readonly #client: StreamsOptions['client'];
  readonly #logger: Logger;
  readonly #now: () => number;
  readonly #settings: StreamSettings;
  readonly #hooks: StreamHooks;
  readonly #states: RunStates;
  readonly #bodies: StreamsOptions['bodies'];
  readonly #toNews: ToNews;
  readonly #watches: RunWatches;
  readonly #open = new Set<ClientStream>();
  readonly #runsSources = new Set<RunsSource>();
  readonly #unwatchStatus: () => void;
  #watcher: RunsWatcher | null = null;
  #status: StreamStatus;
  #isClosed = false;

  constructor({ client, bodies, logger, now = Date.now, settings = {}, hooks = {} }: StreamsOptions) {
    this.#client = client;
    this.#logger = logger;
    this.#now = now;
    this.#settings = { ...STREAM_DEFAULTS, ...settings };
    this.#hooks = hooks;
    this.#states = new RunStates(client.reader);
    this.#bodies = bodies;
    this.#toNews = newsMaker(bodies);
    this.#watches = new RunWatches({ reader: client.reader, toNews: this.#toNews, settings: this.#settings });
    this.#status = toStatus(client.feed.status);
    this.#unwatchStatus = client.feed.watchStatus((status) => this.#changeStatus(status));
  }

  get clients(): number {
    return this.#open.size;
  }

  get status(): StreamStatus {
    return this.#status;
  }

  async followRun(runId: string, after: number, signal: AbortSignal, connection?: Connection): Promise<Response> {
    this.#checkRoom();
    const messages = await this.#client.feed.subscribe(runId, { after });
    this.#checkRoom();
    return this.#respond(signal, connection, (wake) => {
      return new RunSource({
        runId,
        after,
        messages,
        states: this.#states,
        watches: this.#watches,
        toNews: this.#toNews,
        wake,
        onNewEvent: ({ at }) => this.#tell(() => this.#hooks.eventSent?.({ lagMs: this.#now() - Date.parse(at) })),
        onFailure: (error) => this.#logger.error({ error, runId }, 'A live stream of a run has failed.'),
        comeBack,
      });
    });
  }

  followRuns(
    { pipeline }: { readonly pipeline?: string | undefined },
    signal: AbortSignal,
    connection?: Connection,
  ): Response {
    this.#checkRoom();
    return this.#respond(signal, connection, (wake) => {
      const source = new RunsSource({ pipeline, wake, onClose: (closed) => this.#leaveRuns(closed) });
      this.#enterRuns(source);
      return source;
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#unwatchStatus();
    for (const stream of this.#open) stream.end(comeBack('shutdown'));
    await this.#watches.settled();
  }

  #checkRoom(): void {
    if (this.#isClosed) throw new ShuttingDownError();
    if (this.#open.size >= this.#settings.maxClients) throw new StreamsExhaustedError(this.#settings.maxClients);
  }

  #respond(signal: AbortSignal, connection: Connection | undefined, openSource: OpenSource): Response {
    const { body } = new ClientStream({
      openSource,
      signal,
      connection,
      settings: this.#settings,
      now: this.#now,
      status: () => this.#status,
      onOpen: (stream) => {
        this.#open.add(stream);
        this.#tell(() => this.#hooks.streamOpened?.());
        if (this.#isClosed) stream.end(comeBack('shutdown'));
      },
      onClose: (stream, how) => {
        this.#open.delete(stream);
        this.#tell(() => this.#hooks.streamClosed?.({ how }));
      },
    });
    return new Response(body, { headers: HEADERS });
  }

  /** Tells an observer, whose failure is its own. */
  #tell(observer: () => void): void {
    try {
      observer();
    } catch (error) {
      this.#logger.warn({ error }, 'An observer of the live streams has failed.');
    }
  }

  #changeStatus(status: FeedStatus): void {
    this.#status = toStatus(status);
    for (const stream of this.#open) stream.wake();
    // Whoever was told that nothing comes is to be told when he is up to date again.
    if (this.#status.state === 'live') this.#watches.requestAll();
  }

  #enterRuns(source: RunsSource): void {
    this.#runsSources.add(source);
    this.#watcher ??= new RunsWatcher({
      feed: this.#client.feed,
      reader: this.#client.reader,
      bodies: this.#bodies,
      settings: this.#settings,
      logger: this.#logger,
      onResync: () => {
        for (const source of this.#runsSources) source.resync();
      },
      onChanges: (changes) => {
        for (const source of this.#runsSources) source.tell(changes);
      },
    });
    // While the database is away there is nothing to be loaded, and when it is back everybody is told.
    if (this.#watcher.isSynced && this.#status.state === 'live') source.resync();
  }

  #leaveRuns(source: RunsSource): void {
    this.#runsSources.delete(source);
    if (this.#runsSources.size > 0) return;
    this.#watcher?.stop();
    this.#watcher = null;
  }
}

function toStatus({ state, since }: FeedStatus): StreamStatus {
  return { state: state === 'live' ? 'live' : 'away', since };
}

function comeBack(reason: 'shutdown' | 'failed'): StreamEnd {
  const { least, most } = COME_BACK_MS;
  return { reason, retryMs: Math.round(least + Math.random() * (most - least)) };
}
