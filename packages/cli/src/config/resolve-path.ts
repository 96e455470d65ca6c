import { homedir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import type { Setting } from './setting.ts';

/** An absolute path. `~/` is the home folder, as files and `.env` have no shell that would say so. */
export function resolvePath(path: string, folder: string): string {
  if (path === '~') return homedir();
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : resolve(folder, path);
}

/** The value of a setting with its paths, if it is one or a list of them, from `folder`. */
export function resolveValue({ path }: Pick<Setting, 'path'>, value: unknown, folder: string): unknown {
  if (path === undefined) return value;
  if (Array.isArray(value)) return value.map((each) => resolveValue({ path }, each, folder));
  if (typeof value !== 'string' || value === '') return value;
  return path === 'or name' && isName(value) ? value : resolvePath(value, folder);
}

/** `base.en`, but not `models/base.bin` nor `base.bin`. */
function isName(value: string): boolean {
  return !/[/\\]|^[~.]/.test(value) && extname(value) !== '.bin';
}
