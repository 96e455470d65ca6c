import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  /** `R` runs, `S` sleeps, `T` is stopped, `Z` is a zombie; see "process state codes" in ps(1). */
  readonly state: string;
}

/**
 * Whether a process is there and can still do something. A zombie is not running: it has ended, but its parent (perhaps
 * the lazy `init` of a container) hasn't asked how yet. Signal 0 would take it for alive.
 */
export function isRunning(pid: number): boolean {
  const state = infoOf(pid)?.state;
  return state !== undefined && state !== 'Z' && state !== 'X';
}

/** Whether a SIGSTOP has taken hold: the signal is only on its way when `kill` returns. */
export function isStopped(pid: number): boolean {
  return infoOf(pid)?.state === 'T';
}

/** The ids of the processes whose parent is `parentPid`, zombies included. */
export function childProcessIds(parentPid: number): number[] {
  const children = allProcesses().filter(({ parent }) => parent === parentPid);
  return children.map(({ pid }) => pid);
}

/** The command lines of all processes, their arguments joined by spaces; a server may have put a title there. */
export function commandLines(): { readonly pid: number; readonly command: string }[] {
  if (hasProcFiles()) return processIds().map((pid) => ({ pid, command: commandFromProcFile(pid) }));
  const lines = ps(['-A', '-ww', '-o', 'pid=,command=']);
  return lines.map((line) => {
    const [, pid, command = ''] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return { pid: Number(pid), command };
  });
}

// Linux is asked by its files: small images have no ps.
const hasProcFiles = (): boolean => existsSync('/proc/self/stat');

function infoOf(pid: number): ProcessInfo | undefined {
  return hasProcFiles() ? fromProcFile(pid) : fromPs(['-p', String(pid)])[0];
}

function allProcesses(): ProcessInfo[] {
  if (!hasProcFiles()) return fromPs(['-A']);
  return processIds()
    .map(fromProcFile)
    .filter((info) => info !== undefined);
}

function processIds(): number[] {
  const entries = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  return entries.map(Number);
}

function fromProcFile(pid: number): ProcessInfo | undefined {
  try {
    // "pid (name) state parent …"; the name may hold spaces and parentheses.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state = '', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { pid, parent: Number(parent), state };
  } catch {
    return undefined; // There is none, or none any more.
  }
}

function commandFromProcFile(pid: number): string {
  try {
    // Each argument ends with a NUL.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trimEnd();
  } catch {
    return '';
  }
}

function fromPs(selection: string[]): ProcessInfo[] {
  return ps([...selection, '-o', 'pid=,ppid=,state=']).map((line) => {
    const [pid, parent, state = ''] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), state: state.charAt(0) };
  });
}

function ps(args: string[]): string[] {
  try {
    return execFileSync('ps', args, { encoding: 'utf8' }).trim().split('\n');
  } catch {
    return []; // It fails when there is no such process.
  }
}
