import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What a server tells about itself while it runs; left behind when it is killed. */
export interface PostmasterFile {
  readonly pid: number;
  /** Whether it accepts connections. */
  readonly ready: boolean;
}

/** `undefined` if there is none, or one that is being written. */
export async function readPostmasterFile(dataFolder: string): Promise<PostmasterFile | undefined> {
  // Lines as in Postgres's miscadmin.h: the first is the process id, the eighth the state.
  const lines = (await readFile(pathIn(dataFolder), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : undefined;
}

export async function removePostmasterFile(dataFolder: string): Promise<void> {
  await rm(pathIn(dataFolder), { force: true });
}

function pathIn(dataFolder: string): string {
  return join(dataFolder, 'postmaster.pid');
}
