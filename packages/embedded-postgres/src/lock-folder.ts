import { closeSync, constants, openSync } from 'node:fs';
import { access, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { explainFailure, makeFolder } from './folder-failure.ts';
import { isRunning } from './processes.ts';

/** The files that a lock leaves in its folder, locked or not. */
export const LOCK_FILES = { lock: 'lock', holder: 'lock-holder.json' } as const;

/** A folder that is this process's alone, until `release` or the end of the process, however it ends. */
export interface FolderLock {
  readonly folder: string;
  /** Does nothing the second time. */
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

// Between taking the lock and saying who has it lies a write of a few bytes.
const HOLDER_PATIENCE_MS = 2000;
const POLL_MS = 10;
const SQLITE_BUSY = 5;

// A lock that nobody refers to any more would be garbage-collected, and so released.
const held = new Set<DatabaseSync>();

/**
 * Makes the folder if need be and locks it against every other `lockFolder`, in this process and others.
 *
 * The lock is the kernel's, by way of the one that SQLite takes on a file: so there is no race in taking it, it ends
 * with the process, and it also holds between containers that share the folder, where process ids say nothing. A file
 * beside it says who has it; that one is for people and may be out of date.
 *
 * @throws EmbeddedPostgresError `data_folder_in_use` with `details.pid` (as the holder's own machine or container counts;
 * null if unknown) and `details.host`; `data_folder_unusable`; `disk_full`.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK);
    const lock = await takeLock(folder);
    held.add(lock);
    const release = async (): Promise<void> => {
      if (!held.delete(lock)) return;
      try {
        await rm(join(folder, LOCK_FILES.holder), { force: true });
      } finally {
        lock.close();
      }
    };
    try {
      await writeHolder(folder);
    } catch (error) {
      await release();
      throw error;
    }
    return { folder, release };
  } catch (error) {
    throw await explainFailure(folder, error);
  }
}

async function takeLock(folder: string): Promise<DatabaseSync> {
  const patience = AbortSignal.timeout(HOLDER_PATIENCE_MS);
  for (;;) {
    const lock = tryLock(join(folder, LOCK_FILES.lock));
    if (lock) return lock;
    const holder = await readHolder(folder);
    const isCurrent = holder?.host === hostname() && isRunning(holder.pid);
    if (isCurrent || patience.aborted) throw inUse(folder, holder);
    await pause(POLL_MS);
  }
}

/** An open transaction on an empty database that is never written to. `undefined` if another has one. */
function tryLock(path: string): DatabaseSync | undefined {
  makeLockFile(path);
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    // No journal, which would be one more file to leave behind.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    if (((error as { errcode?: number }).errcode ?? 0) % 256 === SQLITE_BUSY) return undefined;
    throw error;
  }
}

/** For its owner alone: whoever may read it may lock it for reading, which would keep others out. */
function makeLockFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    // It is left alone: a process that opens and closes a file gives up its own locks on it.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

async function writeHolder(folder: string): Promise<void> {
  const holder: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  const path = join(folder, LOCK_FILES.holder);
  await rm(path, { force: true }); // One that root has left could be removed, but not written to.
  await writeFile(path, JSON.stringify(holder), { flag: 'wx' });
}

async function readHolder(folder: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, LOCK_FILES.holder), 'utf8')) as Holder;
  } catch {
    return undefined; // Not written yet, or half.
  }
}

function inUse(folder: string, holder: Holder | undefined): EmbeddedPostgresError {
  const { pid = null, host = null, since } = holder ?? {};
  const place = host === hostname() ? '' : ` on ${host}`;
  const who = pid === null ? 'another process' : `process ${pid}${place}, since ${since}`;
  return new EmbeddedPostgresError(`The folder ${folder} is in use by ${who}.`, {
    code: 'data_folder_in_use',
    hint: 'Use the one that runs, or stop it first, or choose another folder.',
    details: { folder, pid, host },
  });
}
