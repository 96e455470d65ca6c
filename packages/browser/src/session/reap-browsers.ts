import { readdir, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { killProcessesWith, processStart } from './processes.ts';
import { prepareSessionsFolder, readOwner, removeSessionFolder } from './session-folder.ts';

/** A folder without an owner may be one that is just being made. */
const OWNERLESS_MS = 60_000;

export interface ReapedSessions {
  /** Sessions whose worker had died. */
  readonly sessions: number;
  /** Processes of browsers that were still there. */
  readonly processes: number;
}

/**
 * Ends what dead workers left behind in the sessions' folder: their browsers, with all that these had started, and the
 * files. A browser is told by its profile in the session's folder, never by a number alone. Sessions of processes that
 * live, and those of other machines, are let be.
 *
 * Throws `SessionFolderError` if the folder is not this user's own.
 */
export async function reapBrowsers(folder: string): Promise<ReapedSessions> {
  await prepareSessionsFolder(folder);
  let sessions = 0;
  let processes = 0;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (!(await isDead(path))) continue;
    processes += await killProcessesWith(profileArgument(join(path, 'profile')));
    await removeSessionFolder(path);
    sessions += 1;
  }
  return { sessions, processes };
}

/** The argument that all processes of a session's browser have, and no others. */
export function profileArgument(profile: string): string {
  return `--user-data-dir=${profile}`;
}

async function isDead(path: string): Promise<boolean> {
  const owner = await readOwner(path);
  if (owner === null) {
    const made = await stat(path).catch(() => null);
    return made !== null && Date.now() - made.mtimeMs > OWNERLESS_MS;
  }
  if (owner.host !== hostname()) return false;
  return (await processStart(owner.pid)) !== owner.startedAt;
}
