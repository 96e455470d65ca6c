import { join } from 'node:path';
import { createPool } from '@telltale/engine/client';
import { describeTarget, planReset, type ResetExtent, reset } from '@telltale/ledger';
import type { Config } from '../config/schema.ts';
import { lockData } from '../database/lock-data.ts';
import { openDatabase } from '../database/open-database.ts';
import { artifactStoreOf } from '../services/artifact-store.ts';
import { findOwnFiles, type OwnFile, removeOwnFiles } from './own-files.ts';

interface RunReset {
  readonly signal: AbortSignal;
  readonly onProgress: (files: number) => void;
}

/** What is to be removed, with everything locked that would be in the way. Disposing of it unlocks. */
export interface Reset extends AsyncDisposable {
  /** Of the data folder, with what is in them. */
  readonly folders: readonly OwnFile[];
  /** `null`: there is none, or it is in one of the folders. */
  readonly database: { readonly target: string; readonly extent: ResetExtent } | null;
  run(options: RunReset): Promise<void>;
}

/**
 * Looks at what there is. Throws if a Telltale runs on the data folder, or if workers are alive on the database.
 *
 * With the embedded database everything is in the data folder, unless files of runs are kept elsewhere: then the database is
 * started, as it alone knows which those are.
 */
export async function makeReset(config: Config): Promise<Reset> {
  await using stack = new AsyncDisposableStack();
  stack.use(await lockData(config.data));
  const embedded = config.database.url === undefined;
  const elsewhere =
    config.artifacts.s3.bucket !== undefined || config.artifacts.folder !== join(config.data, 'artifacts');
  const folders = embedded ? await findOwnFiles(config.data) : [];
  const needsDatabase = !embedded || (elsewhere && folders.some(({ path }) => path === join(config.data, 'postgres')));
  const database = needsDatabase ? await openForReset(stack, config) : null;
  const unlock = stack.move();
  return {
    folders,
    database: database === null ? null : { target: database.target, extent: database.extent },
    async run(options) {
      await database?.run(options);
      if (!embedded) return;
      await database?.close();
      await removeOwnFiles(config.data);
    },
    [Symbol.asyncDispose]: () => unlock.disposeAsync(),
  };
}

async function openForReset(stack: AsyncDisposableStack, config: Config) {
  const inside = stack.use(new AsyncDisposableStack());
  const { url } = inside.use(await openDatabase(config));
  const pool = createPool({ connectionString: url, application_name: 'telltale-reset' });
  inside.defer(() => pool.end());
  const extent = await planReset(pool);
  if (extent === null) return null;
  const artifacts = artifactStoreOf(config);
  return {
    target: describeTarget(url),
    extent,
    run: async (options: RunReset) => {
      await reset(pool, { ...options, remove: (location) => artifacts.remove(location) });
    },
    close: () => inside.disposeAsync(),
  };
}
