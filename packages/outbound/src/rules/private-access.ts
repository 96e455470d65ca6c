import ipaddr from 'ipaddr.js';
import { type Ip, innermost, isV6, parseAddress } from '../address/address.ts';
import { kindOfAddress, OPEN_TO_ALL_PRIVATE } from '../address/kind-of-address.ts';
import { OutboundRulesError } from '../errors.ts';
import { type DomainPattern, parsePatterns } from './domain-pattern.ts';

type Range = readonly [network: Ip, bits: number];

/** Which of the addresses and names that are not public may be reached. */
export class PrivateAccess {
  readonly #all: boolean;
  readonly #names: readonly DomainPattern[];
  readonly #ranges: readonly Range[];

  /** `true`: private networks and this machine. A list: names, addresses and ranges. Throws `OutboundRulesError`. */
  constructor(allowed: boolean | readonly string[]) {
    this.#all = allowed === true;
    const entries = typeof allowed === 'boolean' ? [] : allowed;
    this.#ranges = entries.filter(isRange).map(parseRange);
    this.#names = parsePatterns(
      'allowPrivate',
      entries.filter((entry) => !isRange(entry)),
    );
  }

  /** Whether a name of a private network may be looked up: where it leads is judged afterwards. */
  allowsLookup(host: string): boolean {
    return this.#ranges.length > 0 || this.#opens(host);
  }

  /** `host` is the name that led to the address, or the address itself. */
  allowsAddress(host: string, ip: Ip): boolean {
    if (this.#ranges.some((range) => contains(range, ip) || contains(range, innermost(ip)))) return true;
    return this.#opens(host) && OPEN_TO_ALL_PRIVATE.has(kindOfAddress(ip));
  }

  #opens(host: string): boolean {
    return this.#all || this.#names.some((name) => name.takes(host));
  }
}

function isRange(entry: string): boolean {
  return entry.includes('/') || parseAddress(entry) !== undefined;
}

function parseRange(entry: string): Range {
  const ip = parseAddress(entry);
  if (ip !== undefined) return [ip, isV6(ip) ? 128 : 32];
  const [network = '', bits = ''] = entry.split('/');
  if (parseAddress(network) !== undefined && /^\d+$/.test(bits) && ipaddr.isValidCIDR(entry)) {
    return ipaddr.parseCIDR(entry);
  }
  throw new OutboundRulesError(
    `"allowPrivate" has ${JSON.stringify(entry.slice(0, 100))}, which is no range of addresses.`,
    'Write a range as 10.0.0.0/8 or fd00::/8, and a name without a slash.',
  );
}

function contains([network, bits]: Range, ip: Ip): boolean {
  // An address and a range of different kinds cannot be compared.
  return isV6(network) === isV6(ip) && ip.match(network, bits);
}
