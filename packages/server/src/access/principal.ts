import type { Role } from '@telltale/api';
import type { Instant } from '@telltale/core';

/** Who asks. */
export interface Principal {
  /** The token's name; `local` where no login is needed, `anonymous` where one is and nobody has. */
  readonly name: string;
  /** `null`: nobody knows who asks. */
  readonly role: Role | null;
  /** When the token or the session ends; `null`: never. */
  readonly expiresAt: Instant | null;
}

/** Whoever reaches a server that only this machine can reach may do there what it likes with the database anyway. */
export const LOCAL: Principal = { name: 'local', role: 'operator', expiresAt: null };

export const ANONYMOUS: Principal = { name: 'anonymous', role: null, expiresAt: null };
