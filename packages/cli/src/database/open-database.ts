import { join } from 'node:path';
import { TelltaleError } from '@telltale/core';
import { type OpenPostgresProgress, openPostgres } from '@telltale/embedded-postgres';
import { setUpDatabase } from '@telltale/engine/client';
import { describeTarget } from '@telltale/ledger';
import type { Config } from '../config/schema.ts';

/** Somebody or something ended the embedded server under the program that uses it. */
class DatabaseEndedError extends TelltaleError {
  override readonly name = 'DatabaseEndedError';
  constructor(logFile: string) {
    super('The embedded Postgres has ended by itself.', {
      code: 'database_ended',
      hint: `Start Telltale again: nothing that was committed is lost. ${logFile} says why it ended.`,
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

/** In the embedded server, which is nobody else's. */
const DATABASE = 'telltale';

/**
 * Opens the database of the configuration and sets it up: the one it names, else the embedded one, whose data folder the
 * caller has to hold the lock of.
 */
export async function openDatabase(
  { data, database: { url } }: Config,
  /** Told what is being done, as a phrase. */
  onProgress: (doing: string) => void,
): Promise<OpenDatabase> {
  if (url !== undefined) {
    await setUpDatabase(url);
    const description = `Postgres at ${describeTarget(url)}`;
    return { url, description, ended: new Promise(() => undefined), [Symbol.asyncDispose]: async () => {} };
  }
  const postgres = await openPostgres({
    folder: join(data, 'postgres'),
    onProgress: (doing) => onProgress(PROGRESS[doing]),
  });
  try {
    const own = postgres.urlOf(DATABASE);
    await setUpDatabase(own);
    let stopping = false;
    const ended = postgres.exited.then(() => {
      if (stopping) return new Promise<never>(() => undefined);
      throw new DatabaseEndedError(postgres.logFile);
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
