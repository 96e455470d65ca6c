/** Finds the addresses of a name. Throws if there are none. It has to end some time: others wait for it. */
export type Lookup = (host: string) => Promise<readonly string[]>;

export interface OutboundRules {
  /**
   * What may be reached though it is not public. `true`: private networks and this machine, but not where clouds keep
   * credentials, link-local, multicast and reserved addresses. A list: names (each with what is below it), addresses, and
   * ranges like `10.0.0.0/8`; a range opens whatever is in it. Default: `false`, nothing.
   */
  readonly allowPrivate?: boolean | readonly string[];
  /** If there are any, nothing else may be reached. At most 100; see `DomainPattern` for what a text means. Default: none. */
  readonly allowedDomains?: readonly string[];
  /** May not be reached, even if allowed. At most 100. Default: `SENSITIVE_DOMAINS`; `[]` blocks none. */
  readonly blockedDomains?: readonly string[];
  /** If there are any, only these ports. Default: all but those that are known to be of services other than the web. */
  readonly ports?: readonly number[];
  /** Default: as the system looks up names, the hosts file included. */
  readonly lookup?: Lookup;
}
