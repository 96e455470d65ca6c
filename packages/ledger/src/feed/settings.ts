import { LISTENER_DEFAULTS, type ListenerHooks, type ListenerSettings } from '../listen/settings.ts';

/**
 * What a feed can be told; each has a default that suits a server. The beat of `heartbeatMs` also finds runs that were
 * removed without a notification, and `answerTimeoutMs` holds for reads over the pool, too.
 */
export interface FeedSettings extends ListenerSettings {
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
  ...LISTENER_DEFAULTS,
  readEvents: 500,
  keptEvents: 2_000,
  keptBytes: 1_048_576,
};

/** Where a statement was sent: over the listening connection, or over the pool. */
export type ReadSource = 'tip' | 'history';

/** Moments that tests and metrics may want to know of. */
export interface FeedHooks extends ListenerHooks {
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
