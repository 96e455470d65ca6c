import type { ApiError } from '@telltale/api';
import type { Instant } from '@telltale/core';
import { serverNow } from './clock.ts';
import { Store } from './store.ts';

/**
 * How news arrives.
 *
 * - `connecting`: nothing has come yet.
 * - `catching-up`: connected, and what happened meanwhile is on its way.
 * - `live`: what happens is here within the blink of an eye.
 * - `in-turns`: too many pages are open in this browser for each to be `live`: this one asks every few seconds.
 * - `away`: the server is there, but has no connection to its database: what is shown is what it knew last.
 * - `offline`: there is no connection to the server; it is tried again and again.
 * - `resting`: the page was hidden for a while and has let go of its connection; it goes on when somebody looks.
 * - `ended`: there is nothing more to come.
 */
export interface Connection {
  readonly state: 'connecting' | 'catching-up' | 'live' | 'in-turns' | 'away' | 'offline' | 'resting' | 'ended';
  readonly since: Instant;
  /** Why it is offline. */
  readonly error: ApiError | null;
}

export function connectionIs(state: Connection['state'], error: ApiError | null = null): Connection {
  return { state, since: new Date(serverNow()).toISOString(), error };
}

/** How the news of the page that is shown arrive. A page has one stream at most: browsers allow six to one server. */
export const connection = new Store<Connection>(connectionIs('connecting'));

let isInTurns = false;

/** Says whether this page shares its connection with others: as long as it does, it is never `live`. */
export function setInTurns(isSharing: boolean): void {
  isInTurns = isSharing;
}

const WELL: readonly Connection['state'][] = ['connecting', 'catching-up', 'live'];

/** Says how the connection is; `since` stays while the state does. */
export function setConnection(told: Connection): void {
  const next = isInTurns && WELL.includes(told.state) ? connectionIs('in-turns') : told;
  const { state, error } = connection.get();
  if (state === next.state && error === next.error) return;
  connection.set(state === next.state ? { ...next, since: connection.get().since } : next);
}
