import { z } from 'zod';
import { quoteUrl } from '../content/quote.ts';
import { beginningOf } from './beginning.ts';
import { pageTool } from './page-tool.ts';
import type { ToolKit } from './tool-kit.ts';

export function navigateTool(kit: ToolKit) {
  const { navigationTimeoutMs } = kit.session.settings;
  return pageTool(kit, {
    name: 'navigate',
    description: 'Opens an address and tells the title and the beginning of the page.',
    input: z.object({ url: z.string().max(2_000).describe('Whole, with https:// or http://.') }),
    what: ({ url }) => `navigate to ${quoteUrl(url, 200)}`,
    limitMs: () => navigationTimeoutMs,
    changesPage: true,
    navigates: true,
    run: async ({ url }, { page, limitMs, signal }) => {
      kit.session.rules.check(url);
      const response = await page.goto(url, { waitUntil: 'domcontentloaded', timeout: limitMs, signal });
      const status = response?.status() ?? 200;
      return { says: status < 400 ? 'The page is open.' : `The site answered with status ${status}.` };
    },
    after: beginningOf,
  });
}
