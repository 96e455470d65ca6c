import { dirname, join } from 'node:path';
import { ConfigError } from './config-error.ts';
import { type Layer, readEnvironment, readFlags } from './layers.ts';
import { problemsOf } from './problems.ts';
import { type ConfigFileRead, findConfigFile, readConfigFile } from './read-config-file.ts';
import { resolveValue } from './resolve-path.ts';
import { type Config, configSchema, type ParsedConfig, SETTINGS } from './schema.ts';
import type { Source } from './source.ts';
import { type Tree, valueAt, withValue } from './tree.ts';
import { whereToLook } from './where-to-look.ts';

export interface LoadedConfig {
  readonly values: Config;
  /** Where each value came from, by key: `server.port`. All keys of `SETTINGS` are in it. */
  readonly sources: Readonly<Record<string, Source>>;
  /** The configuration file, if there is one. Absolute. */
  readonly file: string | null;
  /** The environment with what `.env` adds to it. */
  readonly env: NodeJS.ProcessEnv;
  /** What is strange but does no harm, as sentences. */
  readonly warnings: readonly string[];
}

/** The surroundings of a command. */
export interface LoadConfigOptions {
  /** Options as commander gives them: `{ port: '4040' }`. Those that are no settings are passed over, but for `config`. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly env: NodeJS.ProcessEnv;
  /** The working directory. */
  readonly cwd: string;
}

/**
 * The configuration: flags before the environment (with `.env` of the working directory), before the file, before
 * defaults. Throws `ConfigError` with all that is wrong with it, not only the first.
 */
export async function loadConfig({ flags, env: ownEnv, cwd }: LoadConfigOptions): Promise<LoadedConfig> {
  const fromFlags = readFlags(flags);
  const { layer: fromEnvironment, env, warnings } = await readEnvironment(ownEnv, cwd);
  const path = await findConfigFile(whereToLook({ flags, layers: [fromEnvironment, fromFlags], cwd }));
  const file = path === null ? null : await readConfigFile(path);
  const { tree, sources, said } = merge({ file, layers: [fromEnvironment, fromFlags], cwd });
  const parsed = configSchema.safeParse(tree);
  const issues = parsed.error?.issues ?? [];
  const problems = problemsOf({ issues, tree, sources, said, file: path });
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return { values: withOwnDefaults(parsed.data), sources, file: path, env, warnings };
}

interface Merged {
  readonly tree: Tree;
  readonly sources: Readonly<Record<string, Source>>;
  /** The layers' values, as they were written. */
  readonly said: ReadonlyMap<string, unknown>;
}

interface Layers {
  readonly file: ConfigFileRead | null;
  /** The later one wins. */
  readonly layers: readonly Layer[];
  readonly cwd: string;
}

/** What the file says, with the layers' values in their places. */
function merge({ file, layers, cwd }: Layers): Merged {
  const own = file?.content ?? {};
  const sources: Record<string, Source> = {};
  const said = new Map<string, unknown>();
  let tree = own;
  for (const setting of SETTINGS) {
    const { key } = setting;
    const inFile = valueAt(own, key);
    sources[key] = inFile === undefined || file === null ? { kind: 'default' } : file.sourceOf(key);
    if (setting.path !== undefined && file !== null && inFile !== undefined)
      tree = withValue(tree, key, resolveValue(setting, inFile, dirname(file.path)));
    for (const layer of layers) {
      const entry = layer.get(key);
      if (entry === undefined) continue;
      sources[key] = entry.source;
      said.set(key, entry.said);
      tree = withValue(tree, key, resolveValue(setting, entry.value, cwd));
    }
  }
  return { tree, sources, said };
}

/** Those that follow from other settings. */
function withOwnDefaults(values: ParsedConfig): Config {
  const { data, artifacts } = values;
  return { ...values, artifacts: { ...artifacts, folder: artifacts.folder ?? join(data, 'artifacts') } };
}
