/** Who asks, and why. It stands in the trace, where everybody who may see the run reads it. */
export interface Asked {
  /** A user, or a token's name. Default: not told. */
  readonly by?: string | undefined;
  /** Default: not told. */
  readonly reason?: string | undefined;
}

/** The two as an event has them: without what was not told, and without what else an options object holds. */
export function asked({ by, reason }: Asked): { readonly by?: string; readonly reason?: string } {
  return { ...(by === undefined ? {} : { by }), ...(reason === undefined ? {} : { reason }) };
}
