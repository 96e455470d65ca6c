import { readBeginning } from '../content/read-page.ts';
import { pageProblem } from './page-problem.ts';
import type { PageResult, PageWork } from './page-tool.ts';

const BEGINNING_CHARACTERS = 2_000;

/** The beginning of the page that is there after an action. One that cannot be read makes no action fail. */
export async function beginningOf({ page, signal, reading }: PageWork): Promise<Pick<PageResult, 'content'>> {
  try {
    const { text, isCut } = await readBeginning(page, BEGINNING_CHARACTERS, reading);
    if (text === '') return { content: '(no text is displayed)' };
    return { content: isCut ? `${text}\n… (there is more: page_content)` : text };
  } catch (error) {
    signal.throwIfAborted();
    const { message } = pageProblem(error, { what: 'reading the page', limitMs: reading.limitMs });
    return { content: `(the text is not there: ${message})` };
  }
}
