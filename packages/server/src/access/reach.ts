import { countTokens } from '@telltale/ledger';
import type { Pool } from 'pg';
import { TokensMissingError } from './errors.ts';
import { isLoopback } from './host.ts';

/** From where the server can be reached. */
export interface Reach {
  /** The address or name that it listens on. */
  readonly hostname: string;
  /** Other names that it answers for, each with a port or for any: `telltale.example`, `10.0.0.7:8080`. Default: none. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** `auto`: wherever others than this machine can reach it. Default: `auto`. */
  readonly login?: 'auto' | 'always' | undefined;
}

/** Who gave it another name has something in front of it, a proxy or a tunnel, through which others come. */
export function loginRequired({ hostname, allowedHosts = [], login = 'auto' }: Reach): boolean {
  return login === 'always' || allowedHosts.length > 0 || !isLoopback(hostname);
}

/** Throws `TokensMissingError` where a login is needed and nobody could log in to do anything. */
export async function assertMayListen({ pool, ...reach }: Reach & { readonly pool: Pool }): Promise<void> {
  if (!loginRequired(reach) || (await countTokens(pool, 'operator')) > 0) return;
  throw new TokensMissingError(reach.hostname);
}
