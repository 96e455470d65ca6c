import type { Connection } from '../live/connection.ts';

/** A word and a sentence for each state of the connection; `since` is a time of day. */
export type ConnectionText = Readonly<
  Record<Connection['state'], { readonly label: string; readonly detail: (since: string) => string }>
>;
