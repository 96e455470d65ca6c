/** Who asks, and why. It stands in the trace, where everybody who may see the run reads it. */
export interface Asked {
  /** A user, or a token's name. Default: not told. */
  readonly by?: string;
  /** Default: not told. */
  readonly reason?: string;
}

/** The two as an event has them, without what else an options object holds. */
export function asked({ by, reason }: Asked): Asked {
  return { ...(by === undefined ? {} : { by }), ...(reason === undefined ? {} : { reason }) };
}
