import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { embeddedBinFolder, programsIn, versionOf } from './binaries.ts';
import {
  clusterOwner,
  dataFolderIn,
  logFileIn,
  makeCluster,
  readPassword,
  refuseForeign,
  refuseOtherVersion,
  removeUnfinished,
} from './cluster.ts';
import { DEFAULT_SETTINGS } from './default-settings.ts';
import { EmbeddedPostgres } from './embedded-postgres.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { explainFailure } from './folder-failure.ts';
import { freePort } from './free-port.ts';
import { type Settings, writeSettings } from './initialise-cluster.ts';
import { clusterName, endLeftovers } from './leftovers.ts';
import { type FolderLock, lockFolder } from './lock-folder.ts';
import { rotateLog } from './log-file.ts';
import { Postmaster } from './postmaster.ts';
import { readLastPort } from './postmaster-file.ts';
import { reachableBinaries } from './reachable-binaries.ts';
import { attachReaper } from './reaper.ts';
import { serverUser } from './server-user.ts';

/**
 * What opening is at work on, as it begins: `creating` an empty cluster (a few seconds), `recovering` from a crash (as long
 * as it takes to replay the log) or `starting` in the ordinary way.
 */
export type OpenPostgresProgress = 'creating' | 'recovering' | 'starting';

export interface OpenPostgresOptions {
  /** Holds the data and all that belongs to it, nothing else. Made if it isn't there. */
  readonly folder: string;
  /** The bin folder of the Postgres to use, e.g. `/usr/lib/postgresql/18/bin`. Default: the embedded one. */
  readonly binDir?: string;
  /** Server settings (postgresql.conf) over the defaults; `ALTER SYSTEM` wins over both. */
  readonly settings?: Settings;
  readonly onProgress?: (progress: OpenPostgresProgress) => void;
  /** Gives up while the server starts or recovers, and shuts it down again; what its reason is, is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Starts the Postgres server whose data is in `folder`, on a free port of 127.0.0.1; the first time, makes it.
 *
 * The folder is this process's alone until `stop()`. When the process ends without it, however it ends, the server is
 * shut down, too. Nothing that was committed is lost, and whatever was left behind is cleared away by the next start.
 * As root the server runs as user `postgres` or `nobody`, who must be able to get to the folder. Not on Windows.
 *
 * @throws EmbeddedPostgresError with any of its codes. A folder that is not ours, or of another version, stays as it was.
 */
export async function openPostgres(options: OpenPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = resolve(options.folder);
  try {
    refuseWindows();
    await refuseForeign(folder);
    const lock = await lockFolder(folder);
    try {
      return await openLocked(lock, options);
    } catch (error) {
      await lock.release();
      throw error;
    }
  } catch (error) {
    throw await explainFailure(folder, error);
  }
}

async function openLocked(lock: FolderLock, options: OpenPostgresOptions): Promise<EmbeddedPostgres> {
  const { binDir = embeddedBinFolder(), settings = {}, onProgress, signal } = options;
  // Servers are known by their data folder: two ways to it must not look like two folders.
  const folder = await realpath(lock.folder);
  const dataFolder = dataFolderIn(folder);
  const logFile = logFileIn(folder);
  const ownerId = await clusterOwner(folder);
  const created = ownerId === undefined;
  const user = serverUser(folder, ownerId);
  const version = await versionOf(programsIn(binDir));
  if (!created) await refuseOtherVersion(folder, version);

  // First of all: a server that is left over may run from the copy of the programs that is to be replaced.
  const hasCrashed = await endLeftovers(dataFolder);
  await removeUnfinished(folder);
  const binaries = await reachableBinaries(binDir, user, folder);
  if (created) {
    onProgress?.('creating');
    await makeCluster(folder, { binaries, version, user });
  }
  await writeSettings(dataFolder, { ...DEFAULT_SETTINGS, ...settings, cluster_name: clusterName(dataFolder) }, user);
  await rotateLog(logFile);

  signal?.throwIfAborted();
  onProgress?.(hasCrashed ? 'recovering' : 'starting');
  const endpoint = { port: await freePort(await readLastPort(dataFolder)), password: await readPassword(folder) };
  const postmaster = new Postmaster({ binaries, dataFolder, logFile, user });
  await postmaster.start({
    port: endpoint.port,
    signal,
    onSpawn: (pid) => {
      const reaper = attachReaper(SHUT_DOWN, [dataFolder, String(pid)]);
      // Its process id may soon be somebody else's.
      void postmaster.exited.then(reaper.release);
    },
  });
  return new EmbeddedPostgres({ postmaster, endpoint, lock, folder, logFile, version: version.full, created });
}

// Fast, so that the next start needn't recover; if that takes more than a minute, immediate.
const SHUT_DOWN = `
  kill -INT "$2"
  runs() { [ "$(head -n 1 "$1/postmaster.pid")" = "$2" ]; }
  tries=0
  while runs "$@" && [ $tries -lt 600 ]; do sleep 0.1; tries=$((tries + 1)); done
  runs "$@" && kill -QUIT "$2"`;

function refuseWindows(): void {
  if (process.platform !== 'win32') return;
  throw new EmbeddedPostgresError('The built-in Postgres does not run on Windows.', {
    code: 'postgres_unsupported',
    hint: 'Use the Windows Subsystem for Linux, or a Postgres of your own by its database URL.',
  });
}
