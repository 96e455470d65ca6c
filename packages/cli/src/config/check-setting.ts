import { UsageError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { fromTexts } from './layers.ts';
import { resolveValue } from './resolve-path.ts';
import { SETTINGS } from './schema.ts';
import type { Setting } from './setting.ts';

/** The setting of a key that somebody typed. Throws `UsageError`. */
export function settingOf(key: string): Setting {
  const found = SETTINGS.find((setting) => setting.key === key);
  if (found !== undefined) return found;
  const within = SETTINGS.filter((setting) => setting.key.startsWith(`${key}.`));
  if (within.length > 0) {
    throw new UsageError(`${key} is a group of settings: ${within.map((setting) => setting.key).join(', ')}.`);
  }
  const meant = nearest(
    key,
    SETTINGS.map((setting) => setting.key),
  );
  throw new UsageError(`There is no setting ${key}${meant === null ? '.' : `: did you mean ${meant}?`}`, {
    hint: '`telltale configure --show` lists all settings.',
  });
}

/** What is wrong with a text for a setting, as a sentence; `undefined` if nothing is. */
export function faultOf(setting: Setting, text: string): string | undefined {
  const { key, expects, schema, secret } = setting;
  if (schema.safeParse(fromTexts(text, setting)).success) return undefined;
  return `${key} has to be ${expects}${secret === true ? '' : `; it is ${JSON.stringify(text)}`}.`;
}

/** A text as the value to write into a file, with paths from `cwd`. Throws `UsageError`. */
export function toValue(setting: Setting, text: string, cwd: string): unknown {
  const fault = faultOf(setting, text);
  if (fault !== undefined) throw new UsageError(fault);
  return resolveValue(setting, fromTexts(text, setting), cwd);
}
