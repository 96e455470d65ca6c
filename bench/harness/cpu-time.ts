import { readFileSync } from 'node:fs';

/** Linux counts the CPU time of a process that has ended in hundredths of a second, on every architecture. */
const TICK_MICROSECONDS = 10_000;

/** CPU time, user and system, that this process has taken, in microseconds. */
export function ownCpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/**
 * CPU time of a process and its children, each of one thread, in microseconds. Of children that have ended meanwhile it
 * holds whole hundredths of a second. NaN where there is no /proc.
 */
export function familyCpuMicroseconds(pid: number): number {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    const alive = [String(pid), ...children].map(aliveMicroseconds);
    return endedMicroseconds(pid) + alive.reduce((sum, microseconds) => sum + microseconds, 0);
  } catch {
    return Number.NaN;
  }
}

function aliveMicroseconds(pid: string): number {
  try {
    // "nanoseconds-on-cpu nanoseconds-waiting timeslices"
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1000;
  } catch {
    return 0; // It has just ended.
  }
}

/** Of the children that have ended and been waited for. */
function endedMicroseconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Behind "pid (name) ", of which the name may hold anything, the fields are those of proc_pid_stat(5) from the third on.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [cutime, cstime] = fields.slice(13, 15).map(Number);
  return ((cutime ?? 0) + (cstime ?? 0)) * TICK_MICROSECONDS;
}
