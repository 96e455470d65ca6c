import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { readPostmasterFile, removePostmasterFile } from './postmaster-file.ts';
import { commandLines, isRunning } from './processes.ts';
import { sendSignal } from './send-signal.ts';

const POLL_MS = 10;

/** From the gentle to the forceful; each with how long it may take. */
const POSTMASTER_ENDS = [
  ['SIGINT', 30_000],
  ['SIGQUIT', 10_000],
  ['SIGKILL', 10_000],
] as const;
/** A session whose postmaster is gone can save nothing any more. */
const SESSION_ENDS = [
  ['SIGQUIT', 5_000],
  ['SIGKILL', 10_000],
] as const;

/**
 * A server's `cluster_name`, which is in the titles of all its processes but the postmaster: by it they are found
 * when the postmaster was killed.
 */
export function clusterName(dataFolder: string): string {
  return `telltale-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 12)}`;
}

/**
 * Ends what is left of the last server of a data folder whose owner is gone, so that a new one can start. It is not
 * adopted: it may be an older Postgres with other settings, and is nobody's child, so its end would go unnoticed.
 *
 * @returns whether it ended without shutting down, so that the next start has to recover, which may take a while
 * @throws EmbeddedPostgresError `postgres_stop_failed` when a process survives even SIGKILL.
 */
export async function endLeftovers(dataFolder: string): Promise<boolean> {
  const last = await readPostmasterFile(dataFolder);
  if (last && isPostmasterOf(dataFolder, last.pid)) await end(last.pid, POSTMASTER_ENDS);
  const title = `postgres: ${clusterName(dataFolder)}: `;
  const sessions = commandLines().filter(({ command }) => command.startsWith(title));
  await Promise.all(sessions.map(({ pid }) => end(pid, SESSION_ENDS)));
  const hasCrashed = (await readPostmasterFile(dataFolder)) !== undefined;
  // Postgres would refuse to start if the process id in it were another program's by now, or a zombie's. It loses no
  // protection: a session that was still at work would be found by its shared memory, too.
  await removePostmasterFile(dataFolder);
  return hasCrashed;
}

/** Whether a process is the postmaster of this data folder, and not a program that has got its process id since. */
function isPostmasterOf(dataFolder: string, pid: number): boolean {
  const found = commandLines().find((each) => each.pid === pid);
  return found !== undefined && `${found.command} `.includes(`postgres -D ${dataFolder} `) && isRunning(pid);
}

async function end(pid: number, steps: readonly (readonly [NodeJS.Signals, number])[]): Promise<void> {
  for (const [signal, patienceMs] of steps) {
    const patience = AbortSignal.timeout(patienceMs);
    sendSignal(pid, signal);
    while (isRunning(pid) && !patience.aborted) await pause(POLL_MS);
    if (!isRunning(pid)) return;
  }
  throw new EmbeddedPostgresError(`Process ${pid}, left over from the last Postgres of this folder, does not end.`, {
    code: 'postgres_stop_failed',
    hint: 'Its disk may hang. End it, or restart the machine, then start again.',
    details: { pid },
  });
}
