import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError } from './config-error.ts';
import type { Source } from './source.ts';
import { isTree, type Tree } from './tree.ts';

export interface ConfigFileRead {
  /** Absolute. */
  readonly path: string;
  readonly content: Tree;
  /** Where in the file a setting is, by its key. */
  sourceOf(key: string): Source;
}

export interface WhereToLook {
  /** The one and only that is meant, absolute. */
  readonly named: string | null;
  /** Where to look if none was named; the first file found is the one. */
  readonly folders: readonly string[];
}

/** What a configuration file may be called. */
export const CONFIG_FILES = ['telltale.config.ts', 'telltale.config.js', 'telltale.config.json'] as const;

/** `null` if there is none. One that was named is the one, there or not. */
export async function findConfigFile({ named, folders }: WhereToLook): Promise<string | null> {
  if (named !== null) return named;
  for (const path of folders.flatMap((folder) => CONFIG_FILES.map((name) => join(folder, name)))) {
    if ((await stat(path).catch(() => null))?.isFile()) return path;
  }
  return null;
}

/** Throws `ConfigError`. */
export async function readConfigFile(path: string): Promise<ConfigFileRead> {
  const text = await readText(path);
  return path.endsWith('.json') ? fromJson(path, text) : await fromModule(path);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const problem = code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${message}.`;
    throw new ConfigError([problem], { cause: error });
  }
}

function fromJson(path: string, text: string): ConfigFileRead {
  const content = parseJson(path, text);
  return {
    path,
    content: checked(path, content),
    sourceOf: (key) => ({ kind: 'file', file: path, ...lineOf(text, key) }),
  };
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = /line (\d+) column (\d+)/.exec((error as Error).message);
    const place = position === null ? '' : ` at line ${position[1]}, column ${position[2]}`;
    // biome-ignore lint/style/useErrorCause: the parser's message shows the text around the place, which may be a key.
    throw new ConfigError([`${path} is not valid JSON${place}.`]);
  }
}

/** Found by looking for the names of the path, one after the other: good enough to send somebody's eye there. */
function lineOf(text: string, key: string): { readonly line?: number } {
  let end = 0;
  for (const name of key.split('.')) {
    const found = new RegExp(`"${name}"\\s*:`, 'g');
    found.lastIndex = end;
    const match = found.exec(text);
    if (match === null) return {};
    end = match.index + match[0].length;
  }
  return { line: text.slice(0, end).split('\n').length };
}

async function fromModule(path: string): Promise<ConfigFileRead> {
  let module: { readonly default?: unknown };
  try {
    module = await import(pathToFileURL(path).href);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // A command that was installed for the whole machine is not found from a folder of somebody's own.
    const remedy = message.includes("'telltale'") ? ' (install it in that folder: npm install telltale)' : '';
    throw new ConfigError([`${path} fails when it is loaded: ${message}${remedy}`], { cause: error });
  }
  if (module.default === undefined) {
    throw new ConfigError([`${path} has no default export. Write: export default defineConfig({ … })`]);
  }
  return { path, content: checked(path, module.default), sourceOf: () => ({ kind: 'file', file: path }) };
}

function checked(path: string, content: unknown): Tree {
  if (isTree(content)) return content;
  throw new ConfigError([`${path} has to hold an object with settings, such as { "server": { "port": 4040 } }.`]);
}
