import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { describeWithBrowser, type OpenedSession, openTestSession, sessionsFolder } from '../../test/sessions.ts';
import { openSite, type Site } from '../../test/site.ts';
import type { BrowserOptions } from './with-browser.ts';

const folder = await sessionsFolder();

describeWithBrowser('pages', () => {
  let site: Site;
  let options: BrowserOptions;
  let opened: OpenedSession;

  beforeAll(async () => {
    site = await openSite({
      'shop/': '<title>Shop</title><h1>Welcome</h1>',
      'shop/alert': `<title>Alert</title><button onclick="document.title = confirm('Buy now?')">Ask</button>`,
      'shop/stay': `<title>Stay</title><button>Stay</button><script>onbeforeunload = (event) => event.preventDefault();</script>`,
      'shop/tabs': `<title>Tabs</title><button onclick="for (let n = 0; n < 3; n += 1) window.open('/');">Open</button>`,
      'localhost/': `<title>Worker</title><script>
        window.asked = navigator.serviceWorker.register('/worker.js').catch(() => undefined)
          .then(() => navigator.serviceWorker.getRegistrations()).then(({ length }) => length);</script>`,
      'localhost/worker.js': (_, response) => response.setHeader('content-type', 'text/javascript').end(''),
      'shop/files':
        '<title>Files</title><a id="small" href="/small">Small</a> <a id="endless" href="/endless">Endless</a>',
      'shop/small': (_, response) =>
        response
          .setHeader('content-disposition', `attachment; filename*=UTF-8''..%2F..%2Fa%E2%80%AEgpj.txt`)
          .end('small'),
      'shop/endless': (_, response) => {
        response.setHeader('content-disposition', 'attachment; filename="endless.bin"');
        const pour = () => {
          while (!response.destroyed && response.write(Buffer.alloc(16_384)));
        };
        response.on('drain', pour);
        pour();
      },
    });
    options = {
      folder,
      allowPrivateNetworks: ['shop.test', 'localhost'],
      outbound: { lookup: site.lookup },
      recordTrace: false,
      screenshots: 'asked',
      maxPages: 3,
      maxDownloadBytes: 100_000,
    };
    opened = await openTestSession(options);
  });
  afterAll(async () => {
    await opened.close();
    await site[Symbol.asyncDispose]();
  });

  async function go(path: string): Promise<void> {
    await opened.session.page().goto(site.url('shop', path));
    opened.session.takeNotes();
  }

  test('a dialog is dismissed and told of', async () => {
    const { session } = opened;
    await go('/alert');
    await session.act('click', () => session.page().click('button'));
    expect(await session.page().title()).toBe('false');
    expect(session.takeNotes()).toEqual(['The page showed a dialog (confirm), which was dismissed: "Buy now?"']);
    expect(session.takeNotes()).toEqual([]);
  });

  test('a page that does not want to be left is left', async () => {
    await go('/stay');
    await opened.session.page().click('button');
    await go('/');
    expect(await opened.session.page().title()).toBe('Shop');
  });

  test('no service worker is registered', async () => {
    const { session } = opened;
    // Pages may have one only if their site is secure, which one of this machine is taken for.
    await session.page().goto(site.url('shop').replace('shop.test', 'localhost'));
    expect(await session.page().evaluate('window.asked')).toBe(0);
    expect(site.asked).toContain('localhost/');
    expect(site.asked).not.toContain('localhost/worker.js');
  });

  test('a new tab is the current page; of too many the oldest is closed; when one closes, the one before is current', async () => {
    const { session } = opened;
    await go('/tabs');
    const first = session.page();
    const closed = first.waitForEvent('close');
    await first.click('button');
    await closed;
    expect(session.context.pages()).toHaveLength(3);
    expect(session.takeNotes()).toContain('More than 3 tabs were open; the oldest was closed.');
    const last = session.page();
    await last.close();
    expect(session.page()).not.toBe(last);
    expect(session.page().isClosed()).toBe(false);
  });

  test('there is a page even when the last one closes itself', async () => {
    const { session } = opened;
    const fresh = session.context.waitForEvent(
      'page',
      (page) => session.context.pages().length === 1 && !page.isClosed(),
    );
    for (const page of session.context.pages()) await page.close();
    await fresh;
    await go('/');
    expect(await session.page().title()).toBe('Shop');
  });

  test('a crashed tab is closed and told of, and the session goes on', async () => {
    const { session } = opened;
    await go('/');
    const fresh = session.context.waitForEvent('page');
    await session
      .page()
      .goto('chrome://crash')
      .catch(() => undefined);
    await fresh;
    expect(session.takeNotes()).toEqual(['The tab crashed and was closed.']);
    await go('/');
    expect(await session.page().title()).toBe('Shop');
  });

  test('a file that a page downloads becomes an artifact with a harmless name; one that is too large is stopped', async () => {
    const { session, step, close } = await openTestSession(options);
    onTestFinished(close);
    await session.page().goto(site.url('shop', '/files'));
    const ended = async (selector: string) => {
      const download = session.page().waitForEvent('download');
      await session.page().click(selector);
      await (await download).failure();
    };
    await ended('#small');
    await ended('#endless');
    await expect.poll(() => session.downloads.map(({ state }) => state)).toEqual(['done', 'refused']);
    expect(session.takeNotes().at(-1)).toBe(
      'The download of "endless.bin" was stopped: the files of this session may have 100.0 kB together.',
    );

    await close();
    const [kept, ...others] = step.kept('download');
    expect(others).toEqual([]);
    expect(kept?.content.toString()).toBe('small');
    expect(kept?.name).toMatch(/^[\w.]*a_gpj\.txt$/);
  });
});
