import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** An absolute path. `~/` is the home folder, as files and `.env` have no shell that would say so. */
export function resolvePath(path: string, folder: string): string {
  if (path === '~') return homedir();
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : resolve(folder, path);
}
