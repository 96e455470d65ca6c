import { z } from 'zod';
import type { PageGlobal } from '../content/in-page/dom.ts';
import { answered, inPage } from '../content/in-page.ts';
import { pageTool } from './page-tool.ts';
import { locatorOf } from './target.ts';
import type { ToolKit } from './tool-kit.ts';

const SIGNS = { up: [0, -1], down: [0, 1], left: [-1, 0], right: [1, 0] } as const;

export function scrollTool(kit: ToolKit) {
  return pageTool(kit, {
    name: 'scroll',
    description: 'Scrolls the page, or brings an element into the window.',
    input: z.object({
      direction: z.enum(['up', 'down', 'left', 'right']).optional().describe('Default: down.'),
      amount: z.number().int().min(1).max(100_000).optional().describe('In pixels. Default: most of a window.'),
      selector: z.string().max(500).optional().describe('An element to bring into the window instead.'),
    }),
    what: ({ selector }) => (selector === undefined ? 'scroll' : `scroll to '${selector}'`),
    changesPage: true,
    run: async ({ direction = 'down', amount, selector }, { page, signal, limitMs, reading }) => {
      if (selector !== undefined) {
        await locatorOf(page, { selector }).scrollIntoViewIfNeeded({ timeout: limitMs, signal });
        return { says: `'${selector}' is in the window.` };
      }
      const [signX, signY] = SIGNS[direction];
      const distance = amount ?? Math.round(kit.session.settings.viewport.height * 0.8);
      await answered(page.mouse.wheel(signX * distance, signY * distance), { signal, limitMs });
      const { top, height } = await inPage(page, readScroll, undefined, reading);
      return { says: `Scrolled ${direction}: at ${top} of ${height} pixels.` };
    },
  });
}

function readScroll(): { readonly top: number; readonly height: number } {
  const page = globalThis as unknown as PageGlobal;
  return { top: Math.round(page.scrollY), height: page.document.documentElement?.scrollHeight ?? 0 };
}
