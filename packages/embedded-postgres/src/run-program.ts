import { spawn } from 'node:child_process';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { programEnvironment } from './program-environment.ts';
import type { SystemUser } from './system-user.ts';

// What the shell and the loader of programs exit with when a library is missing.
const CANNOT_LOAD = 127;

/** Runs a program to its end and gives what it wrote. Fails (`postgres_start_failed`) when it doesn't exit with 0. */
export async function runProgram(file: string, args: readonly string[], user?: SystemUser): Promise<string> {
  const child = spawn(file, args, {
    uid: user?.uid,
    gid: user?.gid,
    cwd: '/',
    env: programEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const outcome = await new Promise<{ code: number | null } | { error: NodeJS.ErrnoException }>((resolve) => {
    child.once('error', (error) => resolve({ error }));
    child.once('close', (code) => resolve({ code }));
  });
  if ('error' in outcome) throw cannotRun(file, outcome.error, user);
  if (outcome.code === 0) return said;
  throw new EmbeddedPostgresError(`${file} failed with exit code ${outcome.code}: ${said.trim()}`, {
    code: 'postgres_start_failed',
    hint:
      outcome.code === CANNOT_LOAD
        ? 'Its installation is not complete. Let npm run its install script: npm rebuild.'
        : 'Mend what it says, then start again.',
  });
}

/** The error for a program that couldn't even be started. */
export function cannotRun(file: string, cause: NodeJS.ErrnoException, user?: SystemUser): EmbeddedPostgresError {
  return new EmbeddedPostgresError(`${file} could not be run (${cause.code ?? cause.message}).`, {
    code: 'postgres_start_failed',
    hint:
      cause.code === 'EACCES' && user
        ? `User ${user.name}, which stands in for root, may not run it. Move it to a folder that everybody may enter, or do not run as root.`
        : 'Check that a Postgres for this machine is installed there.',
    cause,
  });
}
