/** How streams are kept; each has a default that suits a server. */
export interface StreamSettings {
  /** Most streams at a time, of both kinds together; who comes then is refused. Default: 2,000. */
  readonly maxClients: number;
  /** After how long without a message a ping is sent, in milliseconds. Default: 5,000. */
  readonly pingMs: number;
  /** How long a client may take nothing of what waits for it before it is disconnected, in milliseconds. Default: 300,000. */
  readonly stallMs: number;
  /** How long the changes of all runs gather before they are looked up and told, in milliseconds. Default: 250. */
  readonly gatherMs: number;
  /** How often the runs in hand are judged anew, in milliseconds: a run gets quiet without any event. Default: 5,000. */
  readonly judgeMs: number;
}

export const STREAM_DEFAULTS: StreamSettings = {
  maxClients: 2_000,
  pingMs: 5_000,
  stallMs: 300_000,
  gatherMs: 250,
  judgeMs: 5_000,
};

/** Why a stream is over: the client went away, was told the end, or took nothing for too long. */
export type StreamExit = 'left' | 'ended' | 'stalled';

/** Moments that tests and metrics may want to know of. */
export interface StreamHooks {
  streamOpened?(): void;
  streamClosed?(stream: { readonly how: StreamExit }): void;
  /** An event that was new, not history, was handed to the socket of one client, so long after it had happened. */
  eventSent?(event: { readonly lagMs: number }): void;
}
