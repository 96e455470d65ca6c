import { readFile, rename, stat } from 'node:fs/promises';

const ROTATE_BYTES = 10 * 1024 ** 2;
const END_LINES = 20;

/** Where `rotateLog` puts the former log; one that was there goes. */
export function formerLog(logFile: string): string {
  return `${logFile}.old`;
}

/** Puts a log of more than 10 MB aside, for a server that is about to start. */
export async function rotateLog(logFile: string): Promise<void> {
  const bytes = await stat(logFile).then(
    ({ size }) => size,
    () => 0, // There is none yet.
  );
  if (bytes > ROTATE_BYTES) await rename(logFile, formerLog(logFile));
}

/** The last lines of a log, for the message of an error. */
export async function logEnd(logFile: string): Promise<string> {
  const log = await readFile(logFile, 'utf8').catch(() => '(it has no log)');
  return ['The end of its log:', ...log.trimEnd().split('\n').slice(-END_LINES)].join('\n');
}
