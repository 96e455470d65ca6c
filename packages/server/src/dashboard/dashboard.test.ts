import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { createToken, startSession } from '@telltale/ledger';
import { testDatabase } from '@telltale/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestServer, testServer } from '../../test/server.ts';
import { createAccess } from '../access/create-access.ts';
import type { ServerContext } from '../context.ts';
import { type OpenedDashboard, openDashboard } from './open-dashboard.ts';

const SCRIPT = 'export const answer = 42;\n'.repeat(100);
const INDEX = `<!doctype html>
<html lang="en">
  <head>
    <meta name="csp-nonce" content="">
    <script type="module" src="/assets/index-1a2b.js"></script>
  </head>
  <body><div id="app"></div></body>
</html>`;

const folder = mkdtempSync(join(tmpdir(), 'telltale-dashboard-'));

function write(name: string, content: string | Buffer): void {
  writeFileSync(join(folder, name), content);
}

mkdirSync(join(folder, 'assets'));
write('index.html', INDEX);
write('favicon.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
write('assets/index-1a2b.js', SCRIPT);
write('assets/index-1a2b.js.br', brotliCompressSync(SCRIPT));
write('assets/index-1a2b.js.gz', gzipSync(SCRIPT));
write('assets/small-3c4d.css', 'a{}');
afterAll(() => rmSync(folder, { recursive: true }));

const preloads = { '/runs/$runId': ['/assets/index-1a2b.js', '/assets/small-3c4d.css'] };
let dashboard: OpenedDashboard;

beforeAll(async () => {
  dashboard = await openDashboard({ folder, preloads });
});

const files: NonNullable<ServerContext['files']> = new Map([
  ['/sample/feed.xml', { contentType: 'application/xml', read: async () => Buffer.from('<rss/>') }],
]);
const db = testDatabase();
const open = testServer(db, { working: false, context: (context) => ({ ...context, files, dashboard }) });
const closed = testServer(db, {
  working: false,
  context: (context) => {
    const { logger, now, pool } = context;
    return {
      ...context,
      dashboard,
      access: createAccess({ pool, logger, now, hostname: '127.0.0.1', login: 'always' }),
    };
  },
});
const without = testServer(db, { working: false });

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'sec-fetch-mode': 'navigate' };

/** What somebody gets who opens an address in a browser. */
async function visit(server: TestServer, path: string, headers: Record<string, string> = {}) {
  const response = await server.request(path, { headers: { ...BROWSER, ...headers } });
  return { status: response.status, headers: response.headers, html: await response.text() };
}

describe('the page', () => {
  test.for([
    '/',
    '/?verdict=stuck',
    '/runs/episode-show.42-run-1?tab=items',
    '/search',
    '/no/such/page',
    '/metrically',
  ])('is at %s', async (path) => {
    const { status, headers, html } = await visit(open, path);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=UTF-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(html).toContain('<div id="app"></div>');
  });

  test('lets in the style elements of its own nonce, which no other answer has, and of scripts only files', async () => {
    const nonces = new Set<string>();
    for (let i = 0; i < 3; i += 1) {
      const { headers, html } = await visit(open, '/');
      const nonce = /<meta name="csp-nonce" content="([\w+/=]{22,})">/.exec(html)?.[1] ?? '';
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy.split('; ')).toEqual(
        expect.arrayContaining(["default-src 'none'", "script-src 'self'", `style-src 'self' 'nonce-${nonce}'`]),
      );
      expect(policy).not.toContain('unsafe');
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  test('has the headers that all answers have', async () => {
    const { headers } = await visit(open, '/');
    for (const name of ['cross-origin-opener-policy', 'cross-origin-resource-policy', 'x-content-type-options']) {
      expect(headers.get(name), name).not.toBeNull();
    }
  });

  test('loads at once what is needed at its address', async () => {
    const { html } = await visit(open, '/runs/episode-show.42-run-1');
    expect(html).toContain(
      '<link rel="modulepreload" crossorigin href="/assets/index-1a2b.js"><link rel="stylesheet" crossorigin href="/assets/small-3c4d.css"></head>',
    );
    expect((await visit(open, '/runs/')).html).not.toContain('modulepreload');
    expect((await visit(open, '/search')).html).not.toContain('modulepreload');
  });

  test('can be asked for by HEAD', async () => {
    const response = await open.request('/runs/a', { method: 'HEAD', headers: BROWSER });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  test.for([
    '/api',
    '/api/v1/nothing',
    '/api/docs/more',
    '/assets/none-1a2b.js',
    '/assets/',
    '/sample/none',
    '/healthz/x',
  ])('is not at %s, where it would hide that nothing is there', async (path) => {
    const { status, html } = await visit(open, path);
    expect(status).toBe(404);
    expect(JSON.parse(html)).toMatchObject({ error: { code: 'not_found' } });
  });

  test.for(['/api/docs', '/api/openapi.json', '/api/v1/status', '/healthz', '/sample/feed.xml', '/favicon.svg'])(
    'leaves %s as it is',
    async (path) => {
      const { status, html } = await visit(open, path);
      expect(status).toBe(200);
      expect(html).not.toContain('id="app"');
    },
  );

  test('is for browsers that somebody looks at: programs are told what there is', async () => {
    const asJson = { headers: { accept: 'application/json' } };
    expect((await open.request('/runs/a', asJson)).status).toBe(404);
    expect((await open.request('/runs/a', { method: 'POST', headers: BROWSER })).status).toBe(404);
    const background = { ...BROWSER, 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-origin' };
    expect((await open.request('/runs/a', { headers: background })).status).toBe(404);
    expect(await (await open.request('/', asJson)).text()).toContain('Telltale runs here');
  });

  test('wants a login where one is needed, and comes back to its address', async () => {
    const { status, headers } = await visit(closed, '/runs/a?tab=items');
    expect([status, headers.get('location')]).toEqual([303, '/login?next=%2Fruns%2Fa%3Ftab%3Ditems']);
    const { token } = await createToken(db.pool(), { name: 'vera', role: 'viewer' });
    const { secret } = (await startSession(db.pool(), token))!;
    const cookie = `telltale_session=${secret}`;
    expect((await visit(closed, '/runs/a', { cookie })).html).toContain('id="app"');
  });

  test('is the small one where there is no dashboard', async () => {
    expect((await visit(without, '/')).html).toContain('Telltale runs here');
    expect((await visit(without, '/runs/a')).status).toBe(404);
  });
});

describe('a file', () => {
  async function get(path: string, encodings?: string) {
    const headers = encodings === undefined ? {} : { 'accept-encoding': encodings };
    const response = await closed.request(path, { headers });
    return { response, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
  }

  test('is for everybody, and stays in their browsers for good', async () => {
    const { response, headers, body } = await get('/assets/index-1a2b.js');
    expect(response.status).toBe(200);
    expect(body.toString()).toBe(SCRIPT);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
      'content-length': String(SCRIPT.length),
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      vary: 'Accept-Encoding',
    });
    expect(headers.has('content-encoding')).toBe(false);
  });

  test('comes as small as whoever asks can read it', async () => {
    const br = await get('/assets/index-1a2b.js', 'gzip, deflate, br, zstd');
    expect(br.headers.get('content-encoding')).toBe('br');
    expect(brotliDecompressSync(br.body).toString()).toBe(SCRIPT);
    const gzip = await get('/assets/index-1a2b.js', 'gzip');
    expect(gzip.headers.get('content-encoding')).toBe('gzip');
    expect(gzip.headers.get('content-length')).toBe(String(gzip.body.length));
    expect(gunzipSync(gzip.body).toString()).toBe(SCRIPT);
    const small = await get('/assets/small-3c4d.css', 'br');
    expect(small.headers.get('content-encoding')).toBeNull();
    expect(small.headers.get('content-type')).toBe('text/css; charset=utf-8');
  });

  test('whose name does not change with its content is asked for again', async () => {
    const { headers } = await get('/favicon.svg');
    expect(headers.get('cache-control')).toBe('public, max-age=3600');
    expect(headers.get('content-type')).toMatch(/^image\/svg\+xml/);
  });

  test.for([
    '/assets/index-1a2b.js.br',
    '/assets/../index.html',
    '/assets/%2e%2e/index.html',
    '/assets/..%2findex.html',
    '/index.html',
  ])('is not at %s', async (path) => {
    expect((await get(path)).response.status).toBe(404);
  });

  test('can be asked for by HEAD, and by nothing that changes something', async () => {
    const head = await closed.request('/assets/index-1a2b.js', { method: 'HEAD' });
    expect([head.headers.get('content-length'), await head.text()]).toEqual([String(SCRIPT.length), '']);
    const post = await open.request('/assets/index-1a2b.js', { method: 'POST' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('a folder without a dashboard', () => {
  test.for([
    ['no index.html', null],
    ['one without a place for the nonce', '<html><head></head></html>'],
    ['one that does not end its head', '<meta name="csp-nonce" content=""><body>'],
  ] as const)('that has %s is refused, with what to do', async ([, content]) => {
    const other = mkdtempSync(join(tmpdir(), 'telltale-dashboard-'));
    if (content !== null) writeFileSync(join(other, 'index.html'), content);
    try {
      await expect(openDashboard({ folder: other })).rejects.toMatchObject({
        code: 'dashboard_invalid',
        message: expect.stringContaining(other),
        hint: expect.stringContaining('npm run dashboard'),
      });
    } finally {
      rmSync(other, { recursive: true });
    }
  });

  test('that is not there is refused too', async () => {
    await expect(openDashboard({ folder: join(folder, 'none') })).rejects.toMatchObject({ code: 'dashboard_invalid' });
  });
});
