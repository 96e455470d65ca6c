import { z } from 'zod';
import { pageTool } from './page-tool.ts';
import { describeTarget, isOneWay, locatorOf, ONE_WAY, targetFields } from './target.ts';
import type { ToolKit } from './tool-kit.ts';

export function typeTextTool(kit: ToolKit) {
  return pageTool(kit, {
    name: 'type_text',
    description:
      'Puts a text into a field, in place of what was there. Say which field by selector, or by role and name. Sends nothing: press_key Enter does.',
    input: z
      .object({ ...targetFields, text: z.string().max(10_000).describe('What to put in; empty to clear it.') })
      .refine(({ text: _, ...target }) => isOneWay(target), ONE_WAY),
    what: ({ text: _, ...target }) => `type_text into ${describeTarget(target)}`,
    changesPage: true,
    run: async ({ text, ...target }, { page, signal, limitMs }) => {
      await locatorOf(page, target).fill(text, { timeout: limitMs, signal });
      return {
        says: `${text.length} ${text.length === 1 ? 'character was' : 'characters were'} put into ${describeTarget(target)}.`,
      };
    },
  });
}
