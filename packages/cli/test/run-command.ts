import { PassThrough } from 'node:stream';
import { runProgram, type Surroundings } from '../src/program.ts';

export interface Said {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions extends Partial<Pick<Surroundings, 'env' | 'cwd'>> {
  readonly stdin?: string;
  readonly signal?: AbortSignal;
  readonly onStdout?: (text: string) => unknown;
  readonly onStderr?: (text: string) => unknown;
}

/** Runs a command line in this process, without a terminal. */
export async function runCommand(
  args: readonly string[],
  {
    env = {},
    cwd = process.cwd(),
    stdin = '',
    signal = new AbortController().signal,
    onStdout,
    onStderr,
  }: RunOptions = {},
): Promise<Said> {
  const [stdout, stderr] = [new Heard(onStdout), new Heard(onStderr)];
  const input = new PassThrough().end(stdin) as unknown as NodeJS.ReadStream;
  const streams = { stdin: input, stdout: stdout.stream, stderr: stderr.stream };
  const exitCode = await runProgram(args, { ...streams, env, cwd, signal });
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}

/** A stream that remembers what was written to it. */
class Heard {
  readonly #stream = new PassThrough({ encoding: 'utf8' });
  text = '';

  /** `onText` is told of all that was written so far, whenever there is more. */
  constructor(onText: (text: string) => unknown = () => undefined) {
    this.#stream.on('data', (text: string) => {
      this.text += text;
      onText(this.text);
    });
  }

  get stream(): NodeJS.WriteStream {
    return this.#stream as unknown as NodeJS.WriteStream;
  }
}
