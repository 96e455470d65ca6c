import type { LogEntry } from '@telltale/engine';

/** What a worker warns of spoils a figure, so it must be seen. */
export function logProblems({ level, message }: LogEntry): void {
  if (level === 'warn' || level === 'error') console.error(`${level}: ${message}`);
}
