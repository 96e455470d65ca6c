import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const runningServerSchema = z.object({
  pid: z.int(),
  url: z.string(),
  startedAt: z.string(),
  version: z.string(),
  /** How other commands on this machine reach its database. */
  databaseUrl: z.string(),
});

/** What `telltale start` leaves in its data folder while it runs, for the commands that look for it. */
export type RunningServer = z.infer<typeof runningServerSchema>;

/** The one that was started on a data folder last; it may have died since. `null` if there is none. */
export async function readRunningServer(dataFolder: string): Promise<RunningServer | null> {
  try {
    return runningServerSchema.parse(JSON.parse(await readFile(fileIn(dataFolder), 'utf8')));
  } catch {
    return null; // Not there, or half-written by one that died: both mean that nobody is known.
  }
}

/** Readable by its owner alone: it holds the database's password. */
export async function writeRunningServer(dataFolder: string, server: RunningServer): Promise<void> {
  const file = fileIn(dataFolder);
  // Always a new file, for what was left in its place could be open to others, or a link.
  await rm(`${file}.new`, { force: true });
  await writeFile(`${file}.new`, `${JSON.stringify(server, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  await rename(`${file}.new`, file);
}

/** Leaves what another one has written since: the folder may have been removed, and made again. */
export async function removeRunningServer(dataFolder: string, pid: number): Promise<void> {
  if ((await readRunningServer(dataFolder))?.pid === pid) await rm(fileIn(dataFolder), { force: true });
}

function fileIn(dataFolder: string): string {
  return join(dataFolder, 'running.json');
}
