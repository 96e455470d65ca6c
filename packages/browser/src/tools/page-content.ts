import { z } from 'zod';
import { answered } from '../content/in-page.ts';
import { PART_CHARACTERS, partsOf } from '../content/parts.ts';
import { readPage } from '../content/read-page.ts';
import { PageActionError } from './errors.ts';
import { type PageWork, pageTool } from './page-tool.ts';
import type { ToolKit } from './tool-kit.ts';

const FORMATS = ['text', 'controls', 'html'] as const;

export function pageContentTool(kit: ToolKit) {
  return pageTool(kit, {
    name: 'page_content',
    description: `Reads the page, frames included: as text; as controls, a tree of links, buttons and fields in which [ref=e5] is clicked by the selector aria-ref=e5; or as cleaned HTML. In parts of ${PART_CHARACTERS.toLocaleString('en')} characters.`,
    input: z.object({
      format: z.enum(FORMATS).optional().describe('Default: text.'),
      part: z.number().int().min(1).optional().describe('Which part, from 1. Default: 1.'),
    }),
    what: () => 'reading the page',
    extract: true,
    run: async ({ format = 'text', part = 1 }, work) => {
      const { text, isCut } =
        format === 'controls' ? await readControls(work) : await readPage(work.page, format, work.reading);
      const parts = partsOf(text);
      const content = parts[part - 1];
      if (content === undefined) {
        throw new PageActionError(`The page has no part ${part}: it has ${parts.length}.`);
      }
      const size = `${isCut ? 'more than ' : ''}${text.length.toLocaleString('en')} characters`;
      return { says: `Part ${part} of ${parts.length} (${format}, ${size} in all).`, content };
    },
  });
}

async function readControls({ page, signal, limitMs }: PageWork): Promise<{ text: string; isCut: boolean }> {
  const tree = page.ariaSnapshot({ mode: 'ai', timeout: limitMs, signal });
  return { text: await answered(tree, { signal, limitMs }), isCut: false };
}
