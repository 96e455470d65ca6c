import { defaultDataFolder } from './default-data-folder.ts';
import type { Layer } from './layers.ts';
import type { WhereToLook } from './read-config-file.ts';
import { resolvePath } from './resolve-path.ts';

export interface Known {
  readonly flags: Readonly<Record<string, unknown>>;
  /** The later one wins. */
  readonly layers: readonly Layer[];
  readonly cwd: string;
}

/** The file of `--config`, else the working directory and then the data folder, as far as it is known without a file. */
export function whereToLook({ flags, layers, cwd }: Known): WhereToLook {
  const data = layers.findLast((layer) => layer.has('data'))?.get('data');
  return {
    named: typeof flags.config === 'string' ? resolvePath(flags.config, cwd) : null,
    folders: [cwd, data === undefined ? defaultDataFolder() : resolvePath(String(data.value), cwd)],
  };
}
