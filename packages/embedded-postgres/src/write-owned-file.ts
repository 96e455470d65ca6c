import { open } from 'node:fs/promises';
import type { SystemUser } from './system-user.ts';

/** Writes a file that only `user` (and root) can read; it is on the disk, not only in memory, when this resolves. */
export async function writeOwnedFile(path: string, text: string, user: SystemUser | undefined): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    if (user) await file.chown(user.uid, user.gid);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
