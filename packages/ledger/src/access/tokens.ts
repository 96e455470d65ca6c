import type { Pool } from 'pg';
import { QueryRunner } from '../read/query-runner.ts';
import { inTransaction } from '../runs/transaction.ts';
import { InvalidTokenError, TokenNameTakenError, TokenNotFoundError } from './errors.ts';
import { noteUse, type UsedTokenRow } from './note-use.ts';
import { COUNT_TOKENS, FIND_TOKEN, FREE_NAME, INSERT_TOKEN, LIST_TOKENS, REVOKE_TOKEN } from './queries.ts';
import { digest, newToken, tokenDigest } from './secret.ts';
import { type TokenInfo, type TokenRole, type TokenRow, toTokenInfo } from './token.ts';

export interface NewToken {
  /** 1–64 printable characters, with single spaces between words. */
  readonly name: string;
  readonly role: TokenRole;
  /** Default: never. */
  readonly expiresAt?: Date | undefined;
}

export interface CreatedToken {
  /** The token itself. It is nowhere else: show it now. */
  readonly token: string;
  readonly info: TokenInfo;
}

const NAME = /^(?=.{1,64}$)[^\p{C}\p{Z}]+( [^\p{C}\p{Z}]+)*$/u;

/** Throws `InvalidTokenError` and `TokenNameTakenError`. */
export async function createToken(pool: Pool, { name, role, expiresAt }: NewToken): Promise<CreatedToken> {
  if (!NAME.test(name)) throw new InvalidTokenError('name', '1 to 64 printable characters');
  if (role !== 'viewer' && role !== 'operator') throw new InvalidTokenError('role', 'viewer or operator');
  if (Number.isNaN(expiresAt?.getTime())) throw new InvalidTokenError('expiresAt', 'a moment');
  const token = newToken();
  const values = [name, role, digest(token), expiresAt ?? null];
  const [row] = await inTransaction(pool, async (transaction) => {
    const runner = new QueryRunner(transaction);
    await runner.rows({ text: FREE_NAME, values: [name] });
    return await runner.rows<TokenRow>({ text: INSERT_TOKEN, values });
  });
  if (row === undefined) throw new TokenNameTakenError(name);
  return { token, info: toTokenInfo(row) };
}

/** All tokens, the oldest first, with those that open nothing any more. */
export async function listTokens(pool: Pool): Promise<readonly TokenInfo[]> {
  const rows = await new QueryRunner(pool).rows<TokenRow>({ text: LIST_TOKENS, values: [] });
  return rows.map(toTokenInfo);
}

/** How many live tokens have a role. */
export async function countTokens(pool: Pool, role: TokenRole): Promise<number> {
  const [row] = await new QueryRunner(pool).rows<{ count: number }>({ text: COUNT_TOKENS, values: [role] });
  return row?.count ?? 0;
}

/**
 * Revokes a token, and ends its sessions. Of one that was revoked before, named by its id, nothing changes. Throws
 * `TokenNotFoundError`.
 */
export async function revokeToken(pool: Pool, nameOrId: string): Promise<TokenInfo> {
  if (!NAME.test(nameOrId)) throw new TokenNotFoundError(nameOrId);
  const [row] = await new QueryRunner(pool).rows<TokenRow>({ text: REVOKE_TOKEN, values: [nameOrId] });
  if (row === undefined) throw new TokenNotFoundError(nameOrId);
  return toTokenInfo(row);
}

/** The live token of this text, whose use is noted; `null` for anything else. */
export async function findToken(pool: Pool, text: string): Promise<TokenInfo | null> {
  const key = tokenDigest(text);
  if (key === null) return null;
  const [row] = await new QueryRunner(pool).rows<UsedTokenRow>({ name: 'find-token', text: FIND_TOKEN, values: [key] });
  if (row === undefined) return null;
  await noteUse(pool, row);
  return toTokenInfo(row);
}
