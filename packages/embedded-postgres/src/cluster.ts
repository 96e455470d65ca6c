import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresBinaries, PostgresVersion } from './binaries.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { initialiseCluster } from './initialise-cluster.ts';
import { LOCK_FILES } from './lock-folder.ts';
import { formerLog } from './log-file.ts';
import { INSTALLATION } from './reachable-binaries.ts';
import type { SystemUser } from './system-user.ts';
import { writeOwnedFile } from './write-owned-file.ts';

/**
 * What is in a folder:
 *
 *     cluster/          what must be kept; appears in one step when it is complete
 *       about.json      which Postgres made it, and when
 *       password        of the superuser
 *       data/           Postgres's own
 *     unfinished-…/     a cluster that is being made; removed by the next start
 *     installation/     a copy of the programs, where the server's user cannot reach them otherwise
 *     log, log.old
 *     lock, lock-holder.json
 *
 * As root: what is in cluster/ belongs to the server's user, and the folders around it to root. What root does there cannot be
 * led elsewhere by that user, who could be anybody that has got into the server.
 */
const CLUSTER = 'cluster';
const UNFINISHED = 'unfinished-';
const LOG = 'log';
// `lost+found`: the folder may be a disk of its own.
const KNOWN = [CLUSTER, INSTALLATION, LOG, formerLog(LOG), ...Object.values(LOCK_FILES), 'lost+found'];

const ABOUT = 'about.json';
const PASSWORD = 'password';
const DATA = 'data';

interface About {
  /** The major version, e.g. 18. */
  readonly postgres: number;
  readonly createdAt: string;
}

export function logFileIn(folder: string): string {
  return join(folder, LOG);
}

export function dataFolderIn(folder: string): string {
  return join(folder, CLUSTER, DATA);
}

export async function readPassword(folder: string): Promise<string> {
  return (await readFile(join(folder, CLUSTER, PASSWORD), 'utf8')).trim();
}

/** The user id that owns the cluster; `undefined` if the folder has none. */
export async function clusterOwner(folder: string): Promise<number | undefined> {
  const cluster = await stat(join(folder, CLUSTER)).catch(ifMissing(undefined));
  return cluster && (await stat(dataFolderIn(folder)).catch(ifMissing(cluster))).uid;
}

/** @throws EmbeddedPostgresError `data_folder_foreign` for a folder without a cluster that holds something else. */
export async function refuseForeign(folder: string): Promise<void> {
  const entries = await readdir(folder).catch(ifMissing<string[]>([]));
  if (entries.includes(CLUSTER)) return;
  const foreign = entries.filter((entry) => !KNOWN.includes(entry) && !entry.startsWith(UNFINISHED));
  if (foreign.length === 0) return;
  const some = foreign.slice(0, 3).join(', ') + (foreign.length > 3 ? ', …' : '');
  throw new EmbeddedPostgresError(`The folder ${folder} is not a data folder: it holds ${some}.`, {
    code: 'data_folder_foreign',
    hint: 'Choose an empty folder, or one that does not exist yet. Nothing was changed.',
    details: { folder },
  });
}

/** @throws EmbeddedPostgresError `postgres_version_mismatch`, `data_folder_foreign`. */
export async function refuseOtherVersion(folder: string, { major, full }: PostgresVersion): Promise<void> {
  const about = await readAbout(folder);
  if (about.postgres === major) return;
  throw new EmbeddedPostgresError(
    `The data in ${folder} was made by Postgres ${about.postgres}, and Postgres ${full} cannot read it.`,
    {
      code: 'postgres_version_mismatch',
      hint: `Use the version that you used before, or a Postgres ${about.postgres}. To move on, export the data with that one's pg_dumpall, and import it into a new folder. Nothing was changed.`,
      details: { folder, made: about.postgres, found: major },
    },
  );
}

export async function removeUnfinished(folder: string): Promise<void> {
  const entries = await readdir(folder);
  for (const entry of entries.filter((name) => name.startsWith(UNFINISHED))) {
    // An initdb whose parent was killed may still be writing there for a moment.
    await rm(join(folder, entry), { recursive: true, force: true, maxRetries: 5 });
  }
}

interface MakeCluster {
  readonly binaries: PostgresBinaries;
  readonly version: PostgresVersion;
  readonly user: SystemUser | undefined;
}

/** Makes the cluster of a folder that has none: all of it and on the disk, or nothing. */
export async function makeCluster(folder: string, { binaries, version, user }: MakeCluster): Promise<void> {
  const unfinished = await mkdtemp(join(folder, UNFINISHED));
  if (user) await chmod(unfinished, 0o711);
  const passwordFile = join(unfinished, PASSWORD);
  await writeOwnedFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, user);
  await initialiseCluster({ binaries, dataFolder: join(unfinished, DATA), passwordFile, user, sync: true });
  const about: About = { postgres: version.major, createdAt: new Date().toISOString() };
  await writeOwnedFile(join(unfinished, ABOUT), `${JSON.stringify(about)}\n`, user);
  await syncFolder(unfinished);
  await rename(unfinished, join(folder, CLUSTER));
  await syncFolder(folder);
}

async function readAbout(folder: string): Promise<About> {
  const path = join(folder, CLUSTER, ABOUT);
  const about = parseAbout(await readFile(path, 'utf8').catch(ifMissing('')));
  if (about) return about;
  throw new EmbeddedPostgresError(`${path} is missing or damaged, so ${folder} cannot be told to be a data folder.`, {
    code: 'data_folder_foreign',
    hint: 'Restore it from a backup, or choose another folder. Nothing was changed.',
    details: { folder },
  });
}

function parseAbout(text: string): About | undefined {
  try {
    const about = JSON.parse(text) as About | null;
    return typeof about?.postgres === 'number' ? about : undefined;
  } catch {
    return undefined;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync();
  await handle.close();
}

function ifMissing<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };
}
