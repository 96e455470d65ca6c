import { existsSync, statSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type PostgresBinaries, programsIn } from './binaries.ts';
import type { SystemUser } from './system-user.ts';

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
  if (user === undefined || !existsSync(binFolder) || everybodyMayEnter(binFolder)) return programsIn(binFolder);
  const copy = join(folder, 'installation');
  // Beside the programs lie the libraries that they load.
  await cp(dirname(binFolder), copy, { recursive: true, verbatimSymlinks: true });
  return programsIn(join(copy, 'bin'));
}

const OTHERS_MAY_ENTER = 0o001;

function everybodyMayEnter(folder: string): boolean {
  if ((statSync(folder).mode & OTHERS_MAY_ENTER) === 0) return false;
  const parent = dirname(folder);
  return parent === folder || everybodyMayEnter(parent);
}
