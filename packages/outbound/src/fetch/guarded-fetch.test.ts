import type { IncomingMessage, RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { answerWith, deadPort, serve, serveRaw } from '../../test/servers.ts';
import { testPolicy } from '../../test/test-policy.ts';
import { OutboundPolicy } from '../policy/outbound-policy.ts';
import { type GuardedFetchOptions, guardedFetch } from './guarded-fetch.ts';

/** Fetches from `site.test`. */
function fetchAt(port: number, path = '/', options: Partial<GuardedFetchOptions> = {}): Promise<Response> {
  return guardedFetch(`http://site.test:${port}${path}`, { policy: testPolicy(), ...options });
}

/** Sends each path on to where `targets` says; answers all others with their headers. */
function redirecting(targets: (port: number) => Readonly<Record<string, string>>, status = 302): RequestListener {
  return (request, response) => {
    const target = targets(request.socket.localPort ?? 0)[request.url ?? ''];
    if (target === undefined) response.end(JSON.stringify(request.headers));
    else response.writeHead(status, { location: target }).end('moved');
  };
}

test('gives the answer of the site, which sees its own name', async () => {
  const port = await serve((request, response) => response.setHeader('x-a', '1').end(`hello ${request.headers.host}`));
  const response = await fetchAt(port, '/a#b', { headers: { 'user-agent': 'Test' } });
  expect(await response.text()).toBe(`hello site.test:${port}`);
  expect(response).toMatchObject({ status: 200, url: `http://site.test:${port}/a#b`, redirected: false });
  expect(response.headers.get('x-a')).toBe('1');
});

test('a part of a file, nothing at all, and an error of the site are answers', async () => {
  const port = await serve(({ headers, url }, response) => {
    if (url === '/none') response.writeHead(204).end();
    else if (url === '/error') response.writeHead(500).end('broken');
    else response.writeHead(206, { 'content-range': 'bytes 2-3/9' }).end(headers.range);
  });
  const part = await fetchAt(port, '/part', { headers: { range: 'bytes=2-3' } });
  expect([part.status, await part.text()]).toEqual([206, 'bytes=2-3']);
  expect(await fetchAt(port, '/none')).toMatchObject({ status: 204, body: null });
  const error = await fetchAt(port, '/error');
  expect([error.status, await error.text()]).toEqual([500, 'broken']);
});

test.for(['\x01', '\xff\xfe'])('words of a status that are no text (%j) are left out', async (words) => {
  const said = Buffer.from(`HTTP/1.1 200 ${words}\r\nContent-Length: 2\r\n\r\nhi`, 'latin1');
  const port = await serveRaw((socket) => void socket.once('data', () => socket.end(said)));
  const response = await fetchAt(port);
  expect([response.status, response.statusText, await response.text()]).toEqual([200, '', 'hi']);
});

test('a packed body comes unpacked, without headers about the packed one', async () => {
  const packed = gzipSync('hello');
  const port = await serve((_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed),
  );
  const response = await fetchAt(port);
  expect(await response.text()).toBe('hello');
  expect([response.headers.get('content-encoding'), response.headers.get('content-length')]).toEqual([null, null]);
});

describe('what may not be fetched', () => {
  test('is never connected to', async () => {
    const asked = vi.fn<RequestListener>((_, response) => response.end());
    const port = await serve(asked);
    const policy = testPolicy();
    for (const url of [
      `http://127.0.0.1:${port}/`,
      `http://[::ffff:127.0.0.1]:${port}/`,
      `http://unlisted.test:${port}/`,
    ]) {
      await expect(guardedFetch(url, { policy }), url).rejects.toMatchObject({ rule: 'private-address' });
    }
    expect(asked).not.toHaveBeenCalled();
  });

  test('is what a name leads to when the connection is made, and not before', async () => {
    const port = await serve((_, response) => response.end());
    const lookup = vi.fn(async () => ['127.0.0.1']);
    const policy = new OutboundPolicy({ lookup });
    expect(policy.checkUrl(`http://rebind.example:${port}/`)).toBeInstanceOf(URL);
    await expect(guardedFetch(`http://rebind.example:${port}/`, { policy })).rejects.toMatchObject({
      code: 'outbound_refused',
      rule: 'private-address',
    });
  });

  test('a name is asked for once: the connection goes where the check has looked', async () => {
    const port = await serve((_, response) => response.end('the checked one'));
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    const lookup = vi.fn(async () => answers.shift() ?? []);
    const policy = testPolicy({ lookup });
    expect(await (await guardedFetch(`http://site.test:${port}/`, { policy })).text()).toBe('the checked one');
    expect(lookup).toHaveBeenCalledTimes(1);
  });
});

describe('redirects', () => {
  test.for([301, 302, 303, 307, 308])('%d is followed', async (status) => {
    const port = await serve(redirecting(() => ({ '/a': '/b', '/b': 'c' }), status));
    const response = await fetchAt(port, '/a#here');
    expect(response).toMatchObject({ url: `http://site.test:${port}/c#here`, redirected: true, status: 200 });
    await response.body?.cancel();
  });

  test.for([
    ['file:///etc/passwd', 'scheme'],
    ['ftp://site.test/', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['data:text/html,hi', 'scheme'],
    ['gopher://127.0.0.1:6379/', 'scheme'],
    ['http://127.0.0.1:PORT/', 'private-address'],
    ['//127.0.0.1:PORT/', 'private-address'],
    ['//0x7f.1:PORT/', 'private-address'],
    ['\\\\127.0.0.1:PORT\\', 'private-address'],
    ['http://169.254.169.254/latest/meta-data/', 'private-address'],
    ['http://[::1]:PORT/', 'private-address'],
    ['http://a@127.0.0.1:PORT/', 'private-address'],
    ['http://inside.test:PORT/', 'private-address'],
    ['http://localhost:PORT/', 'private-name'],
    ['http://metadata.google.internal/', 'private-name'],
    ['http://site.test:22/', 'port'],
    ['https://www.paypal.com/', 'blocked-domains'],
    ['http://', 'url'],
    ['http://a..b/', 'url'],
  ] as const)('to %s is refused', async ([target, rule]) => {
    const asked: string[] = [];
    const port = await serve((request, response) => {
      asked.push(request.url ?? '');
      redirecting((here) => ({ '/go': target.replace('PORT', String(here)) }))(request, response);
    });
    await expect(fetchAt(port, '/go')).rejects.toMatchObject({ code: 'outbound_refused', rule });
    expect(asked).toEqual(['/go']);
  });

  test('ten are followed, eleven are too many', async () => {
    const port = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end('there');
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    expect(await (await fetchAt(port, '/10')).text()).toBe('there');
    await expect(fetchAt(port, '/11')).rejects.toMatchObject({
      code: 'outbound_limit',
      message: 'site.test sends the call on more than 10 times.',
    });
    await expect(fetchAt(port, '/1', { maxRedirects: 0 })).rejects.toMatchObject({ code: 'outbound_limit' });
  });

  test('in a circle end at once', async () => {
    const port = await serve(redirecting(() => ({ '/a': '/b', '/b': '/a' })));
    await expect(fetchAt(port, '/a')).rejects.toMatchObject({
      code: 'outbound_limit',
      message: 'site.test sends the call on in a circle.',
    });
  });

  test('one without a target, or of another kind, is an answer', async () => {
    const port = await serve((request, response) => {
      response.writeHead(request.url === '/304' ? 304 : 302, request.url === '/304' ? { location: '/x' } : {}).end();
    });
    expect((await fetchAt(port, '/304')).status).toBe(304);
    const bare = await fetchAt(port, '/bare');
    expect(bare.status).toBe(302);
    await bare.body?.cancel();
  });

  test('an endless body of one is not waited for', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/b') response.end('there');
      else response.writeHead(302, { location: '/b' }).write('x');
    });
    expect(await (await fetchAt(port, '/a')).text()).toBe('there');
  });

  const SECRETS = {
    authorization: 'Bearer s',
    cookie: 'a=1',
    'x-api-key': 's',
    accept: 'audio/mpeg',
    range: 'bytes=0-',
  };

  test('within an origin keep all headers', async () => {
    const port = await serve(redirecting(() => ({ '/a': '/b' })));
    expect(await (await fetchAt(port, '/a', { headers: SECRETS })).json()).toMatchObject(SECRETS);
  });

  test('to another origin keep only headers that tell nothing, on the way back too', async () => {
    const port = await serve(
      redirecting((here) => ({ '/a': `http://other.test:${here}/b`, '/b': `http://site.test:${here}/c` })),
    );
    const headers = (await (await fetchAt(port, '/a', { headers: SECRETS })).json()) as object;
    expect(headers).toMatchObject({ host: `site.test:${port}`, accept: 'audio/mpeg', range: 'bytes=0-' });
    expect(Object.keys(headers)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/authorization|cookie|x-api/)]),
    );
  });

  test('user and password of an address go to its origin alone', async () => {
    const port = await serve(redirecting((here) => ({ '/a': `http://other.test:${here}/b` })));
    const url = (path: string) => `http://me:p%40ss@site.test:${port}${path}`;
    const own = await guardedFetch(url('/own'), { policy: testPolicy() });
    expect(await own.json()).toMatchObject({ authorization: `Basic ${btoa('me:p@ss')}` });
    expect(own.url).toBe(`http://site.test:${port}/own`);
    const other = await guardedFetch(url('/a'), { policy: testPolicy() });
    expect(await other.json()).not.toHaveProperty('authorization');
  });
});

describe('a body that is larger than it may be', () => {
  const limited = { maxBytes: 100_000 };
  const tooLarge = { code: 'outbound_limit', message: 'site.test sends more than the 100,000 bytes it may.' };

  test('is refused before it is read if the site says so', async () => {
    const port = await serve((_, response) => response.writeHead(200, { 'content-length': 100_001 }).write('x'));
    await expect(fetchAt(port, '/', limited)).rejects.toMatchObject(tooLarge);
  });

  test('is read no further', async () => {
    const gone = Promise.withResolvers<void>();
    const port = await serve((_, response) => {
      response.once('close', gone.resolve);
      const more = () => {
        while (response.write(Buffer.alloc(10_000)));
      };
      response.on('drain', more);
      more();
    });
    const response = await fetchAt(port, '/', limited);
    await expect(response.arrayBuffer()).rejects.toMatchObject(tooLarge);
    await gone.promise;
  });

  test('counts unpacked, so that a small one cannot become large', async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    expect(bomb.length).toBeLessThan(100_000);
    const port = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    const response = await fetchAt(port, '/', limited);
    await expect(response.arrayBuffer()).rejects.toMatchObject(tooLarge);
  });

  test('may be as large as that', async () => {
    const port = await serve((_, response) => response.end(Buffer.alloc(100_000)));
    expect((await (await fetchAt(port, '/', limited)).arrayBuffer()).byteLength).toBe(100_000);
  });
});

describe('a site that takes too long', () => {
  const silent = { code: 'timed_out', message: 'site.test sent nothing within 50 ms.', retryable: true };

  test('to answer', async () => {
    const port = await serve(() => undefined);
    await expect(fetchAt(port, '/', { idleTimeoutMs: 50 })).rejects.toMatchObject(silent);
  });

  test('to go on', async () => {
    const port = await serve((_, response) => response.write('some'));
    const response = await fetchAt(port, '/', { idleTimeoutMs: 50 });
    await expect(response.text()).rejects.toMatchObject(silent);
  });

  test('in all, though it never stops sending', async () => {
    const port = await serve((_, response) => {
      const drip = setInterval(() => response.write('x'), 5);
      response.once('close', () => clearInterval(drip));
    });
    const response = await fetchAt(port, '/', { timeoutMs: 100 });
    await expect(response.text()).rejects.toMatchObject({
      code: 'timed_out',
      message: 'The answer of site.test was not complete within 100 ms.',
    });
  });

  test('loses its connection even if nobody reads', async () => {
    const gone = Promise.withResolvers<void>();
    const port = await serve((_, response) => {
      response.once('close', gone.resolve);
      response.write('some');
    });
    await fetchAt(port, '/', { timeoutMs: 100 });
    await gone.promise;
  });
});

describe('somebody who wants it no more', () => {
  const reason = new Error('not wanted any more');

  test('before it begins', async () => {
    const port = await deadPort();
    await expect(fetchAt(port, '/', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  test('while the site thinks, and while it sends', async () => {
    for (const path of ['/think', '/send']) {
      const controller = new AbortController();
      const gone = Promise.withResolvers<void>();
      const asked = Promise.withResolvers<IncomingMessage>();
      const port = await serve((request, response) => {
        response.once('close', gone.resolve);
        if (path === '/send') response.write('some');
        asked.resolve(request);
      });
      const read = fetchAt(port, path, { signal: controller.signal }).then((response) => response.text());
      await asked.promise;
      controller.abort(reason);
      await expect(read, path).rejects.toBe(reason);
      await gone.promise;
    }
  });

  test('cancels the body, and the connection is closed', async () => {
    const gone = Promise.withResolvers<void>();
    const port = await serve((_, response) => {
      response.once('close', gone.resolve);
      response.write('some');
    });
    await (await fetchAt(port)).body?.cancel();
    await gone.promise;
  });
});

describe('a site that fails', () => {
  const HEAD = 'HTTP/1.1 200 OK\r\n';

  test('because nobody is there', async () => {
    await expect(fetchAt(await deadPort())).rejects.toMatchObject({
      code: 'outbound_failed',
      message: 'site.test refused the connection.',
      retryable: true,
    });
    await expect(guardedFetch('http://nowhere.example/', { policy: testPolicy() })).rejects.toMatchObject({
      code: 'outbound_failed',
      message: 'The address of nowhere.example was not found.',
    });
  });

  test.for<[how: string, said: string, message: string]>([
    ['by answering in another language', 'SSH-2.0-OpenSSH\r\n', 'site.test sent an answer that is no HTTP.'],
    ['by saying nothing', '', 'site.test broke off the connection.'],
    [
      'by a number that means nothing',
      'HTTP/1.1 999 No\r\nContent-Length: 0\r\n\r\n',
      'site.test answered with 999, which means nothing in HTTP.',
    ],
    ['with endless headers', `${HEAD}${'X-A: b\r\n'.repeat(10_000)}\r\n`, 'site.test sent headers that are too large.'],
    [
      'with one large header',
      `${HEAD}X-A: ${'b'.repeat(100_000)}\r\n\r\n`,
      'site.test sent headers that are too large.',
    ],
  ])('%s', async ([, said, message]) => {
    const port = await serveRaw((socket) => answerWith(socket, said));
    await expect(fetchAt(port)).rejects.toMatchObject({ message, code: expect.stringMatching(/^outbound_/) });
  });

  test.for<[where: string, said: string]>([
    ['in the middle of a body', `${HEAD}Content-Length: 100\r\n\r\nsome`],
    ['in the middle of a piece', `${HEAD}Transfer-Encoding: chunked\r\n\r\n64\r\nsome`],
    ['in packed data', `${HEAD}Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nsome`],
  ])('%s', async ([, said]) => {
    const port = await serveRaw((socket) => answerWith(socket, said));
    const response = await fetchAt(port);
    await expect(response.text()).rejects.toMatchObject({
      code: 'outbound_failed',
      message: expect.stringMatching(/^site\.test (broke off|sent)/),
    });
  });

  test('by a reset', async () => {
    const port = await serveRaw((socket) => void socket.once('data', () => socket.resetAndDestroy()));
    await expect(fetchAt(port)).rejects.toMatchObject({ message: 'site.test broke off the connection.' });
  });
});

test('two calls do not share a connection', async () => {
  const ports = new Set<number | undefined>();
  const port = await serve((request, response) => {
    ports.add(request.socket.remotePort);
    response.end();
  });
  const policy = testPolicy();
  for (let n = 0; n < 2; n++) await (await fetchAt(port, '/', { policy })).text();
  expect(ports.size).toBe(2);
});

test('an https site is not taken for another one', async () => {
  const port = await serveRaw((socket) => answerWith(socket, 'HTTP/1.1 400 Bad Request\r\n\r\n'));
  const call = guardedFetch(`https://site.test:${port}/`, { policy: testPolicy() });
  await expect(call).rejects.toMatchObject({ code: 'outbound_failed' });
});
