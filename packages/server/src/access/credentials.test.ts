import { createToken, endSession, revokeToken, startSession } from '@telltale/ledger';
import { startProxy, testDatabase } from '@telltale/testing';
import pg from 'pg';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { Credentials } from './credentials.ts';

const db = testDatabase();
let pool: pg.Pool;
let made = 0;

beforeAll(() => {
  pool = db.pool();
});

async function newToken(expiresAt?: Date): Promise<{ readonly name: string; readonly token: string }> {
  made += 1;
  const name = `token ${made}`;
  const { token } = await createToken(pool, { name, role: 'viewer', expiresAt });
  return { name, token };
}

function credentials(over: pg.Pool = pool) {
  const clock = { now: Date.now() };
  return { clock, known: new Credentials(over, () => clock.now) };
}

const MINUTE_MS = 60_000;

describe('what was looked up', () => {
  test('is not looked up again for 5 seconds, and so long a revoked token goes on', async () => {
    const { name, token } = await newToken();
    const { clock, known } = credentials();
    expect(await known.ofToken(token, false)).toMatchObject({ name });
    await revokeToken(pool, name);
    clock.now += 4_999;
    expect(await known.ofToken(token, false)).toMatchObject({ name });
    clock.now += 1;
    expect(await known.ofToken(token, true)).toBeNull();
    expect(await known.ofToken(token, true)).toBeNull();
  });

  test('ends with its token, also while it is remembered', async () => {
    const { clock, known } = credentials();
    const { token } = await newToken(new Date(clock.now + MINUTE_MS));
    clock.now += MINUTE_MS - 2_000;
    expect(await known.ofToken(token, true)).not.toBeNull();
    clock.now += 2_000;
    expect(known.knowsToken(token)).toBe(false);
  });

  test('is asked for once by all that ask at the same time', async () => {
    const { token } = await newToken();
    const query = vi.spyOn(pool, 'query');
    const { known } = credentials();
    const found = await Promise.all(Array.from({ length: 20 }, async () => await known.ofToken(token, true)));
    const finds = query.mock.calls.filter(([statement]) => JSON.stringify(statement).includes('find-token'));
    query.mockRestore();
    expect(found.every((principal) => principal === found[0])).toBe(true);
    expect(finds).toHaveLength(1);
  });

  test('is looked up anew when it was wrong', async () => {
    const { known } = credentials();
    expect(await known.ofToken(`tt_${'a'.repeat(43)}`, true)).toBeNull();
    expect(known.knowsToken(`tt_${'a'.repeat(43)}`)).toBe(false);
  });
});

test('a session is known by its secret, and forgotten when it was ended here', async () => {
  const { name, token } = await newToken();
  const session = await startSession(pool, token);
  const { known } = credentials();
  expect(await known.ofSession(session!.secret, false)).toEqual({
    name,
    role: 'viewer',
    expiresAt: session!.expiresAt,
  });
  await endSession(pool, session!.secret);
  known.forgetSession(session!.secret);
  expect(await known.ofSession(session!.secret, false)).toBeNull();
});

test('what is no token or no session needs no database', async () => {
  const ended = new pg.Pool();
  await ended.end();
  const { known } = credentials(ended);
  expect(await known.ofToken('x'.repeat(100_000), true)).toBeNull();
  expect(await known.ofSession('x'.repeat(100_000), true)).toBeNull();
});

describe('while the database is away', () => {
  async function behindProxy() {
    const proxy = await startProxy({ target: db.url });
    const through = new pg.Pool({ connectionString: proxy.url });
    through.on('error', () => undefined);
    const state = credentials(through);
    const { name, token } = await newToken();
    await state.known.ofToken(token, true);
    const end = async () => {
      proxy.cut();
      await through.end();
    };
    return { ...state, name, token, proxy, [Symbol.asyncDispose]: end };
  }

  async function away() {
    const site = await behindProxy();
    await site.proxy.refuse();
    site.proxy.cut();
    return site;
  }

  test('what was verified in the last 10 minutes may read, and nothing else', async () => {
    await using site = await away();
    const { known, clock, token, name } = site;
    const unreachable = { code: 'database_unreachable' };
    clock.now += 5_000;
    expect(await known.ofToken(token, true)).toMatchObject({ name });
    await expect(known.ofToken(token, false)).rejects.toMatchObject(unreachable);
    clock.now += 10 * MINUTE_MS - 5_001;
    expect(await known.ofToken(token, true)).toMatchObject({ name });
    clock.now += 1;
    await expect(known.ofToken(token, true)).rejects.toMatchObject(unreachable);
  });

  test('it counts as away when it says nothing', async () => {
    await using site = await behindProxy();
    const { known, clock, token, name, proxy } = site;
    proxy.blackhole();
    clock.now += 5_000;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const reading = known.ofToken(token, true);
      const refused = expect(known.ofToken(token, false)).rejects.toMatchObject({ code: 'database_unreachable' });
      vi.advanceTimersByTime(3_000);
      expect(await reading).toMatchObject({ name });
      await refused;
    } finally {
      vi.useRealTimers();
    }
  });

  test('nobody new gets in', async () => {
    await using site = await away();
    const { token } = await newToken();
    await expect(site.known.ofToken(token, true)).rejects.toMatchObject({ code: 'database_unreachable' });
  });

  test('a token that was revoked meanwhile is out as soon as the database is back', async () => {
    await using site = await away();
    const { known, clock, token, name, proxy } = site;
    clock.now += 5_000;
    await revokeToken(pool, name);
    expect(await known.ofToken(token, true)).toMatchObject({ name });
    await proxy.restore();
    expect(await known.ofToken(token, true)).toBeNull();
  });
});
