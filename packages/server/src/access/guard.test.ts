import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { createToken, revokeToken, startSession } from '@telltale/ledger';
import { testDatabase } from '@telltale/testing';
import pg from 'pg';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Ask, type Guarded, guarded, OWN } from '../../test/guarded.ts';

const db = testDatabase();
let pool: pg.Pool;
let open: Guarded;
let viewer: string;
let operator: string;
let session: string;

beforeAll(async () => {
  pool = db.pool();
  open = guarded({ pool, login: 'always' });
  viewer = (await createToken(pool, { name: 'viewer', role: 'viewer' })).token;
  operator = (await createToken(pool, { name: 'operator', role: 'operator' })).token;
  session = (await startSession(pool, operator))!.secret;
});

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const cookie = (headers = {}) => ({ headers: { cookie: `telltale_session=${session}`, ...headers } });
const WRONG = `tt_${'w'.repeat(43)}`;

async function refusal(ask: Promise<Response>): Promise<string> {
  const answer = await ask;
  const { error } = (await answer.json()) as { error: { code: string } };
  return `${answer.status} ${error.code}`;
}

describe('the host', () => {
  const hosts = (site: Guarded, host: string) => site.ask('/viewed', { headers: { host } });

  test('has to be one of the server’s own; the answer names the option that adds one', async () => {
    const site = guarded({ pool });
    for (const host of ['localhost:4040', 'LOCALHOST.:4040', '127.0.0.1:4040', '[::1]:4040', 'localhost:8080']) {
      expect((await hosts(site, host)).status, host).toBe(200);
    }
    for (const host of ['evil.example:4040', 'localhost:4040@evil', '10.0.0.1:4040', 'localhost/', '']) {
      expect(await refusal(hosts(site, host)), host).toBe('421 host_foreign');
    }
    const { error } = (await (await hosts(site, 'evil.example')).json()) as { error: { hint: string } };
    expect(error.hint).toContain('--allowed-host');
  });

  test('is checked before anything else, and by the header, whatever the address of the request says', async () => {
    expect(await refusal(open.ask('/viewed', { headers: { ...bearer(WRONG).headers, host: 'evil.example' } }))).toBe(
      '421 host_foreign',
    );
    expect(await refusal(open.ask('http://evil.example/viewed'))).toBe('421 host_foreign');
  });

  test('does not matter to checks of health, which ask by any address', async () => {
    expect(await (await open.ask('/healthz', { headers: { host: '10.1.2.3:4040' } })).text()).toBe('ok');
    expect(await (await open.ask('/healthz', bearer(WRONG))).text()).toBe('ok');
  });
});

describe('a request that a browser sends for another site', () => {
  const site = () => guarded({ pool });
  const post = (headers: Record<string, string>): Ask => ({ method: 'POST', headers });

  test.for([
    ['another site', { origin: 'http://evil.example' }],
    ['another port of the same machine', { origin: 'http://localhost:3000' }],
    ['the default port of the same machine', { origin: 'http://localhost' }],
    ['another name of the same machine', { origin: 'http://127.0.0.1:4040' }],
    ['nowhere, as from a sandbox or a file', { origin: 'null' }],
    ['an extension', { origin: 'chrome-extension://localhost:4040' }],
    ['two places', { origin: `${OWN}, http://evil.example` }],
    ['a lookalike', { origin: `${OWN}.evil.example` }],
    ['a user of a lookalike', { origin: `${OWN}@evil.example` }],
  ] as const)('is refused when it comes from %s', async ([, headers]) => {
    expect(await refusal(site().ask('/operated', post(headers)))).toBe('403 origin_foreign');
    expect(await refusal(site().ask('/viewed', { headers }))).toBe('403 origin_foreign');
  });

  test('is refused where the browser says so itself, unless somebody follows a link', async () => {
    const fetched = (site: string, mode = 'no-cors') => ({ 'sec-fetch-site': site, 'sec-fetch-mode': mode });
    for (const from of ['cross-site', 'same-site']) {
      expect(await refusal(site().ask('/viewed', { headers: fetched(from) })), from).toBe('403 origin_foreign');
      expect((await site().ask('/viewed', { headers: fetched(from, 'navigate') })).status, from).toBe(200);
      expect(await refusal(site().ask('/operated', post(fetched(from, 'navigate')))), from).toBe('403 origin_foreign');
    }
    for (const from of ['same-origin', 'none']) {
      expect((await site().ask('/viewed', { headers: fetched(from) })).status, from).toBe(200);
    }
  });

  test('is told from one of an own page', async () => {
    for (const origin of [OWN, 'https://localhost:4040']) {
      expect((await site().ask('/operated', post({ origin, 'sec-fetch-site': 'same-origin' }))).status).toBe(200);
    }
    const proxied = guarded({ pool, login: 'always', allowedHosts: ['telltale.example'] });
    const answer = await proxied.ask('/operated', {
      method: 'POST',
      headers: { ...bearer(operator).headers, host: 'telltale.example', origin: 'https://telltale.example' },
    });
    expect(answer.status).toBe(200);
  });

  test('gets no permission to read anything from elsewhere', async () => {
    const asked = { origin: 'http://evil.example', 'access-control-request-method': 'POST' };
    const answer = await site().ask('/operated', { method: 'OPTIONS', headers: asked });
    expect(answer.status).toBe(403);
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('every answer', () => {
  const names = [
    'content-security-policy',
    'cross-origin-opener-policy',
    'cross-origin-resource-policy',
    'permissions-policy',
    'referrer-policy',
    'x-content-type-options',
    'x-frame-options',
  ];

  test.for<[string, Ask]>([
    ['/viewed', {}],
    ['/healthz', {}],
    ['/api/v1/raw', {}],
    ['/nowhere', {}],
    ['/viewed', { headers: { host: 'evil.example' } }],
    ['/viewed', { headers: { origin: 'null' } }],
    ['/viewed', bearer('x')],
    ['/operated', { method: 'POST', body: 'x'.repeat(2_000_000) }],
  ])('has the headers of security: %j', async ([path, ask]) => {
    const { headers } = await guarded({ pool }).ask(path, ask);
    expect(names.filter((name) => !headers.has(name))).toEqual([]);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.has('strict-transport-security')).toBe(false);
  });

  test('allows no inline script, no frame around it, and nothing from elsewhere', async () => {
    const policy = (await open.ask('/healthz')).headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|http|\*/);
  });

  test('keeps what it says itself', async () => {
    const { headers } = await guarded({ pool }).ask('/api/v1/raw');
    expect(headers.get('content-security-policy')).toBe('sandbox');
  });

  test.for(['/api/v1/raw', '/nowhere', '/viewed', '/login'])('is stored nowhere: %s', async (path) => {
    expect((await open.ask(path)).headers.get('cache-control')).toBe('no-store');
  });
});

describe('a body', () => {
  const site = () => guarded({ pool });

  test('may have 1.25 MiB', async () => {
    const body = 'x'.repeat(1.25 * 1024 * 1024);
    expect(await (await site().ask('/operated', { method: 'POST', body })).json()).toEqual({ bytes: body.length });
    expect(await refusal(site().ask('/operated', { method: 'POST', body: `${body}x` }))).toBe('413 body_too_large');
  });

  test('is measured also where it says that it is small', async () => {
    const body = 'x'.repeat(2_000_000);
    const headers = { 'transfer-encoding': 'chunked', 'content-length': '10' };
    expect(await refusal(site().ask('/operated', { method: 'POST', body, headers }))).toBe('413 body_too_large');
  });

  test('of somebody unknown may have 16 KiB, so that many of them cannot fill the memory', async () => {
    const post = (bytes: number, headers = {}) =>
      refusal(open.ask('/login', { method: 'POST', body: `token=${'x'.repeat(bytes)}`, headers }));
    const chunked = { 'transfer-encoding': 'chunked' };
    for (const headers of [{}, chunked]) expect(await post(17_000, headers)).toBe('401 unauthenticated');
    const form = await open.ask('/login', { method: 'POST', body: `token=${'x'.repeat(16_000)}`, headers: chunked });
    expect(await form.text()).toContain('This token is wrong');
  });

  test('that breaks off is no fault of the server', async () => {
    const local = site();
    const body = new ReadableStream({
      pull: (controller) => controller.error(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })),
    });
    const ask = local.app.request(`${OWN}/operated`, { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect(await refusal(Promise.resolve(ask))).toBe('400 request_invalid');
    expect(local.lines).toEqual([]);
  });
});

describe('who asks', () => {
  test('is said by a token, with which cookies do not matter', async () => {
    expect(await (await open.ask('/viewed', bearer(viewer))).json()).toEqual({
      name: 'viewer',
      role: 'viewer',
      expiresAt: null,
    });
    const both = { authorization: `bearer  ${viewer}`, cookie: `telltale_session=${session}` };
    expect(await (await open.ask('/viewed', { headers: both })).json()).toMatchObject({ name: 'viewer' });
    const posted = await open.ask('/operated', { method: 'POST', ...bearer(operator) });
    expect(posted.status).toBe(200);
  });

  test('is said by the cookie of a session', async () => {
    expect(await (await open.ask('/viewed', cookie())).json()).toMatchObject({ name: 'operator', role: 'operator' });
  });

  test('is whoever uses this machine, where no login is needed', async () => {
    const local = guarded({ pool });
    expect(await (await local.ask('/viewed')).json()).toMatchObject({ name: 'local', role: 'operator' });
    expect(await (await local.ask('/viewed', bearer(viewer))).json()).toMatchObject({ name: 'viewer' });
    expect(await (await local.ask('/viewed', { headers: { cookie: 'telltale_session=old' } })).json()).toMatchObject({
      name: 'local',
    });
  });

  test('is nobody, where a login is needed', async () => {
    const answer = await open.ask('/viewed');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(await refusal(Promise.resolve(answer))).toBe('401 unauthenticated');
  });

  test.for([
    ['a token in the URL', `/viewed?token=${'TOKEN'}&access_token=${'TOKEN'}`, {}],
    ['a token as a cookie', '/viewed', { cookie: 'telltale_session=TOKEN' }],
    ['a token without “Bearer”', '/viewed', { authorization: 'TOKEN' }],
    ['another scheme', '/viewed', { authorization: 'Basic TOKEN' }],
    ['a huge cookie', '/viewed', { cookie: `telltale_session=${'x'.repeat(100_000)}` }],
    ['a cookie of another name', '/viewed', { cookie: 'session=TOKEN' }],
  ] as const)('is not said by %s', async ([, path, headers]) => {
    const filled = Object.entries(headers).map(([name, value]) => [name, value.replace('TOKEN', viewer)]);
    const ask = open.ask(path.replaceAll('TOKEN', viewer), { headers: Object.fromEntries(filled) });
    expect(await refusal(ask)).toBe('401 unauthenticated');
  });

  test('is not said by two tokens', async () => {
    const site = guarded({ pool, login: 'always' });
    const headers = { authorization: `Bearer ${viewer}, Bearer ${operator}` };
    expect(await refusal(site.ask('/viewed', { headers }))).toBe('401 token_invalid');
  });

  test('has to be said rightly, also where no login is needed', async () => {
    const local = guarded({ pool });
    for (const token of [WRONG, 'x', `${viewer}x`]) {
      expect(await refusal(local.ask('/viewed', bearer(token)))).toBe('401 token_invalid');
    }
  });

  test('is told to the log when a token is refused, without the token', async () => {
    const site = guarded({ pool });
    await site.ask('/viewed', { ...bearer(WRONG), from: '10.9.8.7' });
    expect(site.lines).toEqual([
      { level: 'warn', text: expect.stringMatching(/^A token was refused.*"address":"10.9.8.7","path":"\/viewed"/) },
    ]);
    expect(JSON.stringify(site.lines)).not.toContain(WRONG.slice(0, 20));
  });

  test('cannot be found out while the database is away', async () => {
    const ended = new pg.Pool();
    await ended.end();
    const site = guarded({ pool: ended, login: 'always' });
    expect(await refusal(site.ask('/viewed', bearer(viewer)))).toBe('503 database_unreachable');
    expect(await refusal(site.ask('/viewed', cookie()))).toBe('503 database_unreachable');
    expect(await refusal(site.ask('/viewed'))).toBe('401 unauthenticated');
  });
});

describe('a change with the cookie', () => {
  const change = (headers = {}) => open.ask('/operated', { method: 'POST', ...cookie(headers) });

  test('has to come from an own page', async () => {
    expect((await change({ origin: OWN })).status).toBe(200);
    expect((await change({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  test.for([{}, { 'sec-fetch-site': 'none' }, { origin: 'null' }, { origin: 'http://localhost:1' }])(
    'is refused with %j',
    async (headers) => {
      expect(await refusal(change(headers))).toBe('403 origin_foreign');
    },
  );
});

describe('guessing', () => {
  const guess = (site: Guarded, from: string) => site.ask('/viewed', { ...bearer(WRONG), from });

  test('ends after ten tries from one address, which then waits', async () => {
    const site = guarded({ pool });
    for (let i = 0; i < 10; i += 1) expect(await refusal(guess(site, '10.0.0.1'))).toBe('401 token_invalid');
    const refused = await guess(site, '10.0.0.1');
    expect(refused.headers.get('retry-after')).toBe('300');
    expect(await refusal(Promise.resolve(refused))).toBe('429 too_many_attempts');
    expect(await refusal(site.ask('/viewed', { ...bearer(operator), from: '10.0.0.1' }))).toBe('429 too_many_attempts');
    expect(await refusal(guess(site, '10.0.0.2'))).toBe('401 token_invalid');
    expect(site.lines).toHaveLength(11);
    site.clock.now += 300_000;
    expect(await refusal(guess(site, '10.0.0.1'))).toBe('401 token_invalid');
  });

  test('is not counted for the address that a header names', async () => {
    const site = guarded({ pool });
    const forwarded = (i: number) =>
      site.ask('/viewed', { headers: { ...bearer(WRONG).headers, 'x-forwarded-for': `10.0.0.${i}` } });
    for (let i = 0; i < 10; i += 1) await forwarded(i);
    expect(await refusal(forwarded(10))).toBe('429 too_many_attempts');
  });

  test('does not keep out those who are known, and these do not use up tries', async () => {
    const site = guarded({ pool });
    const known = () => site.ask('/viewed', { ...bearer(viewer), from: '10.0.0.1' });
    for (let i = 0; i < 20; i += 1) expect((await known()).status).toBe(200);
    for (let i = 0; i < 11; i += 1) await guess(site, '10.0.0.1');
    expect((await known()).status).toBe(200);
    site.clock.now += 10_000;
    expect((await known()).status).toBe(200);
  });

  test('many times at once is answered and logged as if it were one after the other', async () => {
    const site = guarded({ pool });
    const answers = await Promise.all(Array.from({ length: 40 }, async () => (await guess(site, '10.0.0.1')).status));
    expect(answers.filter((status) => status === 401)).toHaveLength(10);
    expect(answers.filter((status) => status === 429)).toHaveLength(30);
    expect(site.lines).toHaveLength(10);
  });
});

test('a token that is revoked takes its sessions with it within 5 seconds', async () => {
  const site = guarded({ pool, login: 'always' });
  const { token } = await createToken(pool, { name: 'short', role: 'viewer' });
  const { secret } = (await startSession(pool, token))!;
  const ask = async () => (await site.ask('/viewed', { headers: { cookie: `telltale_session=${secret}` } })).status;
  expect(await ask()).toBe(200);
  await revokeToken(pool, 'short');
  site.clock.now += 5_000;
  expect(await ask()).toBe(401);
});

describe('a stream', () => {
  async function follow() {
    const site = guarded({ pool, login: 'always' });
    const name = `follower ${randomUUID()}`;
    const { token } = await createToken(pool, { name, role: 'viewer' });
    const cut = Promise.withResolvers<void>();
    const outgoing = Object.assign(new EventEmitter(), { destroyed: false, destroy: vi.fn(cut.resolve) });
    const { status } = await site.ask('/followed', { ...bearer(token), outgoing });
    expect(status).toBe(200);
    const later = async () => {
      site.clock.now += 5_000;
      vi.advanceTimersByTime(5_000);
      // Waits for the same answer of the database.
      await site.ask('/viewed', bearer(token));
    };
    return { name, outgoing, cut: cut.promise, later };
  }

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  test('is cut within 5 seconds when its token is revoked', async () => {
    const { name, outgoing, cut, later } = await follow();
    await later();
    expect(outgoing.destroy).not.toHaveBeenCalled();
    await revokeToken(pool, name);
    await later();
    await cut;
    outgoing.emit('close');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('that has ended is watched no more, and one that nobody has to log in for never is', async () => {
    const { outgoing } = await follow();
    expect(vi.getTimerCount()).toBe(1);
    outgoing.emit('close');
    expect(vi.getTimerCount()).toBe(0);
    await guarded({ pool }).ask('/followed', { outgoing: new EventEmitter() });
    expect(vi.getTimerCount()).toBe(0);
  });
});
