import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TelltaleError } from '@telltale/core';
import { type OpenPostgresProgress, openPostgres } from '@telltale/embedded-postgres';
import { setUpDatabase } from '@telltale/engine/client';
import { describeTarget } from '@telltale/ledger';
import type { Config } from '../config/schema.ts';

/** Somebody or something ended the embedded server under the program that uses it. */
class DatabaseEndedError extends TelltaleError {
  override readonly name = 'DatabaseEndedError';
  constructor(logFile: string, { isDiskFull }: { readonly isDiskFull: boolean }) {
    super(`The embedded Postgres has ended by itself${isDiskFull ? ': its disk is full' : ''}.`, {
      code: 'database_ended',
      hint: `${isDiskFull ? 'Free 200 MB or more there, then start' : 'Start'} Telltale again: nothing that was committed is lost. ${logFile} says why it ended.`,
      retryable: true,
      details: { logFile },
    });
  }
}

/** A database with all its tables. */
export interface OpenDatabase extends AsyncDisposable {
  readonly url: string;
  /** For people; never a password. */
  readonly description: string;
  /** Rejects with `DatabaseEndedError` if the embedded server ends by itself; else it never settles. */
  readonly ended: Promise<never>;
  /** Stops it if it is ours to stop. */
  [Symbol.asyncDispose](): Promise<void>;
}

const PROGRESS: Readonly<Record<OpenPostgresProgress, string>> = {
  creating: 'Making a Postgres of its own (once, a few seconds)',
  recovering: 'Recovering Postgres, which was not stopped in order',
  starting: 'Starting Postgres',
};

/** Of a log, in characters. */
const LAST_WORDS = 2_000;

/** In the embedded server, which is nobody else's. */
const DATABASE = 'telltale';

export interface OpenDatabaseOptions {
  /** Told what is being done, as a phrase. */
  readonly onProgress?: (doing: string) => void;
  /** Gives up while the embedded server starts; what its reason is, is thrown. */
  readonly signal?: AbortSignal;
}

/**
 * Opens the database of the configuration and sets it up: the one it names, else the embedded one, whose data folder the
 * caller has to hold the lock of.
 */
export async function openDatabase(
  { data, database: { url } }: Config,
  { onProgress, signal }: OpenDatabaseOptions = {},
): Promise<OpenDatabase> {
  if (url !== undefined) {
    await setUpDatabase(url);
    const description = `Postgres at ${describeTarget(url)}`;
    return { url, description, ended: new Promise(() => undefined), [Symbol.asyncDispose]: async () => {} };
  }
  const postgres = await openPostgres({
    folder: join(data, 'postgres'),
    onProgress: (doing) => onProgress?.(PROGRESS[doing]),
    signal,
  });
  try {
    const own = postgres.urlOf(DATABASE);
    await setUpDatabase(own);
    let stopping = false;
    const ended = postgres.exited.then(async () => {
      if (stopping) return await new Promise<never>(() => undefined);
      throw new DatabaseEndedError(postgres.logFile, { isDiskFull: await saysDiskFull(postgres.logFile) });
    });
    ended.catch(() => undefined); // Whoever waits for it is told; nobody has to.
    return {
      url: own,
      description: `Postgres ${postgres.version}, embedded`,
      ended,
      [Symbol.asyncDispose]: async () => {
        stopping = true;
        await postgres.stop();
      },
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** Whether that is among the last things that a server has said. */
async function saysDiskFull(logFile: string): Promise<boolean> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  return /No space left on device|Disk quota exceeded/.test(log.slice(-LAST_WORDS));
}
