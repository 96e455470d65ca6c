import type { Instant } from '@telltale/core';
import { instant, instantOrNull } from '../read/instants.ts';

/** `viewer` reads; `operator` may also submit and control runs. */
export type TokenRole = 'viewer' | 'operator';

/** What is known of a token. Its text is not: it was shown once, when it was made. */
export interface TokenInfo {
  readonly id: string;
  /** No two tokens that are not revoked have one name. */
  readonly name: string;
  readonly role: TokenRole;
  /** By the database's clock. Only a `live` one opens anything. */
  readonly state: 'live' | 'expired' | 'revoked';
  readonly createdAt: Instant;
  /** Up to a minute older than the last use; `null` before the first. */
  readonly lastUsedAt: Instant | null;
  /** `null`: never. */
  readonly expiresAt: Instant | null;
  readonly revokedAt: Instant | null;
}

export interface TokenRow extends Pick<TokenInfo, 'id' | 'name' | 'role' | 'state'> {
  readonly created_at: Date;
  readonly last_used_at: Date | null;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
}

export function toTokenInfo({ id, name, role, state, ...row }: TokenRow): TokenInfo {
  return {
    id,
    name,
    role,
    state,
    createdAt: instant(row.created_at),
    lastUsedAt: instantOrNull(row.last_used_at),
    expiresAt: instantOrNull(row.expires_at),
    revokedAt: instantOrNull(row.revoked_at),
  };
}
