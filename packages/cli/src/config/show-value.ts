import { redactText } from '@telltale/core';
import { describeTarget } from '@telltale/ledger';
import type { Setting } from './setting.ts';

/** Shorter secrets have no end to show. */
const LEAST_SECRET_WITH_END = 16;
const SHOWN_OF_SECRET = 4;

/** A value for people's eyes: of a secret only what tells it from others. */
export function showValue({ key, secret }: Pick<Setting, 'key' | 'secret'>, value: unknown): string {
  if (value === undefined || value === null) return '–';
  if (key === 'database.url') return describeTarget(String(value));
  if (secret === true) return mask(String(value));
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(showPart).join(', ');
  // An address can hold a password.
  return redactText(String(value));
}

/** A pipeline has a name; everything else in a list is text. */
function showPart(part: unknown): string {
  return typeof part === 'object' && part !== null && 'name' in part ? String(part.name) : String(part);
}

/** `tt_…4f2a`. */
export function mask(secret: string): string {
  if (secret.length < LEAST_SECRET_WITH_END) return '…';
  const kind = /^[a-z]{1,6}[_-]/i.exec(secret)?.[0] ?? '';
  return `${kind}…${secret.slice(-SHOWN_OF_SECRET)}`;
}
