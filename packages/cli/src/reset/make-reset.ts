import { join } from 'node:path';
import { createPool } from '@telltale/engine/client';
import type { LibraryExtent } from '@telltale/episode';
import { describeTarget, planReset, type ResetExtent, reset } from '@telltale/ledger';
import type { VectorStore } from '@telltale/vectors';
import type { Config } from '../config/schema.ts';
import { lockData } from '../database/lock-data.ts';
import { openDatabase } from '../database/open-database.ts';
import { vectorSettings } from '../episodes/episode-settings.ts';
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
  readonly database: {
    readonly target: string;
    readonly extent: ResetExtent;
    readonly library: LibraryExtent | null;
  } | null;
  /** Where vectors are that are in no database of ours, such as `Qdrant at localhost:6333`. */
  readonly vectors: string | null;
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
  const vectors = await openOtherVectors(stack, config);
  const unlock = stack.move();
  return {
    folders,
    database:
      database === null ? null : { target: database.target, extent: database.extent, library: database.library },
    vectors: vectors?.description ?? null,
    async run(options) {
      await vectors?.clear();
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
  // Much code, for those who use it.
  const { planLibraryReset, resetLibrary } = await import('@telltale/episode');
  const library = await planLibraryReset(pool);
  const artifacts = artifactStoreOf(config);
  return {
    target: describeTarget(url),
    extent,
    library,
    run: async (options: RunReset) => {
      const remove = (location: string) => artifacts.remove(location);
      if (library !== null) await resetLibrary(pool, { ...options, remove });
      await reset(pool, { ...options, remove });
    },
    close: () => inside.disposeAsync(),
  };
}

/** Vectors that do not go with the database, if there are any. Throws `VectorStoreError`. */
async function openOtherVectors(stack: AsyncDisposableStack, config: Config): Promise<VectorStore | null> {
  const { store, qdrant } = vectorSettings(config);
  if (qdrant === undefined || qdrant === null || (store !== 'auto' && store !== 'qdrant')) return null;
  const { openQdrant } = await import('@telltale/vectors');
  const vectors = openQdrant(qdrant);
  stack.defer(() => vectors.close());
  return (await vectors.count()) === 0 ? null : vectors;
}
