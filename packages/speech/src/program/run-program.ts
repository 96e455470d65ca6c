import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface ProgramOptions {
  /** Kills the program at once; `runProgram` then rejects with its reason, when the program is gone. */
  readonly signal: AbortSignal;
  /** Written to its standard input. Default: nothing, it is closed. */
  readonly input?: AsyncIterable<Uint8Array>;
  /** Gets what it writes, and holds it back until it resolves. Default: kept as text, and given back. */
  readonly onOutput?: (chunk: Buffer) => void | Promise<void>;
}

export interface ProgramEnd {
  /** `null`: a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  /** Its last 64 KiB. */
  readonly stderr: string;
}

const KEPT_STDERR_CHARACTERS = 65_536;

/** A program that is to be run is not on this machine. */
export class ProgramMissing extends Error {
  override readonly name = 'ProgramMissing';
  constructor(command: string, options: ErrorOptions) {
    super(`${command} is not installed`, options);
  }
}

/** Runs a program to its end, whatever its exit code. Throws `ProgramMissing`, the signal's reason, what `input` or `onOutput` throws. */
export async function runProgram(
  command: string,
  args: readonly string[],
  { signal, input, onOutput }: ProgramOptions,
): Promise<ProgramEnd> {
  signal.throwIfAborted();
  // A group of its own, so that what it starts is killed with it.
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  const kill = () => killGroup(child.pid);
  const closed = once(child, 'close') as Promise<[code: number | null]>;
  signal.addEventListener('abort', kill);
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-KEPT_STDERR_CHARACTERS);
  });
  const decoder = new TextDecoder();
  const take =
    onOutput ??
    ((chunk: Buffer) => {
      stdout += decoder.decode(chunk, { stream: true });
    });
  try {
    const fed = pipeline(input ?? [], child.stdin).catch((error: NodeJS.ErrnoException) => {
      // A program that ends before it has read everything says why by its exit.
      if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    });
    const read = pipeline(child.stdout, writableTo(take));
    const [[code]] = await Promise.all([closed, fed, read]);
    signal.throwIfAborted();
    return { code, stdout, stderr };
  } catch (error) {
    kill();
    await closed.catch(() => undefined);
    signal.throwIfAborted();
    throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? new ProgramMissing(command, { cause: error }) : error;
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {} // It is gone already.
}

function writableTo(take: (chunk: Buffer) => void | Promise<void>): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      (async () => take(chunk))().then(() => done(), done);
    },
  });
}
