import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

export interface Address {
  /** In numbers, without brackets. */
  readonly address: string;
  readonly family: 4 | 6;
}

export type Ip = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * An IPv4-mapped address as the IPv4 one that it means. `undefined` unless it is an address in its plain spelling: `127.1` is
 * none, since a URL has made 127.0.0.1 of it long before; nor is one with a zone, which means something on this machine alone.
 */
export function parseAddress(text: string): Ip | undefined {
  if (isIP(text) !== 6) return isIP(text) === 0 ? undefined : ipaddr.parse(text);
  // A URL spells it without dots: ipaddr.js would take ::1.2.3.4 for 1.2.3.4.
  const literal = URL.parse(`http://[${text}]`)?.hostname.slice(1, -1);
  return literal === undefined ? undefined : ipaddr.process(literal);
}

/** The IPv4 address that is reached through the well-known prefix of NAT64 (RFC 6052); any other as it is. */
export function innermost(ip: Ip): Ip {
  if (!isV6(ip) || !ip.match(NAT64, 96)) return ip;
  return new ipaddr.IPv4(ip.toByteArray().slice(12));
}

const NAT64 = ipaddr.IPv6.parse('64:ff9b::');

export function isV6(ip: Ip): ip is ipaddr.IPv6 {
  return ip.kind() === 'ipv6';
}
