import { z } from 'zod';
import { quotePage } from '../content/quote.ts';
import { pageTool } from './page-tool.ts';
import { describeTarget, isOneWay, locatorOf, ONE_WAY, targetFields } from './target.ts';
import type { ToolKit } from './tool-kit.ts';

export function selectOptionTool(kit: ToolKit) {
  return pageTool(kit, {
    name: 'select_option',
    description:
      'Chooses an option of a list by its words or its value. Say which list by selector, or by role and name.',
    input: z
      .object({ ...targetFields, option: z.string().max(500).describe('The words of the option, or its value.') })
      .refine(isOneWay, ONE_WAY),
    what: (target) => `select_option in ${describeTarget(target)}`,
    changesPage: true,
    run: async ({ option, ...target }, { page, signal, limitMs }) => {
      await locatorOf(page, target).selectOption(option, { timeout: limitMs, signal });
      return { says: `Chosen: ${quotePage(option)}.` };
    },
  });
}
