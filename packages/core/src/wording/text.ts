import type { ItemRef } from '../events/shapes.ts';

const NAME_CHARACTERS = 80;

/** Text from outside on one line, cut to `limit` characters. */
export function oneLine(text: string, limit = 200): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length <= limit ? line : `${characters.slice(0, limit - 1).join('')}…`;
}

/** A name in quotes, so that it does not run into the sentence around it. */
export function quoted(name: string): string {
  return `'${oneLine(name, NAME_CHARACTERS)}'`;
}

/** A sentence with its full stop. */
export function sentence(text: string): string {
  const line = oneLine(text, 1_000);
  return /[.!?…]$/.test(line) ? line : `${line}.`;
}

export function itemName(item: ItemRef): string {
  return quoted(item.label ?? item.key);
}

/** The text of a question, which may have more to it (`{ question, … }`, `{ text, … }`); `null` if nobody could read it out. */
export function questionText(question: unknown): string | null {
  if (typeof question === 'string') return question;
  if (typeof question !== 'object' || question === null) return null;
  const { question: asked, text = asked } = question as { readonly question?: unknown; readonly text?: unknown };
  return typeof text === 'string' ? text : null;
}

/** What an input is best known by, most telling first. */
const TELLING_KEYS = [
  'label',
  'text',
  'selector',
  'url',
  'query',
  'question',
  'title',
  'name',
  'path',
  'file',
  'key',
  'id',
  'model',
];

/** An action as people know it: its tool and what it is done to: `click 'Mehr Informationen'`. */
export function actionName({ tool, input }: { readonly tool: string; readonly input?: unknown }): string {
  const target = actionTarget(input);
  return target === null ? tool : `${tool} '${target}'`;
}

/** What an action is done to, as its name quotes it: on one line of at most 80 characters; `null` if its input has no text. */
export function actionTarget(input: unknown): string | null {
  const target = tellingText(input);
  return target === null ? null : oneLine(target, NAME_CHARACTERS);
}

function tellingText(input: unknown): string | null {
  if (isTelling(input)) return input;
  if (typeof input !== 'object' || input === null) return null;
  const fields = new Map(Object.entries(input));
  const candidates = [...TELLING_KEYS.map((key) => fields.get(key)), ...fields.values()];
  return candidates.find(isTelling) ?? null;
}

function isTelling(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
