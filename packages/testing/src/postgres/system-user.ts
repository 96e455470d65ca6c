import { readFileSync } from 'node:fs';
import { TestingError } from '../testing-error.ts';

/** The user that a Postgres server runs as. */
export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

// `nobody` is on every system, so that no user must ever be created on somebody's machine.
const CANDIDATES = ['postgres', 'nobody'];

/** Whom to run Postgres as: it refuses to run as root. `undefined` stands for the user we are. */
export function postgresUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const candidate of CANDIDATES) {
    const account = accounts.find(([name]) => name === candidate);
    if (account) return { name: candidate, uid: Number(account[2]), gid: Number(account[3]) };
  }
  throw new TestingError(
    `Postgres cannot run as root, and this machine has none of the users ${CANDIDATES.join(', ')} to run it as: ` +
      `create one with "useradd --system postgres".`,
    { code: 'postgres_unsupported' },
  );
}
