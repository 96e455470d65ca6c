import { open, rm } from 'node:fs/promises';
import type { SystemUser } from './system-user.ts';

/**
 * Writes a file that only `user` (and root) can read; it is on the disk, not only in memory, when this resolves.
 *
 * It is always a new one: where `user` may write to the folder, there could be a link in its place, which root must not follow.
 */
export async function writeOwnedFile(path: string, text: string, user: SystemUser | undefined): Promise<void> {
  await rm(path, { force: true });
  const file = await open(path, 'wx', 0o600);
  try {
    if (user) await file.chown(user.uid, user.gid);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
