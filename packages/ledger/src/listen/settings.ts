/** How a listening connection is kept; each has a default that suits a server. */
export interface ListenerSettings {
  /**
   * How often the listening connection is asked whether it is alive, in milliseconds. On a network that drops packets
   * without a word, news is late by at most this plus `answerTimeoutMs`. Default: 15,000.
   */
  readonly heartbeatMs: number;
  /**
   * How long the database may take to connect, or to answer what is sent over the listening connection, before that
   * counts as dead, in milliseconds. Default: 5,000.
   */
  readonly answerTimeoutMs: number;
  /** Pause before the first attempt to come back, in milliseconds; it doubles up to `maxRetryMs`. Default: 50. */
  readonly retryMs: number;
  /** Default: 5,000. */
  readonly maxRetryMs: number;
}

export const LISTENER_DEFAULTS: ListenerSettings = {
  heartbeatMs: 15_000,
  answerTimeoutMs: 5_000,
  retryMs: 50,
  maxRetryMs: 5_000,
};

/** Moments that tests and metrics may want to know of. */
export interface ListenerHooks {
  /** `LISTEN` is in force, for the first time or again. */
  listening?(): void;
  /** The listening connection was lost or could not be made, and will be tried again. */
  retrying?(retry: { readonly error: Error; readonly attempt: number; readonly delayMs: number }): void;
}
