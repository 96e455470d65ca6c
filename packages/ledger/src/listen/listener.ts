import type { Instant } from '@telltale/core';

/** Whether notifications arrive at once. */
export interface ListenerStatus {
  /** `connecting`: nothing arrives until the connection is there (again), and what is notified meanwhile is lost. */
  readonly state: 'connecting' | 'live' | 'closed';
  /** When this state began; while connecting, when it was last live or was made. */
  readonly since: Instant;
  /** Why it is not live. `null` while live, when closed, and before the first attempt has failed. */
  readonly error: Error | null;
}

/** Listens until it is closed, over as many connections as that takes, one at a time. */
export interface Listener extends AsyncDisposable {
  readonly status: ListenerStatus;
  /** Ends the connection, within about a second whatever the network does. No notification is told of after the call. */
  close(): Promise<void>;
}
