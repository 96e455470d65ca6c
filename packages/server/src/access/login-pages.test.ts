import { createToken, revokeToken } from '@telltale/ledger';
import { testDatabase } from '@telltale/testing';
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Guarded, guarded, OWN } from '../../test/guarded.ts';

const db = testDatabase();
let pool: pg.Pool;
let site: Guarded;
let token: string;

beforeAll(async () => {
  pool = db.pool();
  site = guarded({ pool, login: 'always' });
  token = (await createToken(pool, { name: 'ana', role: 'operator' })).token;
});

const PAGE = { accept: 'text/html,*/*;q=0.8' };
const WRONG = `tt_${'w'.repeat(43)}`;

function send(fields: Record<string, string>, headers = {}, to = site): Promise<Response> {
  return to.ask('/login', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: OWN, ...headers },
    body: new URLSearchParams(fields).toString(),
  });
}

function cookieOf(answer: Response): string {
  const [pair = ''] = answer.headers.getSetCookie()[0]?.split(';') ?? [];
  return pair;
}

describe('a browser that nobody has logged in with', () => {
  test('is sent to the login, and is told to come back', async () => {
    const answer = await site.ask('/viewed?a=1', { headers: PAGE });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/login?next=%2Fviewed%3Fa%3D1']);
  });

  test('is answered as a program where a page asks in the background, or wants something changed', async () => {
    const background = { ...PAGE, 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-origin' };
    expect((await site.ask('/viewed', { headers: background })).status).toBe(401);
    expect((await site.ask('/viewed', { headers: { accept: 'application/json' } })).status).toBe(401);
    expect((await site.ask('/operated', { method: 'POST', headers: PAGE })).status).toBe(401);
  });
});

describe('the page', () => {
  test('has a form and says where a token comes from; it needs no script, and no style but its file', async () => {
    const answer = await site.ask('/login?next=/viewed');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const page = await answer.text();
    expect(page).toContain('<form method="post" action="/login">');
    expect(page).toContain('<input type="hidden" name="next" value="/viewed">');
    expect(page).toContain('telltale token create NAME --role viewer');
    expect(page).not.toMatch(/<script|<style| style=| on[a-z]+=|https?:/);
    const style = await site.ask('/login.css');
    expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8');
  });

  test('writes nothing of its address into itself that is not escaped', async () => {
    const page = await (await site.ask(`/login?next=${encodeURIComponent('/?q="><script>alert(1)</script>')}`)).text();
    expect(page).not.toContain('<script');
    const elsewhere = await (await site.ask('/login?next=//evil.example')).text();
    expect(elsewhere).toContain('name="next" value="/"');
  });

  test('makes way at once for those who need no login', async () => {
    const local = await guarded({ pool }).ask('/login?next=/viewed');
    expect([local.status, local.headers.get('location')]).toEqual([303, '/viewed']);
  });

  test('looks again, from a page of its own, whether there is a cookie, when somebody followed a link to it', async () => {
    const linked = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    const page = await (await site.ask('/login?next=/viewed', { headers: linked })).text();
    expect(page).toContain('<meta http-equiv="refresh" content="0; url=/login?next=%2Fviewed">');
    const own = { ...linked, 'sec-fetch-site': 'same-origin' };
    expect(await (await site.ask('/login?next=/viewed', { headers: own })).text()).toContain('<form');
  });
});

describe('the form', () => {
  test('takes a token, sets a cookie that only this server gets and no script reads, and goes on', async () => {
    const answer = await send({ token: ` ${token}\n`, next: '/viewed?a=1' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/viewed?a=1']);
    const [cookie = '', ...more] = answer.headers.getSetCookie();
    expect(more).toEqual([]);
    expect(cookie).toMatch(/^telltale_session=[A-Za-z0-9_-]{43}; /);
    const attributes = cookie.split('; ').slice(1).sort();
    expect(attributes).toEqual(['HttpOnly', expect.stringMatching(/^Max-Age=60\d{4}$/), 'Path=/', 'SameSite=Strict']);
    const seen = await site.ask('/viewed', { headers: { cookie: cookieOf(answer) } });
    expect(await seen.json()).toMatchObject({ name: 'ana', role: 'operator' });
  });

  test('marks the cookie for TLS only where that is what the browser speaks', async () => {
    const secure = async (headers = {}) =>
      (await send({ token }, headers)).headers.getSetCookie()[0]?.includes('Secure');
    expect(await secure()).toBe(false);
    expect(await secure({ 'x-forwarded-proto': 'https' })).toBe(true);
    expect(await secure({ origin: 'https://localhost:4040' })).toBe(true);
  });

  test.for(['//evil.example', '/\\evil.example', 'https://evil.example', '/\r\nSet-Cookie: a=b', '/\u2028x'])(
    'goes nowhere else: %j',
    async (next) => {
      const answer = await send({ token, next });
      expect(new URL(answer.headers.get('location') ?? '', OWN).origin).toBe(OWN);
      expect(answer.headers.get('location')).toMatch(/^\/[!-~]*$/);
      expect(answer.headers.getSetCookie()).toHaveLength(1);
    },
  );

  test('says what is wrong with a token, and keeps where to go', async () => {
    for (const wrong of [WRONG, '', 'x'.repeat(10_000)]) {
      const answer = await send({ token: wrong, next: '/viewed' });
      expect(answer.status).toBe(401);
      expect(answer.headers.getSetCookie()).toEqual([]);
      const page = await answer.text();
      expect(page).toContain('This token is wrong, has expired or was revoked.');
      expect(page).toContain('name="next" value="/viewed"');
    }
    expect((await send({})).status).toBe(401);
  });

  test('is refused when another site sent it', async () => {
    expect((await send({ token }, { origin: 'http://evil.example' })).status).toBe(403);
  });

  test('says when too many tokens were wrong, and for how long', async () => {
    const busy = guarded({ pool, login: 'always' });
    for (let i = 0; i < 10; i += 1) await send({ token: WRONG }, {}, busy);
    const answer = await send({ token }, {}, busy);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '300']);
    expect(await answer.text()).toContain('Try again in 300 s.');
    expect(busy.lines).toHaveLength(10);
  });

  test('says when the database is away, and not where it is', async () => {
    const ended = new pg.Pool({ host: 'db.internal' });
    await ended.end();
    const answer = await send({ token }, {}, guarded({ pool: ended, login: 'always' }));
    expect(answer.status).toBe(503);
    const page = await answer.text();
    expect(page).toContain('The database cannot be reached.');
    expect(page).not.toContain('db.internal');
  });
});

test('logging out ends the session and takes the cookie away', async () => {
  const cookie = cookieOf(await send({ token }));
  const answer = await site.ask('/logout', { method: 'POST', headers: { cookie, origin: OWN } });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/login']);
  expect(answer.headers.getSetCookie()[0]).toContain('telltale_session=; Max-Age=0');
  expect((await site.ask('/viewed', { headers: { cookie } })).status).toBe(401);
});

test('a token that was revoked logs nobody in', async () => {
  const { token: gone } = await createToken(pool, { name: 'gone', role: 'viewer' });
  await revokeToken(pool, 'gone');
  expect((await send({ token: gone })).status).toBe(401);
});
