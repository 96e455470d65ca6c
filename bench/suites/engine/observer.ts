import type { EventType, TraceEvent } from '@telltale/core';
import { type Client, createClient } from '@telltale/engine/client';
import { createFeed, type Feed } from '@telltale/ledger';
import pg from 'pg';
import { clockMs } from '../../harness/clock.ts';

/** An event, and when it got here by the machine's clock, in ms. */
export interface Arrival<T extends EventType> {
  readonly event: TraceEvent<T>;
  readonly atMs: number;
}

/** A process that submits runs and follows their traces, as a server does. */
export class Observer implements AsyncDisposable {
  readonly pool: pg.Pool;
  readonly client: Client;
  readonly #feed: Feed;

  private constructor(pool: pg.Pool, client: Client) {
    this.pool = pool;
    this.client = client;
    this.#feed = createFeed({ pool });
  }

  static async open(url: string): Promise<Observer> {
    const pool = new pg.Pool({ connectionString: url });
    // `end` does not wait until the server knows, which then drops the database.
    pool.on('error', () => undefined);
    return new Observer(pool, await createClient({ pool }));
  }

  async follow(runId: string): Promise<Trace> {
    return new Trace(arrivals(await this.#feed.subscribe(runId)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#feed.close();
    await this.client.close();
    await this.pool.end();
  }
}

/** The trace of one run, as it arrives. */
export class Trace implements AsyncDisposable {
  readonly #arrivals: AsyncGenerator<Arrival<EventType>>;

  constructor(all: AsyncGenerator<Arrival<EventType>>) {
    this.#arrivals = all;
  }

  /** The next event of this type; what comes before it is passed over. */
  async next<T extends EventType>(type: T): Promise<Arrival<T>> {
    for (;;) {
      const { done, value } = await this.#arrivals.next();
      if (done) throw new Error(`the trace ended without ${type}`);
      if (value.event.type === type) return value as Arrival<T>;
      if (value.event.type === 'run.failed') throw new Error(value.event.data.error.message);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#arrivals.return(undefined);
  }
}

async function* arrivals(stream: Awaited<ReturnType<Feed['subscribe']>>): AsyncGenerator<Arrival<EventType>> {
  for await (const message of stream) {
    const atMs = clockMs();
    if (message.kind === 'events') for (const event of message.events) yield { event, atMs };
  }
}
