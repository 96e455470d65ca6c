import { stat } from 'node:fs/promises';

/** Whether there is something at a path. What cannot be looked at counts as there: whoever uses it is told why. */
export async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
}
