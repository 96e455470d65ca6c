import { ActionBlockedError } from '@telltale/engine';
import type { CDPSession } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { describeWithBrowser, type OpenedSession, openTestSession, sessionsFolder } from '../../test/sessions.ts';
import { openSite, redirectTo, type Site } from '../../test/site.ts';

const folder = await sessionsFolder();

describeWithBrowser('what pages may be opened', () => {
  let site: Site;
  let opened: OpenedSession;

  beforeAll(async () => {
    site = await openSite({
      'shop/': '<title>Shop</title>',
      'shop/away': (request, response) => redirectTo(site.url('elsewhere'))(request, response),
      'shop/inside': redirectTo('http://169.254.169.254/latest/meta-data'),
      'shop/twice': redirectTo('/away'),
      'shop/scheme': redirectTo('file:///etc/hostname'),
      'shop/framed': (_, response) =>
        response
          .setHeader('content-type', 'text/html')
          .end(`<title>Framed</title><iframe src="${site.url('elsewhere', '/frame')}"></iframe>`),
      'shop/popup': (_, response) =>
        response
          .setHeader('content-type', 'text/html')
          .end(`<title>Popup</title><a target="_blank" href="${site.url('shop', '/away')}">Away</a>`),
      'shop/parts': (_, response) =>
        response.setHeader('content-type', 'text/html').end(
          `<title>Parts</title><script type="module">
            const ask = (url) => fetch(url, { mode: 'no-cors' }).then((answer) => answer.type, () => 'failed');
            window.asked = Promise.all([
              ask(${JSON.stringify(site.url('cdn', '/script'))}),
              ask('http://169.254.169.254/secret'),
              ask(${JSON.stringify(site.url('shop', '/secret').replace('shop.test', '127.0.0.1'))}),
              ask('http://localhost:1/secret'),
            ]);
          </script>`,
        ),
      'cdn/script': 'ok',
      'elsewhere/': '<title>Elsewhere</title>',
      'elsewhere/frame': '<title>Frame</title>',
      ...Object.fromEntries(['a', 'b', 'c', 'd'].map((page) => [`shop/${page}`, `<title>${page}</title>`])),
    });
    opened = await openTestSession({
      folder,
      allowPrivateNetworks: ['shop.test', 'elsewhere.test', 'cdn.test'],
      allowedDomains: ['shop.test'],
      blockedDomains: [],
      outbound: { lookup: site.lookup },
      recordTrace: false,
      screenshots: 'asked',
    });
  });
  afterAll(async () => {
    await opened.close();
    await site[Symbol.asyncDispose]();
  });

  async function go(path: string): Promise<unknown> {
    const { session } = opened;
    return await session.act('navigate', () => session.page().goto(site.url('shop', path)));
  }

  const title = () => opened.session.page().evaluate('document.title');

  test('a redirect to another domain is aborted before it is asked for, and the page stays what it was', async () => {
    await go('/');
    await expect(go('/twice')).rejects.toThrow(ActionBlockedError);
    await expect(go('/away')).rejects.toThrow('Domain elsewhere.test not in allowed list');
    expect(await title()).toBe('Shop');
    expect(site.asked).not.toContain('elsewhere.test/');
  });

  test('a redirect to a private address or out of the web is blocked', async () => {
    await expect(go('/inside')).rejects.toThrow(/^169\.254\.169\.254 is refused/);
    // Chromium itself follows no redirect to a file.
    await expect(go('/scheme')).rejects.toThrow();
    expect(opened.session.page().url()).not.toMatch(/^file:/);
  });

  test('a frame of another domain stays empty, and the action goes on', async () => {
    await go('/framed');
    expect(await title()).toBe('Framed');
    expect(site.asked).not.toContain('elsewhere.test/frame');
  });

  test('a refusal ends the action at once, and tells its work to stop', async () => {
    const { session } = opened;
    await go('/');
    let signal: AbortSignal | undefined;
    const waiting = session.act('wait', async (refused) => {
      signal = refused;
      await session.page().evaluate(`location.href = ${JSON.stringify(site.url('elsewhere'))}`);
      await new Promise(() => undefined);
    });
    await expect(waiting).rejects.toThrow('Domain elsewhere.test not in allowed list');
    expect(signal?.aborted).toBe(true);
    expect(await session.act('look', title)).toBe('Shop');
  });

  test('a click that opens a refused page in a new tab is blocked, and leaves no tab', async () => {
    const { session } = opened;
    await go('/popup');
    session.takeNotes();
    const click = session.act('click', async () => {
      await session.page().click('a');
      await new Promise(() => undefined);
    });
    await expect(click).rejects.toThrow('Domain elsewhere.test not in allowed list');
    expect(await title()).toBe('Popup');
    const tabs = (await session.context.browser()?.newBrowserCDPSession()) as CDPSession;
    const open = async () => {
      const { targetInfos } = await tabs.send('Target.getTargets', { filter: [{ type: 'page' }] });
      return targetInfos.map(({ url }) => url);
    };
    await expect.poll(open).toEqual([site.url('shop', '/popup')]);
    expect(session.takeNotes()).toEqual([]);
  });

  test('parts of a page come from any public site, and from no private address', async () => {
    await go('/parts');
    const asked = await opened.session.page().evaluate('window.asked');
    // A refusal by the proxy is an answer, which a page cannot read.
    expect(site.asked).toContain('cdn.test/script');
    expect(asked).toHaveLength(4);
    expect(site.asked).not.toContain('127.0.0.1/secret');
  });

  test('what is no page of the web is left at once', async () => {
    const { session } = opened;
    const opening = session.act('navigate', () => session.page().goto('chrome://version'));
    await expect(opening).rejects.toThrow('The page chrome://version/ is not of the web and was closed.');
    expect(session.page().url()).toBe('about:blank');
    await expect(session.act('navigate', () => session.page().goto('file:///etc/hostname'))).rejects.toThrow(
      ActionBlockedError,
    );
  });

  test('a refusal between two actions is told, and fails neither', async () => {
    const { session } = opened;
    await go('/');
    session.takeNotes();
    const failed = session.page().waitForEvent('requestfailed');
    await session.page().evaluate(`location.href = ${JSON.stringify(site.url('elsewhere'))}`);
    await failed;
    await go('/a');
    expect(session.takeNotes()).toEqual(['Domain elsewhere.test not in allowed list']);
  });

  test('one page more than the session may open is blocked', async () => {
    const { session, close } = await openTestSession({
      folder,
      maxUrls: 2,
      allowPrivateNetworks: ['shop.test'],
      outbound: { lookup: site.lookup },
      recordTrace: false,
    });
    onTestFinished(close);
    const visit = (path: string) => session.act('navigate', () => session.page().goto(site.url('shop', path)));
    await visit('/a');
    await visit('/b');
    await visit('/a#again');
    await expect(visit('/c')).rejects.toThrow('Max URL limit reached (2)');
    expect(() => session.rules.check(site.url('shop', '/d'))).toThrow(ActionBlockedError);
  });
});
