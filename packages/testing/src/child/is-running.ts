import { readFileSync } from 'node:fs';

/**
 * Whether a process is there and can still do something. One that has ended, but whose parent (perhaps a lazy `init` of a
 * container) hasn't asked how yet, is not running; signal 0 would find it.
 */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.charAt(stat.lastIndexOf(')') + 2) !== 'Z';
  } catch {
    return process.platform !== 'linux'; // Without /proc, signal 0 is all that there is to ask.
  }
}
