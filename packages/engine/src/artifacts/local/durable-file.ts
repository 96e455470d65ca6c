import { type FileHandle, mkdir, open } from 'node:fs/promises';

// Only the user that stored a file reads it: it may hold what was said in a meeting.
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** A new, empty file. Rejects if there is one. */
export function createFile(path: string): Promise<FileHandle> {
  return open(path, 'wx', FILE_MODE);
}

/** Makes a folder and those above it, where they are missing. */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: FOLDER_MODE });
}

/** Waits until the folder's list of names is on the disk: a file that was renamed into it is only then there to stay. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
