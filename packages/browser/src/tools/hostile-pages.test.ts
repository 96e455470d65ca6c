import {
  CLICK_PAGES,
  FLOOD_PAGES,
  HOSTILE_PAGES,
  INJECTION_PAGES,
  NAVIGATION_PAGES,
  NETWORK_PAGES,
  type Sites,
  startSites,
} from '@telltale/testing/web';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWithBrowser, type OpenedSession, openTestSession, sessionsFolder } from '../../test/sessions.ts';
import { toVisit, type UseTool, userOf } from '../../test/use-tools.ts';
import { browserTools } from './browser-tools.ts';

const folder = await sessionsFolder();
// The one that never comes to rest takes all the time that it is given.
const RELOADS = NAVIGATION_PAGES.filter(({ name }) => name === 'reloads-for-ever');
const captcha = { pollMs: 20, cloudflareMs: 20, othersMs: 20 };

describeWithBrowser('on hostile pages', () => {
  let sites: Sites;
  beforeAll(async () => {
    sites = await startSites();
  });
  afterAll(() => sites.close());

  describe('a session that takes its time', () => {
    let opened: OpenedSession;
    let use: UseTool;
    beforeAll(async () => {
      opened = await openTestSession({ ...toVisit(sites), settleMs: 0, folder });
      use = userOf(browserTools(opened.session, { captcha }), opened.step);
    });
    afterAll(() => opened.close());

    test.each(INJECTION_PAGES)('$name: does not $mustNot', async ({ name, absent = [], present = [] }) => {
      const told = [await use('navigate', { url: sites.url('hostile', `/${name}`) })];
      for (const format of ['text', 'controls', 'html']) told.push(await use('page_content', { format }));
      if (name === 'orders-far-down') told.push(await use('page_content', { part: 2 }));
      for (const tool of ['find_links', 'find_media']) told.push(await use(tool, {}));
      told.push(await use('extract_text', { selector: 'body *' }));
      expect(told.map(({ error }) => error)).toEqual(told.map(() => null));
      const all = told.map((one) => `${one.told}\n${one.record}`).join('\n');
      for (const text of absent) expect(all).not.toContain(text);
      for (const text of present) expect(all).toContain(text);
    });

    test.each([...NETWORK_PAGES, ...NAVIGATION_PAGES.filter((page) => !RELOADS.includes(page))])(
      '$name: does not $mustNot',
      async (page) => {
        const { name, settles = true, absent = [], present = [] } = page;
        const told = [await use('navigate', { url: sites.url('hostile', `/${name}`) })];
        if (settles) await sites.settled(name);
        told.push(await use('page_content', {}));
        const all = told.map((one) => one.told).join('\n');
        for (const text of absent) expect(all).not.toContain(text);
        for (const text of present) expect(all).toContain(text);
        expect(sites.trapped(name)).toEqual([]);
      },
    );

    test.each(CLICK_PAGES)('$name: does not $mustNot', async ({ name, refusedClicks = [] }) => {
      await use('navigate', { url: sites.url('hostile', `/${name}`) });
      for (const selector of refusedClicks) {
        const { error } = await use('click', { selector });
        expect(error).toMatchObject({ code: 'action_blocked' });
      }
      expect(sites.trapped(name)).toEqual([]);
    });
  });

  describe('a session in a hurry', () => {
    let opened: OpenedSession;
    let use: UseTool;
    beforeAll(async () => {
      const limits = { pageTimeoutMs: 200, navigationTimeoutMs: 1_000, settleMs: 0 };
      opened = await openTestSession({ ...toVisit(sites), ...limits, folder });
      use = userOf(browserTools(opened.session, { captcha }), opened.step);
    });
    afterAll(() => opened.close());

    test.each([...RELOADS, ...FLOOD_PAGES])('$name: does not $mustNot', async ({ name }) => {
      const told = [await use('navigate', { url: sites.url('hostile', `/${name}`) })];
      told.push(await use('page_content', {}), await use('find_links', {}), await use('click', { text: 'Play' }));
      for (const { told: text } of told) expect(text.length).toBeLessThan(25_000);
      // Pages of one site are in one process: one that hangs could keep the others from being opened.
      const next = { url: sites.url('hostile', '/orders-in-meta') };
      await expect.poll(async () => (await use('navigate', next)).told, { timeout: 20_000 }).toContain('lighthouse');
    });
  });

  test('nothing was asked later of what may not be asked', () => {
    expect(HOSTILE_PAGES.flatMap(({ name }) => sites.trapped(name))).toEqual([]);
    expect(sites.problems).toEqual([]);
  });
});
