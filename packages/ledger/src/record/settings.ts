/** What a recorder can be told; each has a default that suits a worker. */
export interface RecorderSettings {
  /**
   * Longest time that an event lies in this process when nobody waits for it, in milliseconds. Longer means bigger and so
   * cheaper flushes, shorter a fresher picture. Default: 3. An event that somebody waits for never lies.
   */
  readonly lingerMs: number;
  /** Most events in one flush. More makes the flush slower than it makes it cheaper. Default: 1,000. */
  readonly maxFlushEvents: number;
  /** Events that may be queued before `event()` makes its callers wait. Default: 10,000. */
  readonly maxQueuedEvents: number;
  /** Largest JSON text of an item's result, in bytes. Default: 1 MiB. */
  readonly maxResultBytes: number;
  /** Least time between two `step.progressed` events of a run, in milliseconds. Default: 1,000. */
  readonly progressEventMs: number;
  /**
   * How long the database may take to answer a flush before the connection counts as dead, in milliseconds: the flush is
   * then sent again over a new one, which writes nothing twice. Default: 30,000.
   */
  readonly flushTimeoutMs: number;
  /** How long one attempt to connect may take, in milliseconds. Default: 10,000. */
  readonly connectTimeoutMs: number;
  /** First pause before trying again, in milliseconds; it doubles, with jitter, up to `maxRetryMs`. Default: 50. */
  readonly retryMs: number;
  /** Default: 5,000. */
  readonly maxRetryMs: number;
}

export const RECORDER_DEFAULTS: RecorderSettings = {
  lingerMs: 3,
  maxFlushEvents: 1_000,
  maxQueuedEvents: 10_000,
  maxResultBytes: 1_048_576,
  progressEventMs: 1_000,
  flushTimeoutMs: 30_000,
  connectTimeoutMs: 10_000,
  retryMs: 50,
  maxRetryMs: 5_000,
};

/** Moments that tests and metrics may want to know of. A throwing hook changes nothing. */
export interface RecorderHooks {
  /** A flush is about to be sent, for the first time or again. */
  flushing?(flush: { readonly events: number; readonly runs: number; readonly attempt: number }): void;
  /** A flush is in the database. `ms` counts from its first sending. */
  flushed?(flush: { readonly events: number; readonly runs: number; readonly ms: number }): void;
  /** A flush, or the connection for it, failed and will be tried again. */
  retrying?(retry: { readonly error: Error; readonly attempt: number; readonly delayMs: number }): void;
  /** Something a person should know of that has no caller to be thrown at: a refused event, a database that is away. */
  problem?(error: Error): void;
}
