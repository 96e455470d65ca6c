import { z } from 'zod';
import type { Setting } from './setting.ts';

/** What a setting is where nobody says anything, in words. */
export function defaultOf(setting: Setting): string {
  const literal = literalDefault(setting);
  return setting.defaultText ?? (literal === undefined ? 'none' : `\`${literal}\``);
}

/** The value that it is then; `undefined` where that is none, or another one on each machine. */
export function literalDefault({ schema, defaultText }: Setting): unknown {
  return schema instanceof z.ZodDefault && defaultText === undefined ? schema.def.defaultValue : undefined;
}

/** What a setting takes, with its unit. */
export function takesOf({ expects, unit }: Setting): string {
  return `${expects}${unit === undefined ? '' : `, in ${unit}`}`;
}

export function withoutMarkdown(text: string): string {
  return text.replaceAll('`', '');
}
