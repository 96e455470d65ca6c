import { testDatabase } from '@telltale/testing';
import type pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { endSession, findSession, startSession } from './sessions.ts';
import { createToken, listTokens, revokeToken } from './tokens.ts';

const db = testDatabase();
let pool: pg.Pool;

beforeAll(() => {
  pool = db.pool();
});

const DAY_MS = 86_400_000;

async function start(name: string, expiresAt?: Date) {
  const { token } = await createToken(pool, { name, role: 'viewer', expiresAt });
  const session = await startSession(pool, token);
  if (session === null) throw new Error('the token is not live');
  return { ...session, token };
}

const rows = async () => (await db.query('SELECT FROM telltale.access_session')).rows.length;

test('a session stands for its token, for 7 days', async () => {
  const { secret, expiresAt } = await start('week');
  const found = await findSession(pool, secret);
  expect(found).toMatchObject({ token: { name: 'week', role: 'viewer' }, expiresAt });
  const { createdAt } = found?.token ?? { createdAt: '' };
  expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBeGreaterThanOrEqual(7 * DAY_MS - 1);
  expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBeLessThan(7 * DAY_MS + 60_000);
});

test('it ends with its token, where that ends earlier', async () => {
  const end = new Date(Math.floor(Date.now() / 1_000) * 1_000 + DAY_MS);
  expect((await start('day', end)).expiresAt).toBe(end.toISOString());
});

test('only its digest is kept', async () => {
  const { secret } = await start('digest');
  const { rows: kept } = await db.query('SELECT s::text AS row FROM telltale.access_session s');
  expect(kept.some(({ row }) => row.includes(secret))).toBe(false);
  expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

test('a token is no session, and a session is no token', async () => {
  const { token, secret } = await start('apart');
  expect(await findSession(pool, token)).toBeNull();
  expect(await startSession(pool, secret)).toBeNull();
  expect(await startSession(pool, `tt_${secret}`)).toBeNull();
});

test.for(['', 'x', '\0', 'x'.repeat(10_000), 'é'.repeat(43)])('%j is no session', async (secret) => {
  expect(await findSession(pool, secret)).toBeNull();
  await endSession(pool, secret);
});

test('ending it ends this one only', async () => {
  const { token, secret } = await start('two browsers');
  const other = await startSession(pool, token);
  await endSession(pool, secret);
  expect(await findSession(pool, secret)).toBeNull();
  expect(await findSession(pool, other?.secret ?? '')).not.toBeNull();
});

test('revoking its token ends it, and no other can be started', async () => {
  const { token, secret } = await start('revoked');
  const before = await rows();
  await revokeToken(pool, 'revoked');
  expect(await rows()).toBe(before - 1);
  expect(await findSession(pool, secret)).toBeNull();
  expect(await startSession(pool, token)).toBeNull();
});

test('it opens nothing once it or its token is over, and the next one that starts removes it', async () => {
  const { secret } = await start('over');
  const late = await start('late token');
  await db.query(`UPDATE telltale.access_session SET expires_at = now() FROM telltale.access_token t
                   WHERE t.id = token_id AND t.name = 'over'`);
  await db.query(`UPDATE telltale.access_token SET expires_at = now() WHERE name = 'late token'`);
  expect(await findSession(pool, secret)).toBeNull();
  expect(await findSession(pool, late.secret)).toBeNull();
  const before = await rows();
  await start('next');
  expect(await rows()).toBe(before);
});

test('using it counts as using its token', async () => {
  const { secret } = await start('noted');
  await findSession(pool, secret);
  expect((await listTokens(pool)).find(({ name }) => name === 'noted')?.lastUsedAt).toMatch(/Z$/);
});
