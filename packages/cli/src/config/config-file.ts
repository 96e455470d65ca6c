import { mkdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from '../errors.ts';
import { isThere } from '../is-there.ts';
import { ConfigError } from './config-error.ts';
import { readEnvironment, readFlags } from './layers.ts';
import type { LoadConfigOptions } from './load-config.ts';
import { CONFIG_FILES, findConfigFile, readConfigFile } from './read-config-file.ts';
import type { Tree } from './tree.ts';
import { whereToLook } from './where-to-look.ts';

const JSON_FILE = CONFIG_FILES[2];

/** The JSON file of the configuration, for commands that change it. */
export interface EditableConfigFile {
  /** Absolute. It may not be there yet. */
  readonly path: string;
  /** What it holds; nothing if it is not there. What is wrong with the settings in it is no matter here. */
  readonly content: Tree;
}

/**
 * The file that is in force, or that would be if it were there: the one of `--config`, else the one that is found, else one
 * in the data folder. Throws `UsageError` if it is not JSON, and `ConfigError` if it cannot be read.
 */
export async function editableConfigFile({ flags, env, cwd }: LoadConfigOptions): Promise<EditableConfigFile> {
  const { layer } = await readEnvironment(env, cwd);
  const places = whereToLook({ flags, layers: [layer, readFlags(flags)], cwd });
  const path = (await findConfigFile(places)) ?? join(places.folders.at(-1) ?? cwd, JSON_FILE);
  if (!path.endsWith('.json')) {
    throw new UsageError(`The configuration is in ${path}, which is a program and can only be changed by hand.`, {
      hint: `Change it there, or name a JSON file with --config.`,
    });
  }
  return { path, content: (await isThere(path)) ? (await readConfigFile(path)).content : {} };
}

/** Writes all of it or nothing, readable by its owner alone. Throws `ConfigError`. */
export async function writeConfigFile(path: string, content: Tree): Promise<void> {
  // A link stays one: what it leads to is written.
  const target = await realpath(path).catch(() => path);
  const incoming = `${target}.${process.pid}.new`;
  try {
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await writeFile(incoming, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true });
    await rename(incoming, target);
  } catch (cause) {
    await rm(incoming, { force: true }).catch(() => undefined);
    throw new ConfigError([`${path} cannot be written: ${(cause as Error).message}.`], { cause });
  }
}
