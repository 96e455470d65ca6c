import { readFileSync } from 'node:fs';

/** Linux counts CPU time for user space in hundredths of a second on every architecture. */
const TICK_MICROSECONDS = 10_000;

/** CPU time, user and system, that this process has taken, in microseconds. */
export function ownCpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/**
 * CPU time of a process and its children, those that have ended included, in microseconds and steps of 10 ms. NaN where
 * there is no /proc.
 */
export function familyCpuMicroseconds(pid: number): number {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    const parent = ticksOf(String(pid));
    const alive = children.map((child) => ticksOf(child).own);
    return (parent.own + parent.ended + alive.reduce((sum, ticks) => sum + ticks, 0)) * TICK_MICROSECONDS;
  } catch {
    return Number.NaN;
  }
}

/** `own`: of the process itself; `ended`: of its children that have ended and been waited for. */
function ticksOf(pid: string): { own: number; ended: number } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Behind "pid (name) ", of which the name may hold anything, the fields are as in proc_pid_stat(5) from the third on.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [utime, stime, cutime, cstime] = fields.slice(11, 15).map(Number);
    return { own: (utime ?? 0) + (stime ?? 0), ended: (cutime ?? 0) + (cstime ?? 0) };
  } catch {
    return { own: 0, ended: 0 }; // It has just ended.
  }
}
