import { TelltaleError } from '@telltale/core';
import { ArtifactStoreError } from '../errors.ts';

interface Told {
  readonly reason: string;
  readonly hint: string;
  readonly retryable: boolean;
}

const FORBIDDEN: Told = {
  reason: 'this user has no permission',
  hint: 'Make the folder and all in it readable and writable for the user that this process runs as.',
  retryable: false,
};
const OUT_OF_FILES: Told = {
  reason: 'too many files are open',
  hint: 'It can be tried again; if it comes back, raise the limit of open files (ulimit -n).',
  retryable: true,
};

const TOLD: Readonly<Record<string, Told>> = {
  ENOSPC: { reason: 'the disk is full', hint: 'Make room on that disk, then try again.', retryable: true },
  EDQUOT: {
    reason: "this user's quota is used up",
    hint: 'Make room or raise the quota, then try again.',
    retryable: true,
  },
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EROFS: { reason: 'the disk is read-only', hint: 'Mount it writable, or use another folder.', retryable: false },
  ENOTDIR: {
    reason: 'a file is where a folder has to be',
    hint: 'Remove it, or use another folder.',
    retryable: false,
  },
  EEXIST: { reason: 'a file is where a folder has to be', hint: 'Remove it, or use another folder.', retryable: false },
  EMFILE: OUT_OF_FILES,
  ENFILE: OUT_OF_FILES,
  EIO: { reason: 'the disk reports an error', hint: "The system's log (dmesg) says more.", retryable: true },
};

/** Runs something with files. What the file system refuses becomes an `ArtifactStoreError`; `task` goes on from "cannot". */
export async function withFileSystem<T>(store: string, task: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TelltaleError) throw error;
    throw failure(store, task, error);
  }
}

export function errnoOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | null)?.code;
}

function failure(store: string, task: string, cause: unknown): ArtifactStoreError {
  const { message } = cause as Error;
  const unknown: Told = { reason: message, hint: 'Check the folder and the disk it is on.', retryable: false };
  return new ArtifactStoreError(store, task, { ...(TOLD[errnoOf(cause) ?? ''] ?? unknown), cause });
}
