/**
 * Endings that mean something only inside a network: RFC 6761 and 6762 (with its appendix G), RFC 8375, and .internal, which
 * ICANN keeps for this. Clouds answer for their metadata under such names as well.
 */
const PRIVATE_ENDINGS = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'home.arpa',
];

/** Whether a name can only be that of something nearby. No public site has a name without a dot. */
export function isPrivateName(host: string): boolean {
  return !host.includes('.') || PRIVATE_ENDINGS.some((ending) => host.endsWith(`.${ending}`));
}
