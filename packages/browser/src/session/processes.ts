import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const LOOK_AGAIN_MS = 25;
/** A flag of Linux, `PF_EXITING`. */
const EXITING = 0x4;

/**
 * When a process began, in words of the system's own that no later process with its number shares on this machine;
 * `null` if it has ended.
 */
export async function processStart(pid: number): Promise<string | null> {
  if (!hasProcFiles()) return await askPs(['-o', 'lstart=', '-p', String(pid)]);
  try {
    // "pid (name) state parent …", the 9th are flags, the 22nd is the start in ticks since boot; the name may hold spaces and
    // parentheses. One that is killed lets go of all it has a moment before its state says so.
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const isOver = fields[0] === 'Z' || fields[0] === 'X' || (Number(fields[6]) & EXITING) !== 0;
    return isOver ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

/** Processes that were started with exactly this argument. None on Windows, where nobody can say. */
export async function processesWith(argument: string): Promise<number[]> {
  if (!hasProcFiles()) return await processesOfPs(argument);
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)).map(Number);
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return pids.filter((_, index) => hasArgument(lines[index] ?? '', argument));
}

/** Chromium's helpers overwrite their arguments, and then part them with spaces, as ps does; else it is a NUL. */
function hasArgument(line: string, argument: string): boolean {
  return `\0${line}\0`.replaceAll(' ', '\0').includes(`\0${argument}\0`.replaceAll(' ', '\0'));
}

/** Ends all processes with this argument, stopped ones as well, and waits until they are gone, `limitMs` at most. Gives how many there were. */
export async function killProcessesWith(argument: string, limitMs = 5_000): Promise<number> {
  const killed = new Set<number>();
  for (const deadline = Date.now() + limitMs; ; ) {
    // One that is killed may have just started another.
    const pids = await processesWith(argument);
    if (pids.length === 0 || Date.now() > deadline) return killed.size;
    for (const pid of pids) {
      killed.add(pid);
      kill(pid);
    }
    await delay(LOOK_AGAIN_MS);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

// Linux is asked by its files: small images have no ps.
const hasProcFiles = (): boolean => existsSync('/proc/self/stat');

async function processesOfPs(argument: string): Promise<number[]> {
  const lines = (await askPs(['-A', '-ww', '-o', 'pid=,command=']))?.split('\n') ?? [];
  return lines.flatMap((line) => {
    const [, pid, command = ''] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return hasArgument(command, argument) ? [Number(pid)] : [];
  });
}

async function askPs(args: readonly string[]): Promise<string | null> {
  try {
    return (await run('ps', args)).stdout.trim() || null;
  } catch {
    return null; // It fails when there is no such process, and where there is no ps.
  }
}
