import { forMatching } from '../content/normalize.ts';
import type { ClickTarget } from './click-target.ts';
import { leadsToHarm, soundsDestructive, soundsSafe } from './words.ts';

export type ClickVerdict = 'destructive' | 'safe' | 'ambiguous';

export interface ClickPatterns {
  /** Of the words of a control, in lower case: it is not clicked. Tested beside the built-in ones. */
  readonly block?: readonly RegExp[];
  /** It is clicked, whatever else is said of it. Tested first. */
  readonly allow?: readonly RegExp[];
}

/** Words beyond this are a headline or a whole card, and what they speak of is not what a click does. */
const MOST_WORDS = 7;

/** Fields that a click only gets into, or sets. */
const FIELDS = ['select', 'textarea', 'option', 'audio', 'video', 'summary'];
const BUTTON_TYPES = ['submit', 'image', 'button', 'reset'];

/** Whether a click on something does harm, as far as it can be told from what it says. Pure. */
export function judgeClick(target: ClickTarget, { block = [], allow = [] }: ClickPatterns = {}): ClickVerdict {
  const { text, label, title, value, href, formAction } = target;
  const words = [text, label, value, title].map((part) => forMatching(part).trim()).filter((part) => part !== '');
  if (words.some((part) => allow.some((pattern) => pattern.test(part)))) return 'safe';
  if (words.some((part) => block.some((pattern) => pattern.test(part)))) return 'destructive';
  const harmful = words.filter(soundsDestructive);
  if (harmful.some((part) => part.split(/\s+/).length <= MOST_WORDS)) return 'destructive';
  if (leadsToHarm(href) || leadsToHarm(formAction)) return 'destructive';
  if (harmful.length > 0) return 'ambiguous';
  if (isHarmlessByKind(target)) return 'safe';
  const read = [text, label, value].map((part) => forMatching(part).trim()).filter((part) => part !== '');
  const said = read.length > 0 ? read : [forMatching(title).trim()].filter((part) => part !== '');
  return said.length > 0 && said.every(soundsSafe) ? 'safe' : 'ambiguous';
}

/** What it is says enough: a link that `navigate` could open as well, a search, a field, something to unfold. */
function isHarmlessByKind({ tag, type, role, href, formMethod, isDisclosure }: ClickTarget): boolean {
  if (tag === 'a') return /^https?:/.test(href);
  if (tag === 'input') {
    if (!BUTTON_TYPES.includes(type)) return true;
    return formMethod === 'get';
  }
  if (FIELDS.includes(tag)) return true;
  if (tag === 'button' || tag === 'form') return formMethod === 'get' || isDisclosure;
  return isDisclosure || role === 'tab' || role === 'option';
}
