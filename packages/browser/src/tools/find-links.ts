import { z } from 'zod';
import { findLinks } from '../content/in-page/find-links.ts';
import { inPage } from '../content/in-page.ts';
import { quotePage, quoteUrl } from '../content/quote.ts';
import { pageTool } from './page-tool.ts';
import type { ToolKit } from './tool-kit.ts';
import { wholeUrl } from './whole-url.ts';

const MAX_LINKS = 100;

export function findLinksTool(kit: ToolKit) {
  return pageTool(kit, {
    name: 'find_links',
    description: `Lists the links of the page with their addresses, at most ${MAX_LINKS}.`,
    input: z.object({
      filter: z
        .string()
        .max(200)
        .optional()
        .describe('Only links that have this in their text or address; upper and lower case are the same.'),
    }),
    what: () => 'reading the links',
    extract: true,
    run: async ({ filter = '' }, { page, reading }) => {
      const { base, found } = await inPage(page, findLinks, undefined, reading);
      const wanted = filter.trim().toLowerCase();
      const links = new Map<string, string>();
      for (const { url, text } of found) {
        const whole = wholeUrl(url, base);
        if (whole !== null && `${text} ${whole}`.toLowerCase().includes(wanted))
          links.set(whole, links.get(whole) || text);
      }
      const lines = [...links]
        .slice(0, MAX_LINKS)
        .map(([url, text]) => `${quotePage(text) || '(no text)'} → ${quoteUrl(url)}`);
      if (lines.length === 0) return { says: wanted === '' ? 'The page has no links.' : 'No link fits the filter.' };
      const more = links.size > lines.length ? `, the first ${lines.length} of them` : '';
      return { says: `${links.size} ${links.size === 1 ? 'link' : 'links'}${more}:`, content: lines.join('\n') };
    },
  });
}
