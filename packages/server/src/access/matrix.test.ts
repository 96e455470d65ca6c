import { API_PATH, ENDPOINTS, type Endpoint } from '@telltale/api';
import { type Client, createClient } from '@telltale/engine/client';
import { createToken, revokeToken, startSession } from '@telltale/ledger';
import { testDatabase } from '@telltale/testing';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guarded, OWN } from '../../test/guarded.ts';
import type { ServerEnv } from '../context.ts';
import { createApp } from '../create-app.ts';
import { RunBodies } from '../runs/run-bodies.ts';
import { createStreams, type Streams } from '../stream/streams.ts';

const db = testDatabase();
let client: Client;
let streams: Streams;
let app: Hono<ServerEnv>;
let tokens: Record<'viewer' | 'operator' | 'revoked' | 'expired', string>;
let sessions: Record<'viewer' | 'operator', string>;
let asked = 0;

beforeAll(async () => {
  const pool = db.pool();
  client = await createClient({ pool });
  const { access, logger } = guarded({ pool, login: 'always' });
  const bodies = new RunBodies(client.reader);
  streams = createStreams({ client, bodies, logger });
  app = createApp({
    client,
    pool,
    bodies,
    access,
    streams,
    logger,
    pipelines: [],
    library: undefined,
    metrics: undefined,
    version: '1',
    startedAt: new Date().toISOString(),
    now: Date.now,
  });
  const create = async (name: string, role: 'viewer' | 'operator' = 'operator') =>
    (await createToken(pool, { name, role })).token;
  tokens = {
    viewer: await create('viewer', 'viewer'),
    operator: await create('operator'),
    revoked: await create('revoked'),
    expired: await create('expired'),
  };
  const start = async (token: string) => (await startSession(pool, token))!.secret;
  sessions = { viewer: await start(tokens.viewer), operator: await start(tokens.operator) };
  await revokeToken(pool, 'revoked');
  await db.query(`UPDATE telltale.access_token SET expires_at = now() WHERE name = 'expired'`);
});

afterAll(async () => {
  await streams.close();
  await client.close();
});

/** The status of the answer, with the code of its error if it is one. Each call comes from an address of its own. */
async function ask({ method, path, body }: Endpoint, headers: Record<string, string> = {}): Promise<string> {
  asked += 1;
  const leaving = new AbortController();
  const answer = await app.request(
    `${OWN}${API_PATH}${path.replaceAll(/\{\w+\}/g, 'none')}`,
    {
      method: method.toUpperCase(),
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      signal: leaving.signal,
      ...(body === undefined ? {} : { body: '{}' }),
    },
    { incoming: { socket: { remoteAddress: `10.0.${asked >> 8}.${asked & 255}` } } },
  );
  leaving.abort();
  if (answer.ok) {
    await answer.body?.cancel();
    return String(answer.status);
  }
  return `${answer.status} ${((await answer.json()) as { error: { code: string } }).error.code}`;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const cookie = (secret: string, headers = {}) => ({ cookie: `telltale_session=${secret}`, ...headers });

/** Past the guard: whatever the answer is, it is neither about who asks nor a fault. */
const ADMITTED = expect.not.stringMatching(/^(401|403|421|429|500|503)/);

describe.for(Object.entries<Endpoint>(ENDPOINTS))('%s', ([, endpoint]) => {
  const isPublic = endpoint.role === 'public';
  const forViewers = endpoint.role !== 'operator';
  const reads = endpoint.method === 'get';

  test('wants a token, unless it is for everybody', async () => {
    // The one that is for everybody refuses for a reason of its own: the token in its body.
    expect(await ask(endpoint)).toEqual(isPublic ? '400 request_invalid' : '401 unauthenticated');
  });

  test('takes no token that is wrong, revoked or expired', async () => {
    for (const token of [`tt_${'w'.repeat(43)}`, 'x', tokens.revoked, tokens.expired]) {
      expect(await ask(endpoint, bearer(token))).toBe('401 token_invalid');
    }
  });

  test('is open to operators, and to viewers only where nothing changes', async () => {
    expect(await ask(endpoint, bearer(tokens.operator))).toEqual(ADMITTED);
    expect(await ask(endpoint, bearer(tokens.viewer))).toEqual(forViewers ? ADMITTED : '403 forbidden');
  });

  test('is open to their sessions in the same way, from pages of the server', async () => {
    expect(await ask(endpoint, cookie(sessions.operator))).toEqual(reads ? ADMITTED : '403 origin_foreign');
    const own = { origin: OWN };
    expect(await ask(endpoint, cookie(sessions.viewer, own))).toEqual(forViewers ? ADMITTED : '403 forbidden');
    expect(await ask(endpoint, cookie(sessions.operator, own))).toEqual(ADMITTED);
  });

  test('is closed to pages of other sites, and under names that are not the server’s', async () => {
    const operator = bearer(tokens.operator);
    expect(await ask(endpoint, { ...operator, origin: 'http://localhost:3000' })).toBe('403 origin_foreign');
    expect(await ask(endpoint, { ...operator, origin: 'null' })).toBe('403 origin_foreign');
    expect(await ask(endpoint, { ...operator, host: 'evil.example' })).toBe('421 host_foreign');
  });
});
