import { open, rm, stat, utimes } from 'node:fs/promises';

/** A lock that nobody has renewed for so long was left by a process that died, in ms. */
const ABANDONED_MS = 30_000;
const RENEW_MS = 5_000;

/**
 * Takes a lock that keeps out all others until it is disposed of: other processes here, and on machines that share the folder.
 * `null`: somebody else has it.
 */
export async function tryLockFile(path: string): Promise<AsyncDisposable | null> {
  try {
    await using file = await open(path, 'wx');
    await file.writeFile(String(process.pid));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (await isAbandoned(path)) await rm(path, { force: true }); // For the next try.
    return null;
  }
  const renewal = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined); // Then it looks abandoned, and another may do the same work.
  }, RENEW_MS);
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(renewal);
      await rm(path, { force: true });
    },
  };
}

async function isAbandoned(path: string): Promise<boolean> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.NaN }));
  return Date.now() - mtimeMs > ABANDONED_MS;
}
