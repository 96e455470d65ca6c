import { existsSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type PostgresBinaries, programsIn } from './binaries.ts';
import { closedFolder } from './closed-folder.ts';
import type { SystemUser } from './system-user.ts';

/** What the copy is called in the server's folder. */
export const INSTALLATION = 'installation';

/**
 * The programs where `user` can run them: below a folder that is root's alone (a checkout in /root, or in a folder that
 * `mktemp -d` made) they are copied to `folder`, which is the server's own.
 */
export async function reachableBinaries(
  binFolder: string,
  user: SystemUser | undefined,
  folder: string,
): Promise<PostgresBinaries> {
  // One that is missing is said by name when it is to be run.
  if (user === undefined || !existsSync(binFolder) || !closedFolder(binFolder, user)) return programsIn(binFolder);
  const copy = join(folder, INSTALLATION);
  // Made anew each time: the one that is there may be older, or half a copy.
  await rm(copy, { recursive: true, force: true });
  // Beside the programs lie the libraries that they load.
  await cp(dirname(binFolder), copy, { recursive: true, verbatimSymlinks: true });
  return programsIn(join(copy, 'bin'));
}
