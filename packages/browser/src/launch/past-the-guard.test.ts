import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { describeWithBrowser, openTestSession, sessionsFolder } from '../../test/sessions.ts';
import { openSite, type Site } from '../../test/site.ts';
import type { BrowserOptions } from '../session/with-browser.ts';
import { findBrowser } from './find-browser.ts';

const folder = await sessionsFolder();

describeWithBrowser('what would go past those who watch', () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite({
      'www.shop/': (_, response) =>
        response.setHeader('content-type', 'text/html').end(
          `<title>Shop</title><script type="speculationrules">${JSON.stringify({
            prefetch: [{ urls: [site.url('other.shop')], eagerness: 'immediate' }],
            prerender: [{ urls: [site.url('www.shop', '/next')], eagerness: 'immediate' }],
          })}</script>`,
        ),
      'www.shop/next': '<title>Next</title>',
      'other.shop/': '<title>Other</title>',
    });
  });
  afterAll(() => site[Symbol.asyncDispose]());

  /** A session whose browser somebody has given one more switch. */
  async function sessionWith(flag: string, options: BrowserOptions) {
    const executablePath = join(folder, 'browser');
    const { path } = await findBrowser({ env: process.env });
    await writeFile(executablePath, `#!/bin/sh\nexec ${JSON.stringify(path)} "$@" ${flag}\n`);
    await chmod(executablePath, 0o755);
    const { session, close } = await openTestSession({
      folder: join(folder, 'sessions'),
      executablePath,
      blockedDomains: [],
      outbound: { lookup: site.lookup },
      recordTrace: false,
      screenshots: 'asked',
      ...options,
    });
    onTestFinished(close);
    return session;
  }

  test('a page that another one asks for ahead of time is not loaded before somebody opens it, and is judged then', async () => {
    const trusted = [site.url('www.shop'), site.url('other.shop')].map((url) => new URL(url).origin);
    // Nothing is loaded ahead from where the connection is not safe.
    const session = await sessionWith(`--unsafely-treat-insecure-origin-as-secure=${trusted.join(',')}`, {
      allowPrivateNetworks: ['shop.test'],
      allowedDomains: ['www.shop.test'],
      maxUrls: 1,
    });
    const page = session.page();
    const watch = await session.context.newCDPSession(page);
    const preloading = new Promise((resolve) => watch.once('Preload.preloadEnabledStateUpdated', resolve));
    await watch.send('Preload.enable');
    await session.act('open', () => page.goto(site.url('www.shop')));
    expect(await preloading).toMatchObject({ disabledByPreference: true });
    for (const [url, reason] of [
      [site.url('other.shop'), 'Domain other.shop.test not in allowed list'],
      [site.url('www.shop', '/next'), 'Max URL limit reached (1)'],
    ]) {
      const opening = session.act('open', async () => {
        const refused = page.waitForEvent('requestfailed', (request) => request.url() === url);
        await page.evaluate(`location.href = ${JSON.stringify(url)}`);
        await refused;
      });
      await expect(opening).rejects.toThrow(reason);
    }
    expect(site.asked.filter((asked) => !asked.endsWith('/favicon.ico'))).toEqual(['www.shop.test/']);
  });

  test('a browser that is made to connect by itself reaches nothing, not even this machine', async () => {
    const session = await sessionWith('--no-proxy-server', {});
    const { port } = new URL(site.url('www.shop'));
    const ask = (host: string) =>
      session
        .page()
        .evaluate(
          (url) => fetch(url, { mode: 'no-cors' }).then(String, () => 'nothing'),
          `http://${host}:${port}/inside`,
        );
    for (const host of ['127.0.0.1', 'localhost', '[::1]', 'www.shop.test'])
      expect(await ask(host), host).toBe('nothing');
    expect(site.asked.filter((asked) => asked.endsWith('/inside'))).toEqual([]);
  });
});
