import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A file or folder with all that is in it. */
export interface OwnFile {
  readonly path: string;
  readonly bytes: number;
}

/** What a data folder holds that Telltale has made, by name. The configuration is the user's, and stays. */
const OWN = ['postgres', 'artifacts', 'work', 'models', 'running.json', 'running.json.new'];
/** By which the folder is locked, until the very end. */
const LOCK = 'lock';

/** Those that are there. */
export async function findOwnFiles(dataFolder: string): Promise<readonly OwnFile[]> {
  const found = await Promise.all(OWN.map((name) => measure(join(dataFolder, name))));
  return found.filter((file) => file !== null);
}

/** Removes them, and last the lock's own file, which the caller holds. */
export async function removeOwnFiles(dataFolder: string): Promise<void> {
  for (const name of [...OWN, LOCK]) await rm(join(dataFolder, name), { recursive: true, force: true });
}

/** Links are counted as themselves, and never followed. */
async function measure(path: string): Promise<OwnFile | null> {
  const info = await lstat(path).catch(() => null);
  if (info === null) return null;
  if (!info.isDirectory()) return { path, bytes: info.size };
  const inside = await Promise.all((await readdir(path)).map((name) => measure(join(path, name))));
  return { path, bytes: inside.reduce((sum, file) => sum + (file?.bytes ?? 0), 0) };
}
