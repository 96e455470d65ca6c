import { z } from 'zod';
import type { ClickTarget } from '../clicks/click-target.ts';
import { targetOfEnter } from '../clicks/find-target.ts';
import { answered } from '../content/in-page.ts';
import { beginningOf } from './beginning.ts';
import { pageTool } from './page-tool.ts';
import type { ToolKit } from './tool-kit.ts';

/** Keys that do what a click does, or send what was written. */
const SETS_OFF = /(?:^|\+)(?:Enter|NumpadEnter|Space| )$/i;
const WRITES = /^(?:Space| )$/i;

/** Fields in which Enter looks for something. */
const SEARCH = /^(?:q|s|query|search|suche|recherche|buscar|cerca)$/i;

export function pressKeyTool(kit: ToolKit) {
  return pageTool(kit, {
    name: 'press_key',
    description: 'Presses a key where the focus is: Enter, Escape, Tab, ArrowDown, PageDown, Control+A, or a letter.',
    input: z.object({ key: z.string().min(1).max(50) }),
    what: ({ key }) => `press_key ${key}`,
    changesPage: true,
    once: kit.clicks === null,
    run: async ({ key }, { page, signal, limitMs, reading }) => {
      if (kit.clicks !== null && SETS_OFF.test(key)) {
        const target = await targetOfEnter(page, reading);
        const asked = target === null ? null : asSetOff(target, key);
        if (asked !== null) await kit.clicks.check(asked, page.url(), signal);
      }
      await answered(page.keyboard.press(key), { signal, limitMs });
      return { says: `Pressed ${key}.` };
    },
    after: beginningOf,
  });
}

/** What is judged: a field outside of a form may send what is in it, and says nothing of that. `null`: the key only writes. */
function asSetOff(target: ClickTarget, key: string): ClickTarget | null {
  const isField =
    target.tag === 'input' && !['submit', 'image', 'button', 'reset', 'checkbox', 'radio'].includes(target.type);
  if (!isField && !target.isEditable) return target;
  if (WRITES.test(key)) return null;
  const isSearch = target.type === 'search' || target.role === 'searchbox' || SEARCH.test(target.name);
  return isSearch ? null : { ...target, tag: 'form', text: '' };
}
