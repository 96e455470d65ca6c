import { z } from 'zod';
import type { PageElement } from '../content/in-page/dom.ts';
import { answered } from '../content/in-page.ts';
import { partsOf } from '../content/parts.ts';
import { pageTool } from './page-tool.ts';
import type { ToolKit } from './tool-kit.ts';

const MAX_ELEMENTS = 20;
const ELEMENT_CHARACTERS = 5_000;
const DIVIDER = '\n---\n';

export function extractTextTool(kit: ToolKit) {
  return pageTool(kit, {
    name: 'extract_text',
    description: `Reads the text of the displayed elements that a selector matches, at most ${MAX_ELEMENTS}.`,
    input: z.object({ selector: z.string().min(1).max(500) }),
    what: ({ selector }) => `extract_text '${selector}'`,
    extract: true,
    run: async ({ selector }, { page, signal, limitMs }) => {
      const matches = page.locator(selector);
      await matches.first().waitFor({ state: 'attached', timeout: limitMs, signal });
      const read = matches.evaluateAll(readTexts, { most: MAX_ELEMENTS, mostCharacters: ELEMENT_CHARACTERS });
      const { count, texts } = await answered(read, { signal, limitMs });
      if (count === 0) return { says: 'What matches is hidden; nothing of it is displayed.' };
      const content = partsOf(texts.join(DIVIDER))[0] ?? '';
      const which = count > texts.length ? `, the first ${texts.length} of them` : '';
      return { says: `${count} ${count === 1 ? 'element' : 'elements'}${which}:`, content };
    },
  });
}

interface Most {
  readonly most: number;
  readonly mostCharacters: number;
}

/** What is displayed of each; runs in the page. */
function readTexts(
  given: unknown,
  { most, mostCharacters }: Most,
): { readonly count: number; readonly texts: string[] } {
  const elements = given as readonly PageElement[];
  const displayed = elements.filter((element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
  );
  const texts = displayed.slice(0, most).map((element) => (element.innerText ?? '').trim().slice(0, mostCharacters));
  return { count: displayed.length, texts };
}
