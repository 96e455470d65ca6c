import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { API_PATH, ENDPOINTS } from '@telltale/api';
import { createToken } from '@telltale/ledger';
import { testDatabase } from '@telltale/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer, type Server } from '../create-server.ts';

const db = testDatabase();
const none = () => undefined;
let server: Server;
let viewer: string;
let operator: string;

beforeAll(async () => {
  const pool = db.pool();
  viewer = (await createToken(pool, { name: 'viewer', role: 'viewer' })).token;
  operator = (await createToken(pool, { name: 'operator', role: 'operator' })).token;
  const logger = { debug: none, info: none, warn: none, error: none };
  server = await createServer({ pool, port: 0, login: 'always', logger, version: '1' });
});

afterAll(async () => {
  await server.close({ graceMs: 0 });
});

/** Sends these headers as they stand; gives the status and the code of the error in the answer. */
async function raw(headers: readonly string[], body = ''): Promise<string> {
  const { port } = server.address;
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const head = [...headers, 'Connection: close'].join('\r\n').replaceAll('PORT', String(port));
  socket.write(`${head}\r\n\r\n${body}`);
  const answer = await text(socket);
  const [, status = ''] = /^HTTP\/1\.1 (\d+)/.exec(answer) ?? [];
  const [, code] = /"code":"(\w+)"/.exec(answer) ?? [];
  return code === undefined ? status : `${status} ${code}`;
}

const GET = `GET ${API_PATH}/session HTTP/1.1`;
const HOST = 'Host: localhost:PORT';

describe('requests as only a socket can send them', () => {
  test('one that is in order', async () => {
    expect(await raw([GET, HOST, `Authorization: Bearer ${viewer}`])).toBe('200');
    expect(await raw([GET, 'Host: [::1]:PORT', `Authorization: Bearer ${viewer}`])).toBe('200');
  });

  test('two tokens are none', async () => {
    const two = [`Authorization: Bearer ${viewer}`, `Authorization: Bearer ${operator}`];
    expect(await raw([GET, HOST, ...two])).toBe('401 token_invalid');
  });

  test('a host that is foreign is refused, also where the address of the request names a good one', async () => {
    const token = `Authorization: Bearer ${viewer}`;
    expect(await raw([GET, 'Host: evil.example', token])).toBe('421 host_foreign');
    expect(await raw([`GET http://localhost:PORT${API_PATH}/session HTTP/1.1`, 'Host: evil.example', token])).toBe(
      '421 host_foreign',
    );
    for (const host of ['Host: localhost:PORT@evil.example', 'Host: evil.example/localhost', 'Host:']) {
      expect(await raw([GET, host, token])).toMatch(/^4/);
    }
    expect(await raw([GET, token])).toBe('400');
    expect(await raw([GET, HOST, 'Host: evil.example', token])).toMatch(/^4/);
  });

  test('a cookie that fills the headers opens nothing', async () => {
    expect(await raw([GET, HOST, `Cookie: telltale_session=${'x'.repeat(15_000)}`])).toBe('401 unauthenticated');
  });
});

describe('a body that does not say its length', () => {
  const send = async (body: string, more: readonly string[] = []) => {
    const headers = [`POST ${API_PATH}/session HTTP/1.1`, HOST, 'Content-Type: application/json', ...more];
    const chunks = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    return await raw([...headers, 'Transfer-Encoding: chunked'], chunks);
  };

  test('is read as any other', async () => {
    expect(await send(JSON.stringify({ token: viewer }))).toBe('200');
  });

  test('is refused when it is too large', async () => {
    const body = JSON.stringify({ token: viewer.padEnd(1.3 * 1024 * 1024) });
    expect(await send(body, [`Authorization: Bearer ${viewer}`])).toBe('413 body_too_large');
    expect(await send(body)).toBe('401 unauthenticated');
  });
});

describe('a session by the API', () => {
  const call = async (method: string, headers = {}, body?: object) =>
    await fetch(`${server.address.url}${API_PATH}/session`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const session = ENDPOINTS.getSession.result;

  test('is started with a token, says who asks, and is ended', async () => {
    const started = await call('POST', {}, { token: operator });
    expect(started.status).toBe(200);
    const [cookie = ''] = started.headers.getSetCookie()[0]?.split(';') ?? [];
    const who = session.parse(await started.json());
    expect(who).toMatchObject({ name: 'operator', role: 'operator', loginRequired: true });
    expect(who.expiresAt).not.toBeNull();

    expect(await (await call('GET', { cookie })).json()).toEqual(who);
    const token = await (await call('GET', { authorization: `Bearer ${operator}` })).json();
    expect(session.parse(token)).toEqual({ ...who, expiresAt: null });

    expect((await call('DELETE', { cookie })).status).toBe(403);
    const ended = await call('DELETE', { cookie, origin: server.address.url });
    expect(ended.status).toBe(204);
    expect(ended.headers.getSetCookie()[0]).toMatch(/^telltale_session=; Max-Age=0; .*HttpOnly/);
    expect((await call('GET', { cookie })).status).toBe(401);
  });

  test('is not started with a token that is wrong', async () => {
    const answer = await call('POST', {}, { token: `tt_${'w'.repeat(43)}` });
    expect(answer.status).toBe(401);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(await answer.json()).toMatchObject({ error: { code: 'token_invalid' } });
  });
});
