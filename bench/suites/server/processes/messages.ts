/** Memory in use, in bytes: all of the process, and its live JavaScript objects. */
export interface MemorySample {
  readonly rss: number;
  readonly heapUsed: number;
}

/** What the server's process says. */
export type FromServer =
  | { type: 'ready'; url: string }
  | { type: 'cpu'; microseconds: number }
  /** Taken after a collection. */
  | { type: 'memory'; sample: MemorySample };

export type ToServer = { type: 'cpu' } | { type: 'memory' } | { type: 'stop' };

/** What the process of streaming clients says: all have what the run had; how old each event was when a client had it, in ms. */
export type FromClients = { type: 'ready' } | { type: 'delays'; ms: Float64Array };

export type ToClients = { type: 'until'; seq: number };
