/** What a feed can be told; each has a default that suits a server. */
export interface FeedSettings {
  /**
   * How often the listening connection is asked whether it is alive, in milliseconds. On a network that drops packets
   * without a word, news is late by at most this plus `answerTimeoutMs`. The same beat finds runs that were removed
   * without a notification. Default: 15,000.
   */
  readonly heartbeatMs: number;
  /**
   * How long the database may take to connect, or to answer a heartbeat or a read, before the connection counts as
   * dead, in milliseconds. Default: 5,000.
   */
  readonly answerTimeoutMs: number;
  /** Pause before the first attempt to come back, in milliseconds; it doubles up to `maxRetryMs`. Default: 50. */
  readonly retryMs: number;
  /** Default: 5,000. */
  readonly maxRetryMs: number;
  /**
   * Most events that one statement reads, for all who ask together; each gets 16 at least. More makes a replay a little
   * cheaper, and holds up what waits behind it for longer. Default: 500.
   */
  readonly readEvents: number;
  /** Most events kept in memory for each followed run. Who is further behind reads the database. Default: 2,000. */
  readonly keptEvents: number;
  /** The same limit in bytes of JSON text. Default: 1 MiB. */
  readonly keptBytes: number;
}

export const FEED_DEFAULTS: FeedSettings = {
  heartbeatMs: 15_000,
  answerTimeoutMs: 5_000,
  retryMs: 50,
  maxRetryMs: 5_000,
  readEvents: 500,
  keptEvents: 2_000,
  keptBytes: 1_048_576,
};

/** Where a statement was sent: over the listening connection, or over the pool. */
export type ReadSource = 'tip' | 'history';

/** Moments that tests and metrics may want to know of. */
export interface FeedHooks {
  /** `LISTEN` is in force, for the first time or again. */
  listening?(): void;
  /** The listening connection was lost or could not be made, and will be tried again. */
  retrying?(retry: { readonly error: Error; readonly attempt: number; readonly delayMs: number }): void;
  /** One statement has brought what `runs` askers wanted. */
  read?(read: {
    readonly source: ReadSource;
    readonly runs: number;
    readonly events: number;
    readonly ms: number;
  }): void;
  /** A subscriber has everything up to `position` and waits for more. */
  waiting?(subscriber: { readonly runId: string; readonly position: number }): void;
  /** A notification came that is not ours. */
  ignored?(notification: { readonly payload: string }): void;
  /** The last subscriber of a run has left, and what was kept for it is freed. */
  dropped?(run: { readonly runId: string }): void;
}
