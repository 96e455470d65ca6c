import { type Client, createClient } from '@telltale/engine/client';
import { createFeed, type Feed, type FeedStream, type RunMessage } from '@telltale/ledger';
import type { EventType, TraceEvent } from '@telltale/core';
import pg from 'pg';

/** A client and a feed in one process, as a server has them. */
export interface WatchedClient extends AsyncDisposable {
  readonly pool: pg.Pool;
  readonly client: Client;
  readonly feed: Feed;
}

export async function openWatchedClient(url: string): Promise<WatchedClient> {
  const pool = new pg.Pool({ connectionString: url });
  const client = await createClient({ pool });
  const feed = createFeed({ pool });
  return {
    pool,
    client,
    feed,
    [Symbol.asyncDispose]: async () => {
      await feed.close();
      await client.close();
      await pool.end();
    },
  };
}
