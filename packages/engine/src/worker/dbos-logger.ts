import type { DBOSConfig } from '@dbos-inc/dbos-sdk';
import type { LogEntry } from './hooks.ts';

type DbosLogger = NonNullable<DBOSConfig['logger']>;

/**
 * What DBOS warns of in the course of things. That it does not record the outcome of a run which paused, was cancelled or
 * moved is how letting go works; that a run waits for the database the worker says itself, once.
 */
const USUAL = [
  /no longer owned by this execution/,
  /was cancelled during execution/,
  /^Database connection failed: .* Retrying in/,
  /^Exception from system database: .*shut down/,
  /^Unexpected error (in pool|on a system database connection)/,
  /^Shutting down while/,
];

/** DBOS's log in the worker's: what it tells of itself is of no use to an operator, what it warns of may be. */
export function dbosLogger(log: (entry: LogEntry) => void): DbosLogger {
  const debug = (text: unknown) => log({ level: 'debug', message: `DBOS: ${String(text)}` });
  return {
    debug,
    info: debug,
    warn: (text) => (isUsual(text) ? debug(text) : log({ level: 'warn', message: `DBOS: ${String(text)}` })),
    error: (text, metadata) => {
      const error = (metadata as { readonly error?: unknown } | undefined)?.error;
      // The error of a run that failed is in its trace, and DBOS hands it over here as well.
      if (isUsual(text) || isOfRun(error)) debug(text);
      else log({ level: 'error', message: `DBOS: ${String(text)}`, ...(error === undefined ? {} : { error }) });
    },
  };
}

function isUsual(text: unknown): boolean {
  return USUAL.some((pattern) => pattern.test(String(text)));
}

function isOfRun(error: unknown): boolean {
  return (error as { readonly code?: unknown } | undefined)?.code === 'step_failed';
}
