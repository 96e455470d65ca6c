import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** The ids of the processes whose parent is `parentPid`. */
export function childProcessIds(parentPid: number): number[] {
  return allProcesses()
    .filter(({ parent }) => parent === parentPid)
    .map(({ pid }) => pid);
}

function allProcesses(): { pid: number; parent: number }[] {
  if (!existsSync('/proc/self/stat')) {
    const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
    return table
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number))
      .map(([pid, parent]) => ({ pid: pid ?? 0, parent: parent ?? 0 }));
  }
  // Small Linux images have no ps.
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      try {
        // "pid (name) state parent …"; the name may hold spaces and parentheses.
        const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
        const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
        return [{ pid: Number(entry), parent: Number(parent) }];
      } catch {
        return []; // It ended while we were reading.
      }
    });
}
