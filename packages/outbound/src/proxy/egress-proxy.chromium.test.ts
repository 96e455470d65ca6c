import { createHash } from 'node:crypto';
import { NETWORK_PAGES, startSites } from '@telltale/testing/web';
import { describe, expect, test } from 'vitest';
import { noChromium, openChromium } from '../../test/chromium.ts';
import { startProxy } from '../../test/proxied.ts';
import { serve } from '../../test/servers.ts';
import { testPolicy } from '../../test/test-policy.ts';
import type { Refusal } from './egress-proxy-options.ts';

describe.skipIf(noChromium !== undefined)(`a real browser${noChromium === undefined ? '' : ` (${noChromium})`}`, () => {
  test('reaches what it may through the proxy, and nothing of this machine', async () => {
    const asked: string[] = [];
    const port = await serve((request, response) => {
      asked.push(`${request.headers.host} ${request.url}`);
      if (request.url === '/go') response.writeHead(302, { location: `http://127.0.0.1:${port}/secret` }).end();
      else response.setHeader('access-control-allow-origin', '*').end('<h1>there</h1>');
    });
    const refusals: Refusal[] = [];
    const proxy = await startProxy(testPolicy(), { onRefused: (refusal) => refusals.push(refusal) });
    const page = await openChromium(proxy);

    expect(await page.open(`http://site.test:${port}/page`)).toBeUndefined();
    expect(await page.evaluate('document.body.innerText')).toBe('there');
    expect(await page.evaluate(`fetch('http://other.test:${port}/api').then((r) => r.status)`)).toBe(200);
    for (const url of [`http://127.0.0.1:${port}/x`, `http://localhost:${port}/x`, `http://[::1]:${port}/x`]) {
      expect(await page.evaluate(`fetch('${url}').then((r) => r.text(), () => 'nothing')`)).toBe('nothing');
    }
    await page.open(`http://site.test:${port}/go`);
    expect(await page.evaluate('document.body.innerText')).toContain(
      '127.0.0.1 is refused: it is an address of this machine itself.',
    );
    expect(await page.open('https://127.0.0.1/')).toBe('net::ERR_TUNNEL_CONNECTION_FAILED');

    expect(asked.filter((line) => !/favicon/.test(line))).toEqual([
      `site.test:${port} /page`,
      `other.test:${port} /api`,
      `site.test:${port} /go`,
    ]);
    // A browser asks for things of its own as well, which are refused or not found.
    expect(refusals.map(({ host }) => host)).toEqual(expect.arrayContaining(['127.0.0.1', 'localhost', '::1']));
  });

  test('opens a WebSocket through the proxy, and none to this machine', async () => {
    const port = await serve(
      (_, response) => response.end('<h1>there</h1>'),
      (request, socket) => {
        const accept = createHash('sha1')
          .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
          .digest('base64');
        socket.write(
          `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
        );
        socket.write(Buffer.from([0x81, 2, 0x68, 0x69]));
      },
    );
    const page = await openChromium(await startProxy(testPolicy()));
    await page.open(`http://site.test:${port}/`);
    const hear = (url: string) =>
      page.evaluate(`new Promise((resolve) => {
        const socket = new WebSocket('${url}');
        socket.onmessage = ({ data }) => resolve(data);
        socket.onerror = () => resolve('nothing');
      })`);
    expect(await hear(`ws://site.test:${port}/`)).toBe('hi');
    expect(await hear(`ws://127.0.0.1:${port}/`)).toBe('nothing');
  });

  test('gets nothing private for pages that ask in every way there is', async () => {
    await using sites = await startSites();
    const policy = testPolicy({ lookup: sites.lookup }, ['hostile.test', 'elsewhere.test', 'redirects.test']);
    const page = await openChromium(await startProxy(policy));
    const pages = NETWORK_PAGES.filter(({ settles }) => settles !== false);
    for (const { name } of pages) {
      const settled = sites.settled(name);
      await page.open(sites.url('hostile', `/${name}`));
      await settled;
    }
    expect(pages.filter(({ name }) => sites.trapped(name).length > 0)).toEqual([]);
  });
});
