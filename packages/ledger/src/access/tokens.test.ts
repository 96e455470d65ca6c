import { hash } from 'node:crypto';
import { testDatabase } from '@telltale/testing';
import type pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { countTokens, createToken, findToken, listTokens, type NewToken, revokeToken } from './tokens.ts';

const db = testDatabase();
let pool: pg.Pool;

beforeAll(() => {
  pool = db.pool();
});

const create = async (name: string, options: Partial<NewToken> = {}) =>
  await createToken(pool, { name, role: 'viewer', ...options });

async function expire(name: string): Promise<void> {
  await db.query(`UPDATE telltale.access_token SET expires_at = now() WHERE name = $1`, [name]);
}

describe('a token', () => {
  test('is found by its text, and only its digest is kept', async () => {
    const { token, info } = await create('kept', { role: 'operator' });
    expect(token).toMatch(/^tt_[A-Za-z0-9_-]{43}$/);
    expect(await findToken(pool, token)).toMatchObject({ id: info.id, name: 'kept', role: 'operator', state: 'live' });
    const { rows } = await db.query(`SELECT t::text AS row, digest FROM telltale.access_token t WHERE name = 'kept'`);
    expect(rows[0]!.digest).toEqual(hash('sha256', token, 'buffer'));
    expect(rows[0]!.row).not.toContain(token.slice(3));
  });

  test('is found as it stands only', async () => {
    const { token } = await create('exact');
    const last = token.endsWith('A') ? 'B' : 'A';
    const others = [
      '',
      'tt_',
      ` ${token}`,
      `${token}\n`,
      `${token}A`,
      token.slice(0, -1),
      token.slice(3),
      `${token}\0`,
    ];
    for (const other of [...others, token.slice(0, -1) + last, token.toUpperCase()]) {
      expect(await findToken(pool, other), JSON.stringify(other)).toBeNull();
    }
  });

  test('opens nothing from the moment at which it expires', async () => {
    const { token } = await create('brief', { expiresAt: new Date(Date.now() + 3_600_000) });
    expect(await findToken(pool, token)).not.toBeNull();
    await expire('brief');
    expect(await findToken(pool, token)).toBeNull();
    expect((await listTokens(pool)).find(({ name }) => name === 'brief')?.state).toBe('expired');
  });

  test('that is revoked opens nothing', async () => {
    const { token, info } = await create('gone');
    expect(await revokeToken(pool, 'gone')).toMatchObject({ id: info.id, state: 'revoked' });
    expect(await findToken(pool, token)).toBeNull();
  });

  test('has the time of its use noted once a minute', async () => {
    const { token } = await create('used');
    const lastUsed = async () => (await listTokens(pool)).find(({ name }) => name === 'used')?.lastUsedAt;
    const use = async (ageSeconds: number) => {
      await db.query(
        `UPDATE telltale.access_token SET last_used_at = date_trunc('second', now()) - make_interval(secs => $1) WHERE name = 'used'`,
        [ageSeconds],
      );
      const before = await lastUsed();
      await findToken(pool, token);
      return (await lastUsed()) !== before;
    };
    expect(await lastUsed()).toBeNull();
    await findToken(pool, token);
    expect(await lastUsed()).toMatch(/Z$/);
    expect(await use(45)).toBe(false);
    expect(await use(10)).toBe(false);
    expect(await use(62)).toBe(true);
  });

  test('opens also where its use cannot be noted', async () => {
    const { token } = await create('unnoted');
    await using reading = await readOnly();
    expect(await findToken(reading.pool, token)).toMatchObject({ name: 'unnoted', lastUsedAt: null });
  });
});

describe('names', () => {
  test('belong to one token that is not revoked', async () => {
    await create('one');
    await expect(create('one')).rejects.toMatchObject({ code: 'token_name_taken', details: { name: 'one' } });
    await revokeToken(pool, 'one');
    const { info } = await create('one');
    expect((await revokeToken(pool, 'one')).id).toBe(info.id);
  });

  test('of tokens made at once go to one', async () => {
    const made = await Promise.allSettled(Array.from({ length: 8 }, async () => await create('raced')));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('of an expired token are free', async () => {
    const { token } = await create('again');
    await expire('again');
    const second = await create('again');
    expect(await findToken(pool, token)).toBeNull();
    expect(await findToken(pool, second.token)).toMatchObject({ id: second.info.id });
  });

  test.for(['', ' a', 'a ', 'a  b', 'a\nb', 'a\0', 'a\u200bb', 'x'.repeat(65)])('%j is none', async (name) => {
    await expect(create(name)).rejects.toMatchObject({ code: 'token_option_invalid', details: { field: 'name' } });
    await expect(revokeToken(pool, name)).rejects.toMatchObject({ code: 'token_not_found' });
  });

  test.for(['a', 'Ana’s laptop', '検索', 'x'.repeat(64), "'; DROP TABLE x; --"])('%j is one', async (name) => {
    expect((await create(name)).info.name).toBe(name);
    expect((await revokeToken(pool, name)).name).toBe(name);
  });
});

describe('revoking', () => {
  test('goes by the id as well, and the second time changes nothing', async () => {
    const { info } = await create('by id');
    const first = await revokeToken(pool, info.id);
    expect(await revokeToken(pool, info.id)).toEqual(first);
  });

  test('takes a name before an id', async () => {
    const { info } = await create('first');
    const named = await create(info.id);
    expect((await revokeToken(pool, info.id)).id).toBe(named.info.id);
    expect((await revokeToken(pool, info.id)).id).toBe(info.id);
  });

  test('of what is not there, or was revoked before, is an error', async () => {
    await create('twice');
    await revokeToken(pool, 'twice');
    for (const name of ['twice', 'nobody', 'x'.repeat(5_000)]) {
      await expect(revokeToken(pool, name)).rejects.toMatchObject({ code: 'token_not_found' });
    }
  });
});

test('a role or an end that no token can have is refused', async () => {
  await expect(create('r', { role: 'admin' as never })).rejects.toMatchObject({ details: { field: 'role' } });
  const expiresAt = new Date('never');
  await expect(create('r', { expiresAt })).rejects.toMatchObject({ details: { field: 'expiresAt' } });
});

test('only live tokens of the role are counted', async () => {
  const before = await countTokens(pool, 'operator');
  for (const name of ['c-1', 'c-2', 'c-3']) await create(name, { role: 'operator' });
  await create('c-4');
  await revokeToken(pool, 'c-1');
  await expire('c-2');
  expect(await countTokens(pool, 'operator')).toBe(before + 1);
});

test('tokens are listed in the order in which they were made', async () => {
  for (const name of ['l-1', 'l-2', 'l-3']) await create(name);
  const names = (await listTokens(pool)).map(({ name }) => name).filter((name) => name.startsWith('l-'));
  expect(names).toEqual(['l-1', 'l-2', 'l-3']);
});

async function readOnly() {
  const reading = db.pool({ options: '-c default_transaction_read_only=on' });
  return { pool: reading, [Symbol.asyncDispose]: async () => await reading.end() };
}
