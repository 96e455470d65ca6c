import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';

/** Runs a clean-up once this process is gone, however it went. */
export interface Reaper {
  /** Of the shell that waits. */
  readonly pid: number;
  /** Calls the clean-up off: the thing was cleaned up in the ordinary way. */
  release(): void;
}

/**
 * Arranges that the shell script `cleanUp` runs (with `args` as `$1`, `$2`, …) when this process ends, be it by
 * `process.exit`, a signal, a crash or SIGKILL.
 *
 * A small shell waits on a pipe that only this process holds open. The kernel closes it when the process ends, which
 * no exit handler could promise. The shell has its own session, so that Ctrl-C in a terminal reaches us and not it.
 */
export function attachReaper(cleanUp: string, args: readonly string[]): Reaper {
  const script = `read -r released || { ${cleanUp}\n}`;
  const shell = spawn('/bin/sh', ['-c', script, 'telltale-reaper', ...args], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.unref();
  // The pipe as well: waiting for the end must not delay it. (Its type is Writable; a pipe is a socket underneath.)
  const pipe = shell.stdin as Socket;
  pipe.unref();
  pipe.on('error', () => {}); // The shell was killed from outside: nothing to release any more.
  return {
    pid: shell.pid ?? 0,
    release: () => {
      pipe.end('released\n');
    },
  };
}
