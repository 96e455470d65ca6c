import { z } from 'zod';
import { targetOf } from '../clicks/find-target.ts';
import { beginningOf } from './beginning.ts';
import { type PageWork, pageTool } from './page-tool.ts';
import { describeTarget, isOneWay, locatorOf, ONE_WAY, type Target, targetFields } from './target.ts';
import type { ToolKit } from './tool-kit.ts';

/** For tools that click an element. */
export const clickableFields = {
  ...targetFields,
  text: z.string().max(500).optional().describe('Text that is on it, or a part of it.'),
};

export function clickTool(kit: ToolKit) {
  return pageTool(kit, {
    name: 'click',
    description:
      'Clicks one element and tells the beginning of the page that is there then. Say which by selector, or by role and name, or by text. Buttons that delete, buy, send or log out are not clicked.',
    input: z.object(clickableFields).refine(isOneWay, ONE_WAY),
    what: (target) => `click ${describeTarget(target)}`,
    changesPage: true,
    once: kit.clicks === null,
    run: async (target, work) => {
      await clickElement(kit, target, work);
      return { says: 'Clicked.' };
    },
    after: beginningOf,
  });
}

/** Clicks if that does no harm. Looking and clicking have one time limit together. */
export async function clickElement(
  { clicks }: ToolKit,
  target: Target,
  { page, signal, limitMs }: PageWork,
): Promise<void> {
  const locator = locatorOf(page, target);
  const startedMs = performance.now();
  if (clicks !== null) {
    const found = await targetOf(locator, { signal, timeoutMs: limitMs });
    await clicks.check(found, page.url(), signal);
  }
  await locator.click({ timeout: Math.max(1, limitMs - (performance.now() - startedMs)), signal });
}
