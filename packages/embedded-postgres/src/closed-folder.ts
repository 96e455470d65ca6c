import { type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SystemUser } from './system-user.ts';

const MAY_ENTER = { owner: 0o100, group: 0o010, others: 0o001 } as const;

/** The outermost of `folder` and its parents that `user` may not enter; `undefined` if the way is open. */
export function closedFolder(folder: string, user: SystemUser): string | undefined {
  const parent = dirname(folder);
  const closedParent = parent === folder ? undefined : closedFolder(parent, user);
  return closedParent ?? (mayEnter(statSync(folder), user) ? undefined : folder);
}

// The user's first group alone: a process that root starts for somebody else has no other.
function mayEnter({ mode, uid, gid }: Stats, user: SystemUser): boolean {
  const who = uid === user.uid ? 'owner' : gid === user.gid ? 'group' : 'others';
  return (mode & MAY_ENTER[who]) !== 0;
}
