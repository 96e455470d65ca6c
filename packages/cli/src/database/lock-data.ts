import { TelltaleError } from '@telltale/core';
import { EmbeddedPostgresError, lockFolder } from '@telltale/embedded-postgres';
import { UsageError } from '../errors.ts';
import { type RunningServer, readRunningServer } from '../running-server.ts';

const IN_USE = 'data_folder_in_use';

/** Another Telltale has the data folder. */
class DataFolderInUseError extends TelltaleError {
  override readonly name = 'DataFolderInUseError';
  constructor(data: string, cause: EmbeddedPostgresError) {
    const { pid = null, host = null } = cause.details;
    super(`Telltale runs on ${data} already, as process ${pid ?? 'unknown'}.`, {
      code: IN_USE,
      hint: `Use that one, stop it${pid === null ? '' : ` with \`kill ${pid}\``}, or give another folder with --data.`,
      details: { pid, host },
      cause,
    });
  }
}

/** It cannot be made or written to. */
class DataFolderFailedError extends TelltaleError {
  override readonly name = 'DataFolderFailedError';
  constructor(cause: EmbeddedPostgresError) {
    const { message, code, hint, details } = cause;
    super(message, { code, hint: `${hint} Another is named with --data or TELLTALE_DATA.`, details, cause });
  }
}

/**
 * Makes sure, until it is disposed of or this process ends, that no other one works on the data folder, which is made if it
 * is missing. Throws `DataFolderInUseError` and `DataFolderFailedError`.
 */
export async function lockData(data: string): Promise<AsyncDisposable> {
  try {
    const lock = await lockFolder(data);
    return { [Symbol.asyncDispose]: () => lock.release() };
  } catch (error) {
    if (!(error instanceof EmbeddedPostgresError)) throw error;
    throw error.code === IN_USE ? new DataFolderInUseError(data, error) : new DataFolderFailedError(error);
  }
}

/** The `telltale start` that runs on a data folder; `null` if none does. Throws `UsageError` while it starts. */
export async function runningOn(data: string): Promise<RunningServer | null> {
  try {
    await using _lock = await lockData(data);
    return null; // What one that was killed has left there says nothing.
  } catch (error) {
    if (!(error instanceof DataFolderInUseError)) throw error;
    const running = await readRunningServer(data);
    if (running !== null) return running;
    throw new UsageError(`Process ${error.details.pid} holds ${data} and is not ready yet.`, {
      hint: 'Try again in a few seconds.',
      cause: error,
    });
  }
}
