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

/** The port of the server that was started last; `undefined` before the first. */
export async function readLastPort(dataFolder: string): Promise<number | undefined> {
  // Postgres leaves its command line there, each argument in quotes.
  const line = await readFile(join(dataFolder, 'postmaster.opts'), 'utf8').catch(() => '');
  const port = /"-p" "(\d+)"/.exec(line)?.[1];
  return port === undefined ? undefined : Number(port);
}

function pathIn(dataFolder: string): string {
  return join(dataFolder, 'postmaster.pid');
}
