import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { nearest } from '../nearest.ts';
import { ConfigError } from './config-error.ts';
import { SETTINGS } from './schema.ts';
import type { Setting } from './setting.ts';
import { describeSource, type Source } from './source.ts';

/** A value that stands before those of the file. */
interface LayerEntry {
  readonly value: unknown;
  /** As it was written. */
  readonly said: unknown;
  readonly source: Source;
}

export type Layer = ReadonlyMap<string, LayerEntry>;

const VARIABLES = SETTINGS.flatMap(({ env }) => env ?? []);

/** What the options of a command say. */
export function readFlags(flags: Readonly<Record<string, unknown>>): Layer {
  const layer = new Map<string, LayerEntry>();
  for (const setting of SETTINGS) {
    if (setting.flag === undefined) continue;
    const [name = ''] = setting.flag.split(' ');
    const said = flags[memberName(name)];
    if (said === undefined) continue;
    layer.set(setting.key, { said, value: fromTexts(said, setting), source: { kind: 'flag', name } });
  }
  return layer;
}

/** As commander names an option: `--allowed-host` is `allowedHost`. */
function memberName(option: string): string {
  return option.slice(2).replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** An option that may be given several times is a list already. */
export function fromTexts(
  said: unknown,
  { fromText = (text: string): unknown => text }: Pick<Setting, 'fromText'>,
): unknown {
  if (Array.isArray(said)) return said.flatMap((each) => fromText(String(each)));
  return typeof said === 'string' ? fromText(said) : said;
}

export interface Environment {
  readonly layer: Layer;
  /** With what `.env` adds to it. */
  readonly env: NodeJS.ProcessEnv;
  /** Of variables that look like ours and are not. */
  readonly warnings: readonly string[];
}

/** What the environment says, and `.env` in the working directory where the environment itself says nothing. */
export async function readEnvironment(own: NodeJS.ProcessEnv, cwd: string): Promise<Environment> {
  const file = join(cwd, '.env');
  const added = await readEnvFile(file);
  const env: NodeJS.ProcessEnv = { ...added, ...own };
  const sourceOf = (name: string): Source =>
    own[name] === undefined ? { kind: 'environment', name, file } : { kind: 'environment', name };
  const layer = new Map<string, LayerEntry>();
  for (const setting of SETTINGS) {
    const said = setting.env === undefined ? undefined : env[setting.env];
    // Empty means not set: it is how a variable is taken back in compose files and in `.env`.
    if (setting.env === undefined || said === undefined || said.trim() === '') continue;
    layer.set(setting.key, { said, value: fromTexts(said, setting), source: sourceOf(setting.env) });
  }
  return { layer, env, warnings: strangers(Object.keys(env)).map((name) => strangeness(name, sourceOf(name))) };
}

async function readEnvFile(file: string): Promise<NodeJS.Dict<string>> {
  try {
    return parseEnv(await readFile(file, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EISDIR') return {};
    throw new ConfigError([`${file} cannot be read: ${message}.`], { cause: error });
  }
}

/** `TELLTALE_TEST_…` is for our own tests. */
function strangers(names: readonly string[]): readonly string[] {
  return names.filter((name) => /^TELLTALE_(?!TEST_)/.test(name) && !VARIABLES.includes(name));
}

function strangeness(name: string, source: Source): string {
  const meant = nearest(name, VARIABLES);
  return `${describeSource(source)} is no setting of Telltale${meant === null ? '.' : `: did you mean ${meant}?`}`;
}
