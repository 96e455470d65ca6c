import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, fchownSync, openSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { PostgresBinaries } from './binaries.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { logEnd } from './log-file.ts';
import { readPostmasterFile, removePostmasterFile } from './postmaster-file.ts';
import { childProcessIds, isRunning, isStopped } from './processes.ts';
import { programEnvironment } from './program-environment.ts';
import { cannotRun } from './run-program.ts';
import { sendSignal } from './send-signal.ts';
import type { SystemUser } from './system-user.ts';

/** `fast` ends every session and writes a checkpoint; `immediate` is a crash of the server: the next start recovers. */
export type ShutdownMode = 'fast' | 'immediate';

const SHUTDOWN_SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;
// Generous: a fast shutdown writes a checkpoint.
const SHUTDOWN_TIMEOUT_MS = 60_000;
const STATE_POLL_MS = 5;
// Never through a link, by which the owner of the folder would be given a file of root's.
const LOG_FLAGS = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;

export interface PostmasterParts {
  readonly binaries: PostgresBinaries;
  /** A cluster made by `initialiseCluster`. */
  readonly dataFolder: string;
  readonly logFile: string;
  readonly user: SystemUser | undefined;
  /** Added to the environment of the server. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface StartOptions {
  readonly port: number;
  /**
   * Told of the process before anything is awaited: who must clean up after it can say so while there is no way to lose
   * it.
   */
  readonly onSpawn?: (pid: number) => void;
  /** Shuts it down again before it is ready; what its reason is, is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/** The server process of one cluster: down → `start` → running → `shutDown`, `kill` or a crash → down. */
export class Postmaster {
  readonly #parts: PostmasterParts;
  #process: ChildProcess | undefined;
  #exited: Promise<void> = Promise.resolve();

  constructor(parts: PostmasterParts) {
    this.#parts = parts;
  }

  /** `undefined` while it is down. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Resolves when the server that runs now has ended, in whatever way. */
  get exited(): Promise<void> {
    return this.#exited;
  }

  /**
   * Starts the server if it is down; resolves once it accepts connections. That has no limit while it is at work: after
   * a crash it replays its log first.
   *
   * @throws EmbeddedPostgresError `postgres_start_failed` with the end of the log.
   */
  async start({ port, onSpawn, signal }: StartOptions): Promise<void> {
    if (this.#process) return;
    const { binaries, dataFolder, logFile, user, env } = this.#parts;
    const log = openSync(logFile, LOG_FLAGS, 0o600);
    if (user) fchownSync(log, user.uid, user.gid); // Who may be an ordinary user, and start it without root next time.
    const child = spawn(binaries.postgres, ['-D', dataFolder, '-p', String(port)], {
      uid: user?.uid,
      gid: user?.gid,
      cwd: '/',
      env: programEnvironment(env),
      // A session of its own: Ctrl-C must reach this program, which then shuts it down, and not the server under it.
      detached: true,
      // Straight to the file: through a pipe, a busy event loop here could hold the server up.
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    child.unref(); // A program that forgets to stop its server should end, and its reaper end the server.
    this.#process = child;
    const exited = Promise.withResolvers<void>();
    this.#exited = exited.promise;
    const hasEnded = (): void => {
      this.#process = undefined;
      exited.resolve();
    };
    let failure: EmbeddedPostgresError | undefined;
    child.once('error', (error) => {
      failure = cannotRun(binaries.postgres, error, user);
      hasEnded();
    });
    child.once('exit', hasEnded);
    if (child.pid !== undefined) onSpawn?.(child.pid);
    if (await this.#becomesReady(child, signal)) return;
    signal?.throwIfAborted();
    throw failure ?? (await this.#failure(`Postgres did not start on port ${port}.`, 'postgres_start_failed'));
  }

  /**
   * Shuts the server down. Does nothing when it is down.
   *
   * @throws EmbeddedPostgresError `postgres_stop_failed` when it took more than a minute and was killed; the next start
   * recovers.
   */
  async shutDown(mode: ShutdownMode): Promise<void> {
    const child = this.#process;
    if (!child) return;
    child.ref();
    child.kill(SHUTDOWN_SIGNALS[mode]);
    try {
      await once(child, 'exit', { signal: AbortSignal.timeout(SHUTDOWN_TIMEOUT_MS) });
    } catch (cause) {
      await this.kill();
      throw await this.#failure(`Postgres did not shut down (${mode}) and was killed.`, 'postgres_stop_failed', cause);
    }
  }

  /** SIGKILL for the postmaster and all its processes at once, as in a power cut; `start` recovers from it. */
  async kill(): Promise<void> {
    const pid = this.pid;
    if (pid === undefined) return;
    this.#process?.ref();
    process.kill(pid, 'SIGSTOP'); // So that it makes no new child while we look for them.
    while (!isStopped(pid) && isRunning(pid)) await pause(STATE_POLL_MS);
    const children = childProcessIds(pid);
    for (const child of children) sendSignal(child, 'SIGKILL');
    process.kill(pid, 'SIGKILL');
    await this.#exited;
    // A write to a file that was under way may still end; a new server must not start before.
    while (children.some(isRunning)) await pause(STATE_POLL_MS);
    // Its process id may soon be somebody else's, whom nobody should take for this server.
    await removePostmasterFile(this.#parts.dataFolder);
  }

  /** Polls the file in which the postmaster tells its state, as pg_ctl does; there is no event to wait for. */
  async #becomesReady(child: ChildProcess, signal: AbortSignal | undefined): Promise<boolean> {
    while (this.#process === child) {
      const state = await readPostmasterFile(this.#parts.dataFolder);
      if (state?.pid === child.pid && state?.ready) return true;
      if (signal?.aborted) await this.shutDown('fast');
      await pause(STATE_POLL_MS);
    }
    return false;
  }

  async #failure(
    what: string,
    code: 'postgres_start_failed' | 'postgres_stop_failed',
    cause?: unknown,
  ): Promise<EmbeddedPostgresError> {
    const { logFile } = this.#parts;
    return new EmbeddedPostgresError(`${what}\n${await logEnd(logFile)}`, {
      code,
      hint: `Its log says why: ${logFile}. Mend that, then start again.`,
      details: { logFile },
      cause,
    });
  }
}
