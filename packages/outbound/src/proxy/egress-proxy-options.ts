import type { OutboundRule } from '../errors.ts';

/** Something that the browser asked for and did not get. */
export interface Refusal {
  /** Empty if what it asked for could not be read. */
  readonly host: string;
  readonly rule: OutboundRule;
  /** A sentence for people. */
  readonly reason: string;
}

export interface EgressProxyOptions {
  /** Told of each request that was refused. What it throws is dropped. */
  readonly onRefused?: (refusal: Refusal) => void;
  /** Let requests to domains outside of `allowedDomains` pass. Default: `false`. */
  readonly anyDomain?: boolean;
  /** How long a connection may be silent. Default: 5 minutes. */
  readonly idleTimeoutMs?: number;
}
