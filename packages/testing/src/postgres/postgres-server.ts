import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, rmSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { childProcessIds, isRunning, isStopped } from '../processes.ts';
import { pause, realNow, withTimeLimit } from '../real-time.ts';
import type { Reaper } from '../reaper.ts';
import { TestingError } from '../testing-error.ts';
import type { PostgresBinaries } from './binaries.ts';
import { cannotRun, runProgram } from './run-program.ts';
import type { SystemUser } from './system-user.ts';

/** `fast` ends every session and writes a checkpoint; `immediate` is a crash of the server: the next start recovers. */
export type ShutdownMode = 'fast' | 'immediate';

const SHUTDOWN_SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;
// Generous: a shutdown writes a checkpoint, a start may replay a benchmark's whole log.
const START_TIMEOUT_MS = 60_000;
const SHUTDOWN_TIMEOUT_MS = 60_000;
const STATE_POLL_MS = 5;

interface ServerParts {
  readonly binaries: PostgresBinaries;
  readonly folder: string;
  readonly port: number;
  readonly password: string;
  readonly user: SystemUser | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly reaper: Reaper;
}

/**
 * One Postgres server with its files; made by `startPostgres`.
 *
 * running → `halt` or `kill` → halted → `start` → running; from either, `stop` ends it for good and removes its files.
 * Port, password and data stay the same from the first start to `stop`.
 */
export class PostgresServer implements AsyncDisposable {
  readonly host = '127.0.0.1';
  readonly port: number;
  /** Holds `data` (the cluster) and `log` (what the server said). */
  readonly folder: string;
  readonly dataFolder: string;
  readonly logFile: string;
  readonly #parts: ServerParts;
  #process: ChildProcess | undefined;
  #exited: Promise<void> = Promise.resolve();
  #wasKilled = false;

  constructor(parts: ServerParts) {
    this.#parts = parts;
    this.port = parts.port;
    this.folder = parts.folder;
    this.dataFolder = join(parts.folder, 'data');
    this.logFile = join(parts.folder, 'log');
  }

  /** The superuser's URL of the database `postgres`. */
  get url(): string {
    return this.urlOf('postgres');
  }

  /** The superuser's URL of a database of this server; it need not exist yet. */
  urlOf(database: string): string {
    return `postgresql://postgres:${this.#parts.password}@${this.host}:${this.port}/${encodeURIComponent(database)}`;
  }

  /** The process id of the postmaster; `undefined` while it is halted. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** All that the server has logged since it was made. */
  log(): Promise<string> {
    return readFile(this.logFile, 'utf8');
  }

  /**
   * Starts a halted server; resolves once it accepts connections (after recovery, if it crashed).
   *
   * @throws TestingError `postgres_start_failed` with the end of the log.
   */
  async start(): Promise<void> {
    if (this.#process) return;
    const { binaries, port, user, env } = this.#parts;
    const log = openSync(this.logFile, 'a', 0o644);
    const child = spawn(binaries.postgres, ['-D', this.dataFolder, '-p', String(port)], {
      uid: user?.uid,
      gid: user?.gid,
      cwd: '/',
      env: { ...process.env, LC_ALL: 'C', ...env },
      // A session of its own: Ctrl-C must reach the tests, which then clean up, and not the server under them.
      detached: true,
      // Straight to the file: through a pipe, a busy event loop here could hold the server up.
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    child.unref(); // A script that forgets to stop its server should end, and the reaper end the server.
    this.#process = child;
    const exited = Promise.withResolvers<void>();
    this.#exited = exited.promise;
    let failure: TestingError | undefined;
    child.once('error', (error) => {
      failure = cannotRun(binaries.postgres, error, user);
      this.#process = undefined;
      exited.resolve();
    });
    child.once('exit', () => {
      this.#process = undefined;
      exited.resolve();
    });
    await this.#untilReady(child, () => failure);
    this.#wasKilled = false;
  }

  /** Shuts the server down, keeping port and data. Does nothing when it is down. */
  async halt({ mode = 'fast' }: { mode?: ShutdownMode } = {}): Promise<void> {
    const child = this.#process;
    if (!child) return;
    child.ref();
    child.kill(SHUTDOWN_SIGNALS[mode]);
    try {
      await withTimeLimit(this.#exited, SHUTDOWN_TIMEOUT_MS, () => `no exit within ${SHUTDOWN_TIMEOUT_MS} ms`);
    } catch (cause) {
      await this.kill();
      const message = `Postgres (port ${this.port}) did not shut down (${mode}) and was killed.\n${await this.#logEnd()}`;
      throw new TestingError(message, { code: 'postgres_stop_failed', cause });
    }
  }

  /** Shuts down and starts again on the same port, with the same data. */
  async restart({ mode = 'fast' }: { mode?: ShutdownMode } = {}): Promise<void> {
    await this.halt({ mode });
    await this.start();
  }

  /** SIGKILL for the postmaster and all its processes at once, as in a power cut; `start` recovers from it. */
  async kill(): Promise<void> {
    const pid = this.#process?.pid;
    if (pid === undefined) return;
    this.#process?.ref();
    process.kill(pid, 'SIGSTOP'); // So that it makes no new child while we look for them.
    while (!isStopped(pid) && isRunning(pid)) await pause(STATE_POLL_MS);
    const children = childProcessIds(pid);
    for (const child of children) killIfThere(child);
    process.kill(pid, 'SIGKILL');
    await this.#exited;
    // A write to a file that was under way may still end; a new server must not start before.
    while (children.some(isRunning)) await pause(STATE_POLL_MS);
    // Its process id may soon be somebody else's, whom nobody should take for this server.
    rmSync(join(this.dataFolder, 'postmaster.pid'), { force: true });
    this.#wasKilled = true;
  }

  /**
   * Shuts the server down and moves its files to `folder` (what is there goes), where no clean-up reaches them. Gives
   * the shell command that starts it again, on the same port.
   */
  async keepAs(folder: string): Promise<string> {
    await this.halt();
    await rm(folder, { recursive: true, force: true });
    // Not rename(): it cannot move from a memory disk to a real one, and copying in node would lose the owner.
    await runProgram('mv', [this.folder, folder]);
    this.#parts.reaper.release();
    // A copy of the programs that lay with its files has moved with them.
    const program = this.#parts.binaries.postgres.replace(`${this.folder}/`, `${folder}/`);
    const command = `${program} -D ${join(folder, 'data')} -p ${this.port}`;
    return this.#parts.user ? `su ${this.#parts.user.name} -s /bin/sh -c '${command}'` : command;
  }

  /** Ends the server for good and removes all its files. Never fails; may be called twice. */
  async stop(): Promise<void> {
    // A server that was killed left shared memory behind. Only a new start finds it and removes it.
    if (this.#wasKilled) await this.start().catch(() => {});
    await this.halt({ mode: 'immediate' }).catch(() => {});
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
    this.#parts.reaper.release();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** Polls the file in which the postmaster tells its state, as pg_ctl does; there is no event to wait for. */
  async #untilReady(child: ChildProcess, failure: () => TestingError | undefined): Promise<void> {
    const deadline = realNow() + START_TIMEOUT_MS;
    while (this.#process === child) {
      const [pid, , , , , , , state] = await this.#stateFile();
      if (pid === String(child.pid) && state?.trim() === 'ready') return;
      if (realNow() > deadline) {
        await this.kill();
        break;
      }
      await pause(STATE_POLL_MS);
    }
    throw (
      failure() ??
      new TestingError(`Postgres did not start on port ${this.port}.\n${await this.#logEnd()}`, {
        code: 'postgres_start_failed',
      })
    );
  }

  async #stateFile(): Promise<string[]> {
    try {
      return (await readFile(join(this.dataFolder, 'postmaster.pid'), 'utf8')).split('\n');
    } catch {
      return []; // Not written yet.
    }
  }

  async #logEnd(): Promise<string> {
    const lines = (await this.log().catch(() => '(it has no log)')).trimEnd().split('\n');
    return ['The end of its log:', ...lines.slice(-20)].join('\n');
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended in the meantime.
  }
}
