import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test, vi } from 'vitest';
import { askProxy, openTunnel, passwordFor, readHead, say, startProxy } from '../../test/proxied.ts';
import { answerWith, deadPort, serve, serveRaw } from '../../test/servers.ts';
import { testPolicy } from '../../test/test-policy.ts';
import type { Refusal } from './egress-proxy-options.ts';

test('a page comes through, asked for by its own name and path', async () => {
  const port = await serve(async (request, response) => {
    const { method, url, headers } = request;
    response.writeHead(201, 'Made', { 'set-cookie': ['a=1', 'b=2'], connection: 'x-hop', 'x-hop': '1' });
    response.end(JSON.stringify({ method, url, headers, body: await text(request) }));
  });
  const proxy = await startProxy(testPolicy());
  const answer = await askProxy(proxy, `http://site.test:${port}/a?b=1`, {
    method: 'POST',
    body: 'some',
    headers: {
      host: 'evil.test',
      'x-own': '1',
      'proxy-connection': 'keep-alive',
      connection: 'x-secret',
      'x-secret': '1',
    },
  });
  expect(answer).toMatchObject({ status: 201, headers: { 'set-cookie': ['a=1', 'b=2'] } });
  expect(answer.headers).not.toHaveProperty('x-hop');
  const seen = JSON.parse(answer.body);
  expect(seen).toMatchObject({
    method: 'POST',
    url: '/a?b=1',
    body: 'some',
    headers: { host: `site.test:${port}`, 'x-own': '1' },
  });
  expect(Object.keys(seen.headers).filter((name) => name.startsWith('proxy-') || name === 'x-secret')).toEqual([]);
});

test('a body in pieces stays one request, whatever the method', async () => {
  const port = await serve(async (request, response) => {
    response.end(`${request.method} ${await text(request)}`);
  });
  const proxy = await startProxy(testPolicy());
  const headers = { 'transfer-encoding': 'chunked' };
  const answer = await askProxy(proxy, `http://site.test:${port}/`, { method: 'DELETE', body: 'in pieces', headers });
  expect(answer.body).toBe('DELETE in pieces');
});

test('a body that hides its length from the next hop does not become a second request', async () => {
  const port = await serve(async (request, response) => {
    response.end(`${request.method} ${request.url} ${(await text(request)).length}`);
  });
  const hidden = 'GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n';
  const answer = await askProxy(await startProxy(testPolicy()), `http://site.test:${port}/`, {
    method: 'GET',
    body: hidden,
    headers: { connection: 'content-length', 'content-length': hidden.length },
  });
  expect(answer.body).toBe(`GET / ${hidden.length}`);
});

test('an answer whose words are no text comes through with words of our own', async () => {
  const port = await serveRaw((socket) => answerWith(socket, 'HTTP/1.1 200 \x01\r\nContent-Length: 2\r\n\r\nhi'));
  expect(await askProxy(await startProxy(testPolicy()), `http://site.test:${port}/`)).toMatchObject({
    status: 200,
    body: 'hi',
  });
});

test('a body comes as the site sends it, without waiting for its end', async () => {
  const more = Promise.withResolvers<void>();
  const port = await serve(async (_, response) => {
    response.write('first');
    await more.promise;
    response.end('second');
  });
  const proxy = await startProxy(testPolicy());
  const socket = await say(
    proxy,
    `GET http://site.test:${port}/ HTTP/1.1\r\nHost: a\r\nProxy-Authorization: ${passwordFor(proxy)}\r\n\r\n`,
  );
  const heard: string[] = [];
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  socket.on('data', (chunk) => {
    heard.push(String(chunk));
    if (heard.join('').includes('first')) first.resolve();
    if (heard.join('').includes('second')) second.resolve();
  });
  await first.promise;
  expect(heard.join('')).not.toContain('second');
  more.resolve();
  await second.promise;
});

describe('who does not know the password', () => {
  test.for([undefined, 'Basic', `Basic ${btoa('telltale:guessed')}`, 'Bearer x'])(
    'gets nothing with %s',
    async (given) => {
      const asked = vi.fn();
      const port = await serve(asked);
      const proxy = await startProxy(testPolicy());
      const header = given === undefined ? '' : `Proxy-Authorization: ${given}\r\n`;
      for (const line of [`GET http://site.test:${port}/ HTTP/1.1`, `CONNECT site.test:${port} HTTP/1.1`]) {
        const { head } = await readHead(await say(proxy, `${line}\r\nHost: a\r\n${header}\r\n`));
        expect(head, line).toMatch(/^HTTP\/1\.1 407 /);
        expect(head, line).toContain('Proxy-Authenticate: Basic realm="Telltale"');
      }
      expect(asked).not.toHaveBeenCalled();
    },
  );

  test('cannot keep the connection', async () => {
    const proxy = await startProxy(testPolicy());
    const socket = await say(proxy, 'CONNECT site.test:443 HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(socket.resume(), 'end');
    // This side has not ended, and goes on until there is nobody left to talk to.
    const talk = setInterval(() => socket.write('more'), 50);
    await closeOf(socket);
    clearInterval(talk);
  });

  test('has another one with the next proxy', async () => {
    const [one, other] = [await startProxy(testPolicy()), await startProxy(testPolicy())];
    expect(one.password).not.toBe(other.password);
    expect(one.password).toMatch(/^[\w-]{43}$/);
  });
});

describe('what may not be reached', () => {
  const refusals: Refusal[] = [];
  const onRefused = (refusal: Refusal) => void refusals.push(refusal);

  test.for([
    ['127.0.0.1:PORT', 'private-address', '127.0.0.1 is refused: it is an address of this machine itself.'],
    [
      'inside.test:PORT',
      'private-address',
      'inside.test is refused: it leads to 10.0.0.1, which is a private address.',
    ],
    ['unlisted.test:PORT', 'private-address', 'unlisted.test is refused: it leads to 127.0.0.1, which is'],
    ['[::1]:PORT', 'private-address', '::1 is refused'],
    ['[::ffff:127.0.0.1]:PORT', 'private-address', '::ffff:7f00:1 is refused'],
    ['0x7f.1:PORT', 'private-address', '127.0.0.1 is refused'],
    ['localhost:PORT', 'private-name', 'localhost is refused'],
    ['169.254.169.254:80', 'private-address', 'where a cloud keeps its credentials'],
    ['site.test:22', 'port', 'site.test is refused at port 22'],
    ['www.paypal.com:443', 'blocked-domains', 'Domain www.paypal.com is blocked (matches paypal.com)'],
  ])('%s is refused in a tunnel and without one', async ([host, rule, reason]) => {
    const asked = vi.fn();
    const port = await serve(asked);
    const proxy = await startProxy(testPolicy(), { onRefused });
    refusals.length = 0;
    const authority = (host as string).replace('PORT', String(port));
    const { socket, head } = await openTunnel(proxy, authority);
    expect(head).toMatch(/^HTTP\/1\.1 403 /);
    socket.resume();
    const answer = await askProxy(proxy, `http://${authority}/`);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain(reason);
    expect(refusals).toEqual(
      Array(2).fill(expect.objectContaining({ rule, reason: expect.stringContaining(reason as string) })),
    );
    expect(asked).not.toHaveBeenCalled();
  });

  test.for([
    'CONNECT example.com',
    'CONNECT example.com:443/path',
    'CONNECT a@127.0.0.1:443',
    'CONNECT 127.0.0.1:80#@example.com:443',
    'CONNECT http://example.com:443',
    'CONNECT :443',
    'GET /path',
    'GET https://example.com/',
    'GET ftp://example.com/',
    'GET file:///etc/passwd',
  ])('%s is refused', async (line) => {
    const proxy = await startProxy(testPolicy(), { onRefused });
    refusals.length = 0;
    const socket = await say(
      proxy,
      `${line} HTTP/1.1\r\nHost: a\r\nProxy-Authorization: ${passwordFor(proxy)}\r\n\r\n`,
    );
    const { head } = await readHead(socket);
    // Some are no requests to begin with; then nobody decides about them.
    expect(head).toMatch(/^HTTP\/1\.1 40[03] /);
    expect(refusals.length).toBe(head.startsWith('HTTP/1.1 403') ? 1 : 0);
  });

  test('domains outside of the list pass if the browser part watches them itself', async () => {
    const port = await serve((_, response) => response.end('there'));
    const policy = testPolicy({ allowedDomains: ['site.test'] });
    const strict = await askProxy(await startProxy(policy), `http://other.test:${port}/`);
    expect([strict.status, strict.body]).toEqual([
      403,
      'Telltale does not open this: Domain other.test not in allowed list\n',
    ]);
    const lax = await askProxy(await startProxy(policy, { anyDomain: true }), `http://other.test:${port}/`);
    expect(lax.body).toBe('there');
  });

  test('a watcher that fails changes nothing', async () => {
    const proxy = await startProxy(testPolicy(), {
      onRefused: () => {
        throw new Error('broken watcher');
      },
    });
    expect((await askProxy(proxy, 'http://127.0.0.1/')).status).toBe(403);
  });
});

describe('a tunnel', () => {
  test('carries bytes both ways, those that came early too', async () => {
    const port = await serveRaw((socket) => socket.pipe(socket));
    const proxy = await startProxy(testPolicy());
    const { socket, head, rest } = await openTunnel(proxy, `site.test:${port}`, 'early ');
    expect(head).toBe('HTTP/1.1 200 Connection established');
    socket.end('late');
    expect(rest + (await text(socket))).toBe('early late');
  });

  test('lets one side go on when the other has ended', async () => {
    const finished = Promise.withResolvers<string>();
    const listen = (socket: Socket) => {
      socket.end('all I have');
      text(socket).then(finished.resolve, finished.reject);
    };
    const port = await serveRaw(listen, { allowHalfOpen: true });
    const { socket, rest } = await openTunnel(await startProxy(testPolicy()), `site.test:${port}`);
    expect(rest + (await text(socket))).toBe('all I have');
    socket.end('and I go on');
    expect(await finished.promise).toBe('and I go on');
  });

  test.for(['site', 'browser'])('ends for both when the %s breaks it', async (who) => {
    const gone = Promise.withResolvers<void>();
    const port = await serveRaw((socket) => {
      socket.once('close', gone.resolve).once('data', () => {
        if (who === 'site') socket.resetAndDestroy();
        else socket.write('go');
      });
    });
    const { socket } = await openTunnel(await startProxy(testPolicy()), `site.test:${port}`);
    const closed = closeOf(socket);
    socket.resume().write('hi');
    if (who === 'browser') {
      await once(socket, 'data');
      socket.resetAndDestroy();
    }
    await Promise.all([gone.promise, closed]);
  });

  test('that is silent for too long is closed', async () => {
    const gone = Promise.withResolvers<void>();
    const port = await serveRaw((socket) => void socket.once('close', gone.resolve));
    const proxy = await startProxy(testPolicy(), { idleTimeoutMs: 50 });
    const { socket } = await openTunnel(proxy, `site.test:${port}`);
    await Promise.all([closeOf(socket.resume()), gone.promise]);
  });
});

describe('a WebSocket without a tunnel', () => {
  const shake = (port: number, proxy: Parameters<typeof passwordFor>[0]) =>
    say(
      proxy,
      `GET http://site.test:${port}/live HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: k\r\nProxy-Authorization: ${passwordFor(proxy)}\r\n\r\n`,
    );

  test('is opened, and carries bytes both ways', async () => {
    const asked = Promise.withResolvers<string>();
    const port = await serveRaw((socket) => {
      socket.once('data', (chunk) => {
        asked.resolve(String(chunk));
        socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-A: 1\r\n\r\nhi ',
        );
        socket.pipe(socket);
      });
    });
    const socket = await shake(port, await startProxy(testPolicy()));
    const { head, rest } = await readHead(socket);
    expect(head).toMatch(/^HTTP\/1\.1 101 .*\r\nX-A: 1\r\nConnection: Upgrade\r\nUpgrade: websocket$/s);
    socket.end('there');
    expect(rest + (await text(socket))).toBe('hi there');
    expect(await asked.promise).toMatch(/^GET \/live HTTP\/1\.1\r\nHost: site\.test:/);
    expect(await asked.promise).not.toMatch(/proxy-authorization/i);
  });

  test('is refused like everything else, and a site may refuse it', async () => {
    const port = await serve((_, response) => response.end('no'));
    const unlisted = await shake(port, await startProxy(testPolicy({}, ['other.test'])));
    expect((await readHead(unlisted)).head).toMatch(/^HTTP\/1\.1 403 /);
    const declined = await shake(port, await startProxy(testPolicy()));
    expect((await readHead(declined)).head).toMatch(/^HTTP\/1\.1 502 /);
  });
});

describe('a site that fails', () => {
  test('because nobody is there', async () => {
    const port = await deadPort();
    const proxy = await startProxy(testPolicy());
    const answer = await askProxy(proxy, `http://site.test:${port}/`);
    expect([answer.status, answer.body]).toEqual([502, 'site.test refused the connection.\n']);
    expect((await openTunnel(proxy, `site.test:${port}`)).head).toMatch(/^HTTP\/1\.1 502 /);
    expect((await askProxy(proxy, 'http://nowhere.example/')).body).toBe(
      'The address of nowhere.example was not found.\n',
    );
  });

  test.for<[how: string, said: string]>([
    ['by answering in another language', 'SSH-2.0-OpenSSH\r\n'],
    ['by saying nothing', ''],
    ['with endless headers', `HTTP/1.1 200 OK\r\n${'X-A: b\r\n'.repeat(20_000)}\r\n`],
    ['by switching to what nobody asked for', 'HTTP/1.1 101 X\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nraw'],
    ['by a number that means nothing', 'HTTP/1.1 099 No\r\nContent-Length: 0\r\n\r\n'],
    [
      'by announcing two lengths',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
  ])('%s', async ([, said]) => {
    const port = await serveRaw((socket) => answerWith(socket, said));
    expect((await askProxy(await startProxy(testPolicy()), `http://site.test:${port}/`)).status).toBe(502);
  });

  test('in the middle of a body: the browser sees that it is not whole', async () => {
    const port = await serveRaw((socket) => answerWith(socket, 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome'));
    const asking = askProxy(await startProxy(testPolicy()), `http://site.test:${port}/`);
    await expect(asking).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});

test('a browser that goes away ends what it had asked for', async () => {
  const asked = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  const port = await serve((_, response) => {
    response.once('close', gone.resolve);
    asked.resolve();
  });
  const proxy = await startProxy(testPolicy());
  const socket = await say(
    proxy,
    `GET http://site.test:${port}/ HTTP/1.1\r\nHost: a\r\nProxy-Authorization: ${passwordFor(proxy)}\r\n\r\n`,
  );
  await asked.promise;
  socket.destroy();
  await gone.promise;
});

test('nonsense gets an answer and breaks nothing', async () => {
  const proxy = await startProxy(testPolicy());
  for (const said of ['nonsense\r\n\r\n', `GET / HTTP/1.1\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`]) {
    const { head } = await readHead(await say(proxy, said));
    expect(head).toMatch(/^HTTP\/1\.1 4\d\d /);
  }
  expect((await askProxy(proxy, 'http://127.0.0.1/')).status).toBe(403);
});

test('closing ends all connections at once, and twice is once', async () => {
  const gone = Promise.withResolvers<void>();
  const port = await serveRaw((socket) => void socket.resume().once('close', gone.resolve));
  const proxy = await startProxy(testPolicy());
  const { socket } = await openTunnel(proxy, `site.test:${port}`);
  const closed = closeOf(socket.resume());
  await Promise.all([proxy.close(), proxy.close()]);
  await Promise.all([closed, gone.promise]);
  const refused = connect(Number(new URL(proxy.url).port), '127.0.0.1');
  await expect(once(refused, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

/** When it is closed, in whatever way. */
function closeOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => void socket.once('close', () => resolve()));
}
