import { readFileSync } from 'node:fs';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

/** The user that a Postgres server runs as, where that is not the user we are. */
export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

// `nobody` is on every system, so that no user must ever be created on somebody's machine.
const CANDIDATES = ['postgres', 'nobody'];

/**
 * Whom to run Postgres as: it refuses to run as root. `undefined` stands for the user we are.
 *
 * @param ownerId the user id that owns the data, if there is some: a `postgres` that was installed after the data was
 * made by `nobody` could not read it.
 */
export function postgresUser(ownerId?: number): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const users = CANDIDATES.flatMap((candidate): SystemUser[] => {
    const account = accounts.find(([name]) => name === candidate);
    return account ? [{ name: candidate, uid: Number(account[2]), gid: Number(account[3]) }] : [];
  });
  const user = users.find(({ uid }) => uid === ownerId) ?? users[0];
  if (user) return user;
  throw new EmbeddedPostgresError(
    `Postgres cannot run as root, and this machine has none of the users ${CANDIDATES.join(', ')} to run it as.`,
    { code: 'postgres_unsupported', hint: 'Create one with "useradd --system postgres", or do not run as root.' },
  );
}
