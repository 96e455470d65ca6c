export interface FollowSettings {
  /** A connection that brings nothing for so long, not even a `ping`, is taken as lost. Default: 15,000. */
  readonly silenceMs: number;
  /** The first pause before connecting again; each one in a row is twice as long. Default: what the server says, else 500. */
  readonly retryMs: number | null;
  /** The longest of these pauses; a server that asks for more gets more. Default: 5,000. */
  readonly maxRetryMs: number;
}

export const FOLLOW_DEFAULTS: FollowSettings = { silenceMs: 15_000, retryMs: null, maxRetryMs: 5_000 };
