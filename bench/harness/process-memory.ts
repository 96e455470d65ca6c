import { readdirSync, readFileSync } from 'node:fs';

/** Memory of some processes, in bytes. NaN where there is no /proc. */
export interface ProcessMemory {
  readonly processes: number;
  /** What each has in memory, added up: what they share counts as often as there are processes that have it. */
  readonly rss: number;
  /** The same, with what is shared parted among those who share it: what would be free without them. */
  readonly pss: number;
}

/** What the processes have that a process has started, and those that these have, without the process itself. */
export function memoryOfDescendants(pid: number): ProcessMemory {
  try {
    const all = descendantsOf(pid, parents()).flatMap(memoryOf);
    const sum = (figure: 'rss' | 'pss'): number => all.reduce((bytes, process) => bytes + process[figure], 0);
    return { processes: all.length, rss: sum('rss'), pss: sum('pss') };
  } catch {
    return { processes: Number.NaN, rss: Number.NaN, pss: Number.NaN };
  }
}

function descendantsOf(pid: number, parentOf: ReadonlyMap<number, number>): number[] {
  const children = [...parentOf].flatMap(([child, parent]) => (parent === pid ? [child] : []));
  return children.flatMap((child) => [child, ...descendantsOf(child, parentOf)]);
}

/** By process: its parent. */
function parents(): Map<number, number> {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  return new Map(
    pids.flatMap((pid): [number, number][] => {
      const stat = unlessEnded(`/proc/${pid}/stat`);
      // Behind "pid (name) ", of which the name may hold anything, come the state and the parent.
      return stat === null ? [] : [[Number(pid), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])]];
    }),
  );
}

function memoryOf(pid: number): { readonly rss: number; readonly pss: number }[] {
  const rollup = unlessEnded(`/proc/${pid}/smaps_rollup`);
  if (rollup === null) return [];
  const bytes = (name: string): number => Number(new RegExp(`^${name}: +(\\d+) kB$`, 'm').exec(rollup)?.[1]) * 1024;
  return [{ rss: bytes('Rss'), pss: bytes('Pss') }];
}

/** `null`: the process has ended meanwhile. */
function unlessEnded(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    throw error;
  }
}
