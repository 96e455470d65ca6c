import { z } from 'zod';
import { beginningOf } from './beginning.ts';
import { pageTool } from './page-tool.ts';
import type { ToolKit } from './tool-kit.ts';

interface Wanted {
  readonly selector?: string | undefined;
  readonly text?: string | undefined;
  readonly url?: string | undefined;
  readonly gone?: string | undefined;
}

export function waitForTool(kit: ToolKit) {
  const { pageTimeoutMs } = kit.session.settings;
  return pageTool(kit, {
    name: 'wait_for',
    description:
      'Waits until an element or a text is displayed, the address has something in it, or an element is gone.',
    input: z
      .object({
        selector: z.string().max(500).optional().describe('Until this is displayed.'),
        text: z.string().max(500).optional().describe('Until this text is displayed.'),
        url: z.string().max(500).optional().describe('Until the address has this in it.'),
        gone: z.string().max(500).optional().describe('A selector: until nothing of it is displayed.'),
        timeoutMs: z.number().int().min(1).optional().describe(`Default and most: ${pageTimeoutMs}.`),
      })
      .refine(
        (wanted) => waysOf(wanted).length === 1,
        'Say what to wait for in exactly one way: selector, text, url or gone.',
      ),
    what: (wanted) => `wait_for ${waysOf(wanted)[0]?.join(' ')}`,
    limitMs: ({ timeoutMs = pageTimeoutMs }) => Math.min(timeoutMs, pageTimeoutMs),
    changesPage: true,
    run: async (wanted, { page, signal, limitMs: timeout }) => {
      const { selector, text, url, gone } = wanted;
      if (url !== undefined) {
        await page.waitForURL((now) => now.href.includes(url), { timeout, waitUntil: 'commit', signal });
      } else if (gone !== undefined) {
        await page.locator(gone).first().waitFor({ state: 'hidden', timeout, signal });
      } else {
        const locator = text === undefined ? page.locator(selector ?? '') : page.getByText(text);
        await locator.filter({ visible: true }).first().waitFor({ timeout, signal });
      }
      return { says: 'It is so.' };
    },
    after: beginningOf,
  });
}

/** `[['selector', "'#more'"]]`. */
function waysOf({ selector, text, url, gone }: Wanted): readonly (readonly [string, string])[] {
  const ways = Object.entries({ selector, text, url, gone });
  return ways.flatMap(([way, value]) => (value === undefined || value === '' ? [] : [[way, `'${value}'`] as const]));
}
