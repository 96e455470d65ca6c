import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { SessionFolderError } from '../errors.ts';
import { processStart } from './processes.ts';

/** Who has a session. A number alone would not say: it is given again to other processes. */
export interface SessionOwner {
  readonly host: string;
  readonly pid: number;
  readonly startedAt: string | null;
  readonly runId: string;
  readonly step: string;
}

/** The folder of one session. Nothing of it is left once the session is over. */
export interface SessionFolder {
  readonly id: string;
  readonly path: string;
  /** The browser's own: its processes are told by it. */
  readonly profile: string;
  readonly downloads: string;
  readonly recordings: string;
}

const OWNER = 'owner.json';

/** Where sessions are if nobody says: a folder for this user alone. */
export function defaultSessionsFolder(): string {
  return join(tmpdir(), `telltale-browsers-${process.getuid?.() ?? 'user'}`);
}

/** Makes the folder that holds the sessions. Throws `SessionFolderError` if anybody else could write there. */
export async function prepareSessionsFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new SessionFolderError(folder, { problem: (error as Error).message, cause: error });
  }
  const about = await lstat(folder);
  // The folder for temporary files is everybody's: somebody else may have been there first.
  if (!about.isDirectory()) throw new SessionFolderError(folder, { problem: 'it is a link or a file' });
  const uid = process.getuid?.();
  if (uid === undefined) return;
  if (about.uid !== uid) throw new SessionFolderError(folder, { problem: `it belongs to another user (${about.uid})` });
  if ((about.mode & 0o022) !== 0) throw new SessionFolderError(folder, { problem: 'other users may write to it' });
}

/** Makes the folder of a new session, in one step with the word of who has it. */
export async function makeSessionFolder(
  folder: string,
  { runId, step }: { readonly runId: string; readonly step: string },
): Promise<SessionFolder> {
  await prepareSessionsFolder(folder);
  const id = randomBytes(6).toString('hex');
  const path = join(folder, id);
  const made: SessionFolder = {
    id,
    path,
    profile: join(path, 'profile'),
    downloads: join(path, 'downloads'),
    recordings: join(path, 'recordings'),
  };
  const owner: SessionOwner = {
    host: hostname(),
    pid: process.pid,
    startedAt: await processStart(process.pid),
    runId,
    step,
  };
  const unfinished = `${path}.new`;
  try {
    await mkdir(unfinished, { mode: 0o700 });
    await writeFile(join(unfinished, OWNER), `${JSON.stringify(owner)}\n`);
    await rename(unfinished, path);
    for (const part of [made.profile, made.downloads, made.recordings]) await mkdir(part);
  } catch (error) {
    throw new SessionFolderError(folder, { problem: (error as Error).message, cause: error });
  }
  return made;
}

export async function removeSessionFolder(path: string): Promise<void> {
  // A browser that is just ending may still write there.
  await rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}

/** `null`: it does not say. */
export async function readOwner(path: string): Promise<SessionOwner | null> {
  try {
    return JSON.parse(await readFile(join(path, OWNER), 'utf8')) as SessionOwner;
  } catch {
    return null;
  }
}
