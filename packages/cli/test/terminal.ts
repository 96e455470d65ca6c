import { fileURLToPath } from 'node:url';
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { onTestFinished } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const PATIENCE_MS = 30_000;

export interface TerminalOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly columns?: number;
  readonly rows?: number;
}

/** The command in a terminal of its own, as a person sees it. It is killed after the test. */
export class Terminal {
  readonly #pty: IPty;
  readonly #screen: xterm.Terminal;
  readonly #exited = Promise.withResolvers<number>();
  readonly #waiting = new Set<() => void>();

  constructor(args: readonly string[], { env, columns = 100, rows = 30 }: TerminalOptions) {
    this.#screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: false });
    this.#pty = spawn(process.execPath, [MAIN, ...args], {
      cols: columns,
      rows,
      name: 'xterm-256color',
      env: { ...env, TERM: 'xterm-256color' },
    });
    this.#pty.onData((data) => this.#screen.write(data, () => this.#seen()));
    this.#pty.onExit(({ exitCode }) => this.#screen.write('', () => this.#exited.resolve(exitCode)));
    onTestFinished(() => this.#close());
  }

  /** Resolves with the exit code. */
  get exited(): Promise<number> {
    return this.#exited.promise;
  }

  /** What stands on the screen and was scrolled out of it, without the empty end. */
  get text(): string {
    const buffer = this.#screen.buffer.active;
    const lines = Array.from({ length: buffer.length }, (_, row) => buffer.getLine(row)?.translateToString(true) ?? '');
    return lines.join('\n').trimEnd();
  }

  /** Resolves with the screen when it shows this. */
  async shows(expected: string | RegExp): Promise<string> {
    const found = Promise.withResolvers<string>();
    const look = () => {
      const { text } = this;
      if (typeof expected === 'string' ? text.includes(expected) : expected.test(text)) found.resolve(text);
    };
    const giveUp = () =>
      found.reject(new Error(`The terminal never showed ${String(expected)}. It shows:\n${this.text}`));
    const timer = setTimeout(giveUp, PATIENCE_MS);
    this.#waiting.add(look);
    look();
    void this.exited.then(giveUp);
    try {
      return await found.promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(look);
    }
  }

  press(keys: string): void {
    this.#pty.write(keys);
  }

  resize(columns: number, rows: number): void {
    this.#screen.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  #seen(): void {
    for (const look of this.#waiting) look();
  }

  async #close(): Promise<void> {
    try {
      this.#pty.kill('SIGKILL');
    } catch {
      // It has gone already.
    }
    await this.exited;
    this.#screen.dispose();
  }
}
