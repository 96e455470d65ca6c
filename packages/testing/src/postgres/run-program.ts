import { spawn } from 'node:child_process';
import { TestingError } from '../testing-error.ts';
import type { SystemUser } from './system-user.ts';

/** Runs a program to its end. Fails (code `postgres_start_failed`) with what it said when it didn't exit with 0. */
export async function runProgram(file: string, args: readonly string[], user?: SystemUser): Promise<void> {
  const child = spawn(file, args, { uid: user?.uid, gid: user?.gid, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const outcome = await new Promise<{ code: number | null } | { error: NodeJS.ErrnoException }>((resolve) => {
    child.once('error', (error) => resolve({ error }));
    child.once('close', (code) => resolve({ code }));
  });
  if ('error' in outcome) throw cannotRun(file, outcome.error, user);
  if (outcome.code === 0) return;
  throw new TestingError(`${file} failed with exit code ${outcome.code}: ${said.trim()}`, {
    code: 'postgres_start_failed',
  });
}

/** The error for a program that couldn't even be started. */
export function cannotRun(file: string, cause: NodeJS.ErrnoException, user?: SystemUser): TestingError {
  const hint =
    cause.code === 'EACCES' && user
      ? `: user ${user.name}, which stands in for root, may not read it. Move it to a folder that everybody may enter, or don't run as root`
      : '';
  return new TestingError(`${file} could not be run (${cause.code ?? cause.message})${hint}.`, {
    code: 'postgres_start_failed',
    cause,
  });
}
