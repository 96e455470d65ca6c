import { mkdir, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

// Postgres takes its log in files of 16 MB and wants to have two.
const FULL_BYTES = 32 * 1024 ** 2;
const NEEDED = '200 MB';

/** Makes a folder for this user alone, if it isn't there; root's can be passed through, by the server's user. */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
}

/**
 * The error for something that failed in or on `folder`: what the file system or Postgres said, as a thing that a person
 * can mend. Errors that say so already come back as they are.
 */
export async function explainFailure(folder: string, error: unknown): Promise<unknown> {
  if (error instanceof EmbeddedPostgresError) {
    // Postgres cannot say that the disk is full where its log is on that disk.
    return error.code === 'postgres_start_failed' && (await isFull(folder, error)) ? diskFull(folder, error) : error;
  }
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(folder, error);
  // A file operation, of node's or SQLite's; anything else is a mistake in the program.
  if (syscall === undefined && code !== 'ERR_SQLITE_ERROR') return error;
  return unusable(folder, `The folder ${folder} cannot be used: ${(error as Error).message}.`, {
    hint: 'Give it to the user that runs this program, with the right to write there, or choose another folder.',
    cause: error,
  });
}

/** The error for a folder that cannot be made, read or written. */
export function unusable(
  folder: string,
  message: string,
  options: { readonly hint: string; readonly cause?: unknown },
): EmbeddedPostgresError {
  return new EmbeddedPostgresError(message, { code: 'data_folder_unusable', details: { folder }, ...options });
}

function diskFull(folder: string, cause: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(`The disk of ${folder} is full.`, {
    code: 'disk_full',
    hint: `Free ${NEEDED} or more there, then start again. Nothing that was saved is lost.`,
    details: { folder },
    cause,
  });
}

async function isFull(folder: string, { message }: Error): Promise<boolean> {
  if (/No space left on device|Disk quota exceeded/.test(message)) return true;
  const { bavail, bsize } = await statfs(folder).catch(() => statfs(dirname(folder)));
  return bavail * bsize < FULL_BYTES;
}
