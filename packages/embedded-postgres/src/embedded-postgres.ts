import { connectionUrl, type Endpoint } from './connection-url.ts';
import type { FolderLock } from './lock-folder.ts';
import type { Postmaster, ShutdownMode } from './postmaster.ts';

interface EmbeddedPostgresParts {
  readonly postmaster: Postmaster;
  readonly endpoint: Endpoint;
  readonly lock: FolderLock;
  readonly folder: string;
  readonly logFile: string;
  readonly version: string;
  readonly created: boolean;
}

/** A running Postgres server that keeps its data; made by `openPostgres`. */
export class EmbeddedPostgres implements AsyncDisposable {
  readonly folder: string;
  /** What the server says; a new file is begun by a start that finds more than 10 MB. */
  readonly logFile: string;
  /** Of 127.0.0.1; that of the last start, so that who is connected finds it again, unless it is taken. */
  readonly port: number;
  /** Of Postgres, e.g. `18.4`. */
  readonly version: string;
  /** Whether the data was made now, and is empty. */
  readonly created: boolean;
  readonly #parts: EmbeddedPostgresParts;
  #stopped: Promise<void> | undefined;

  constructor(parts: EmbeddedPostgresParts) {
    this.#parts = parts;
    this.folder = parts.folder;
    this.logFile = parts.logFile;
    this.port = parts.endpoint.port;
    this.version = parts.version;
    this.created = parts.created;
  }

  /** Of the postmaster; `undefined` once it has ended. */
  get pid(): number | undefined {
    return this.#parts.postmaster.pid;
  }

  /** Resolves when the server has ended: by `stop`, or by itself, which its log explains. */
  get exited(): Promise<void> {
    return this.#parts.postmaster.exited;
  }

  /** The superuser's URL of the database `postgres`. Not to be shown: it holds the password. */
  get url(): string {
    return this.urlOf('postgres');
  }

  /** The superuser's URL of a database of this server; it need not exist yet. */
  urlOf(database: string): string {
    return connectionUrl(this.#parts.endpoint, database);
  }

  /**
   * Shuts the server down and gives the folder free. Every call but the first waits for the first.
   *
   * @throws EmbeddedPostgresError `postgres_stop_failed` when it had to be killed; the folder is free nevertheless, and
   * the next start recovers.
   */
  stop({ mode = 'fast' }: { readonly mode?: ShutdownMode } = {}): Promise<void> {
    this.#stopped ??= this.#stop(mode);
    return this.#stopped;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #stop(mode: ShutdownMode): Promise<void> {
    try {
      await this.#parts.postmaster.shutDown(mode);
    } finally {
      await this.#parts.lock.release();
    }
  }
}
