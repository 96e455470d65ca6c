import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What the work folder holds: copies of what is in the store, what is being sent, fetched, and transcribed. */
const PLACES = ['copies', 'uploads', 'downloads', 'speech'] as const;

/** After so long a file belongs to nobody: a process that was killed left it behind. */
const LEFTOVER_AFTER_MS = 24 * 60 * 60 * 1000;

/** A folder in the work folder. */
export function placeIn(workFolder: string, place: (typeof PLACES)[number]): string {
  return join(workFolder, place);
}

/** Makes the folders, for this user alone, and removes what was left in them. Any number of processes may share them. */
export async function tidyWorkFolder(workFolder: string, nowMs: number): Promise<void> {
  for (const folder of PLACES.map((place) => placeIn(workFolder, place))) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      // Another process may be tidying up as well.
      const info = await lstat(path).catch(() => null);
      if (info !== null && nowMs - info.mtimeMs > LEFTOVER_AFTER_MS) await rm(path, { force: true, recursive: true });
    }
  }
}
