import { type Ip, innermost, isV6 } from './address.ts';

/** What an address is good for. Whatever is not known to be public is not. */
export type AddressKind =
  | 'public'
  | 'loopback'
  | 'private'
  | 'shared'
  | 'link-local'
  | 'metadata'
  | 'unspecified'
  | 'multicast'
  | 'broadcast'
  | 'reserved';

export const KIND_IN_WORDS: Readonly<Record<AddressKind, string>> = {
  public: 'a public address',
  loopback: 'an address of this machine itself',
  private: 'a private address',
  shared: 'an address of a provider’s inner network',
  'link-local': 'a link-local address',
  metadata: 'where a cloud keeps its credentials',
  unspecified: 'an address that stands for this machine',
  multicast: 'a multicast address',
  broadcast: 'a broadcast address',
  reserved: 'in a reserved range',
};

/** Kinds with services that a person may want to reach. The others are opened only one by one. */
export const OPEN_TO_ALL_PRIVATE: ReadonlySet<AddressKind> = new Set(['public', 'loopback', 'private', 'shared']);

/**
 * Where clouds answer with credentials or settings of the machine, in the words of their documentation: AWS, GCP, Azure and
 * most others; ECS tasks and EKS pods; Alibaba; Oracle; Azure's host, which has a public address; AWS and GCP over IPv6.
 */
const METADATA: ReadonlySet<string> = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
]);

export function kindOfAddress(ip: Ip): AddressKind {
  const inner = innermost(ip);
  if (METADATA.has(inner.toString())) return 'metadata';
  switch (inner.range()) {
    case 'unicast':
      return isV6(inner) && !isGlobal(inner.parts) ? 'reserved' : 'public';
    case 'loopback':
      return 'loopback';
    case 'private':
    case 'uniqueLocal':
      return 'private';
    case 'carrierGradeNat':
      return 'shared';
    case 'linkLocal':
      return 'link-local';
    case 'unspecified':
      return 'unspecified';
    case 'multicast':
      return 'multicast';
    case 'broadcast':
      return 'broadcast';
    default:
      return 'reserved';
  }
}

/** IPv6 has given out 2000::/3 alone (RFC 4291 §2.4, and IANA's registry). */
function isGlobal(parts: readonly number[]): boolean {
  return ((parts[0] ?? 0) & 0xe000) === 0x2000;
}
