import type { Page } from 'playwright-core';
import { z } from 'zod';
import { quoteUrl } from '../content/quote.ts';
import { beginningOf } from './beginning.ts';
import { PageActionError } from './errors.ts';
import { type PageWork, pageTool } from './page-tool.ts';
import type { ToolKit } from './tool-kit.ts';
import { wholeUrl } from './whole-url.ts';

const INTERRUPTED = /interrupted by another navigation/;

export function navigateTool(kit: ToolKit) {
  const { session } = kit;
  const { navigationTimeoutMs } = session.settings;
  return pageTool(kit, {
    name: 'navigate',
    description: 'Opens an address and tells the title and the beginning of the page.',
    input: z.object({ url: z.string().max(2_000).describe('Whole, with https:// or http://.') }),
    what: ({ url }) => `navigate to ${quoteUrl(url, 200)}`,
    limitMs: () => navigationTimeoutMs,
    changesPage: true,
    navigates: true,
    run: async ({ url }, work) => {
      session.rules.check(url);
      const status = (await open(work.page, url, work)) ?? (await open(await session.replacePage(), url, work));
      if (status === null) {
        throw new PageActionError(`${quoteUrl(url, 200)} was not opened: another page came in between. Try it again.`);
      }
      return { says: status < 400 ? 'The page is open.' : `The site answered with status ${status}.` };
    },
    after: beginningOf,
  });
}

/** Opens an address, and gives the status. `null`: the page that was there went somewhere else at that moment. */
async function open(page: Page, url: string, { limitMs, signal }: PageWork): Promise<number | null> {
  // Of the page that is there, another place is no new document.
  const isThere = wholeUrl(page.url(), url) === wholeUrl(url, url);
  try {
    const response = await page.goto(url, { waitUntil: 'domcontentloaded', timeout: limitMs, signal });
    return response?.status() ?? (isThere ? 200 : null);
  } catch (error) {
    if (INTERRUPTED.test(String(error))) return null;
    throw error;
  }
}
