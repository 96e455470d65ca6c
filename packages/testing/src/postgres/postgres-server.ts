import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  connectionUrl,
  HOST,
  Postmaster,
  type PostmasterParts,
  type Reaper,
  runProgram,
  type ShutdownMode,
} from '@telltale/embedded-postgres/parts';

interface ServerParts extends Omit<PostmasterParts, 'dataFolder' | 'logFile'> {
  readonly folder: string;
  readonly port: number;
  readonly password: string;
  readonly reaper: Reaper;
}

/**
 * One Postgres server with its files; made by `startPostgres`.
 *
 * running → `halt` or `kill` → halted → `start` → running; from either, `stop` ends it for good and removes its files.
 * Port, password and data stay the same from the first start to `stop`.
 */
export class PostgresServer implements AsyncDisposable {
  readonly host = HOST;
  readonly port: number;
  /** Holds `data` (the cluster) and `log` (what the server said). */
  readonly folder: string;
  readonly dataFolder: string;
  readonly logFile: string;
  readonly #parts: ServerParts;
  readonly #postmaster: Postmaster;
  #wasKilled = false;

  constructor(parts: ServerParts) {
    this.#parts = parts;
    this.port = parts.port;
    this.folder = parts.folder;
    this.dataFolder = join(parts.folder, 'data');
    this.logFile = join(parts.folder, 'log');
    this.#postmaster = new Postmaster({ ...parts, dataFolder: this.dataFolder, logFile: this.logFile });
  }

  /** The superuser's URL of the database `postgres`. */
  get url(): string {
    return this.urlOf('postgres');
  }

  /** The superuser's URL of a database of this server; it need not exist yet. */
  urlOf(database: string): string {
    return connectionUrl(this.#parts, database);
  }

  /** The process id of the postmaster; `undefined` while it is halted. */
  get pid(): number | undefined {
    return this.#postmaster.pid;
  }

  /** All that the server has logged since it was made. */
  log(): Promise<string> {
    return readFile(this.logFile, 'utf8');
  }

  /**
   * Starts a halted server; resolves once it accepts connections (after recovery, if it crashed).
   *
   * @throws EmbeddedPostgresError `postgres_start_failed` with the end of the log.
   */
  async start(): Promise<void> {
    await this.#postmaster.start({ port: this.port });
    this.#wasKilled = false;
  }

  /** Shuts the server down, keeping port and data. Does nothing when it is down. */
  async halt({ mode = 'fast' }: { mode?: ShutdownMode } = {}): Promise<void> {
    await this.#postmaster.shutDown(mode);
  }

  /** Shuts down and starts again on the same port, with the same data. */
  async restart({ mode = 'fast' }: { mode?: ShutdownMode } = {}): Promise<void> {
    await this.halt({ mode });
    await this.start();
  }

  /** SIGKILL for the postmaster and all its processes at once, as in a power cut; `start` recovers from it. */
  async kill(): Promise<void> {
    if (this.pid === undefined) return;
    await this.#postmaster.kill();
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
}
