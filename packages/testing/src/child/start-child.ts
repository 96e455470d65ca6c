import { type ChildProcess, fork } from 'node:child_process';
import { attachReaper, type Reaper } from '@telltale/embedded-postgres/parts';
import { DEFAULT_TIMEOUT_MS, mayBeAbandoned, type WaitOptions, withTimeLimit } from '../real-time.ts';
import { TestingError } from '../testing-error.ts';
import { Inbox, type Message, type MessageOf } from './inbox.ts';

export interface ChildOptions {
  readonly args?: readonly string[];
  /** Added to this process's environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Flags of node itself, e.g. `--max-old-space-size=64`. Default: none, also when this process has some. */
  readonly nodeArgs?: readonly string[];
}

/** How a child ended: by itself with a code, or by a signal. */
export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Starts a .ts (or .js) file in a process of its own, with the same node as this one.
 *
 * `FromChild` and `ToChild` are the messages that they send each other; in the child use `parentChannel()`. The child
 * and all that it starts are killed when this process ends, however it ends.
 */
export function startChild<FromChild extends Message = Message, ToChild extends Message = Message>(
  file: string | URL,
  options: ChildOptions = {},
): Child<FromChild, ToChild> {
  return new Child(file, options);
}

/** A running child process; made by `startChild`. */
export class Child<FromChild extends Message = Message, ToChild extends Message = Message> implements AsyncDisposable {
  /** What it was started from, for error messages. */
  readonly name: string;
  readonly pid: number;
  /** Resolves when it has ended and all its output has been read. Never rejects. */
  readonly exit: Promise<ChildExit>;
  readonly #process: ChildProcess;
  readonly #inbox = new Inbox<FromChild>();
  readonly #reaper: Reaper;
  #output = { stdout: '', stderr: '', both: '' };
  #ended: ChildExit | undefined;

  constructor(file: string | URL, { args = [], env = {}, nodeArgs = [] }: ChildOptions) {
    this.name = String(file).split('/').at(-1) ?? String(file);
    this.#process = fork(file, [...args], {
      env: { ...process.env, ...env },
      // Else it would get the flags of a test worker.
      execArgv: [...nodeArgs],
      // A process group of its own, so that whatever it starts can be killed with it.
      detached: true,
      serialization: 'advanced', // Dates, maps and buffers arrive as what they are.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    // Without a process id it could not be started: the exit says so.
    this.pid = this.#process.pid ?? 0;
    this.#reaper = attachReaper('kill -KILL -- "-$1"', [String(this.pid)]);
    this.exit = this.#watchExit();
    this.#process.on('message', (message) => this.#inbox.put(message as FromChild));
    for (const stream of ['stdout', 'stderr'] as const) {
      this.#process[stream]?.setEncoding('utf8').on('data', (text: string) => {
        this.#output[stream] += text;
        this.#output.both += text;
      });
    }
  }

  get stdout(): string {
    return this.#output.stdout;
  }

  get stderr(): string {
    return this.#output.stderr;
  }

  /** Both streams as they came. */
  get output(): string {
    return this.#output.both;
  }

  /**
   * The oldest message of this type that was not taken yet, or the next that comes. Each message is given out once.
   *
   * @throws TestingError `timeout`, or `child_failed` when it ends first; both with its output.
   */
  message<Type extends FromChild['type']>(type: Type, options: WaitOptions = {}): Promise<MessageOf<FromChild, Type>> {
    const { timeoutMs = DEFAULT_TIMEOUT_MS } = options;
    return this.#inbox.take(type, options, (others) =>
      this.#describe(`sent no message "${type}" within ${timeoutMs} ms (${others})`),
    );
  }

  /** @throws TestingError `child_failed` when it has ended. */
  send(message: ToChild): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#process.send(message, (cause) => {
      if (!cause) return resolve();
      reject(new TestingError(this.#describe(`could not be sent "${message.type}"`), { code: 'child_failed', cause }));
    });
    return mayBeAbandoned(promise);
  }

  /** SIGKILL for it and all that it started; resolves when it is gone. Does nothing when it has ended. */
  async kill(): Promise<ChildExit> {
    if (!this.#ended) this.#signalGroup('SIGKILL');
    return await this.exit;
  }

  /** Sends a signal to it alone. Does nothing when it has ended. */
  signal(signal: NodeJS.Signals): void {
    if (!this.#ended) this.#process.kill(signal);
  }

  /** Freezes it (SIGSTOP): alive for the operating system, and silent. */
  stop(): void {
    this.signal('SIGSTOP');
  }

  /** Ends a `stop` (SIGCONT). */
  continue(): void {
    this.signal('SIGCONT');
  }

  /**
   * Waits until it ends by itself.
   *
   * @throws TestingError `timeout` when it doesn't, with its output.
   */
  exited({ timeoutMs = DEFAULT_TIMEOUT_MS }: WaitOptions = {}): Promise<ChildExit> {
    const explain = (): string => this.#describe(`did not end within ${timeoutMs} ms`);
    return mayBeAbandoned(withTimeLimit(this.exit, timeoutMs, explain));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }

  async #watchExit(): Promise<ChildExit> {
    const exit = await new Promise<ChildExit>((resolve) => {
      this.#process.once('error', (error) => {
        if (this.#process.pid !== undefined) return;
        this.#output.both += String(error);
        resolve({ code: null, signal: null });
      });
      this.#process.once('close', (code, signal) => resolve({ code, signal }));
    });
    this.#ended = exit;
    this.#reaper.release();
    this.#inbox.close(
      new TestingError(this.#describe(`ended (${exit.signal ?? `exit code ${exit.code}`})`), { code: 'child_failed' }),
    );
    return exit;
  }

  #signalGroup(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.pid, signal);
    } catch {
      // It ended in the meantime.
    }
  }

  #describe(what: string): string {
    return `Child process ${this.name} (pid ${this.pid}) ${what}. Its output:\n${this.output.trimEnd() || '(none)'}`;
  }
}
