export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What a line says beside its message, by name. Secrets in it are replaced before it leaves the process. */
export interface LogFields {
  /** Anything that was thrown: told as its code, message, hint and causes; with its stack only at level `debug`. */
  readonly error?: unknown;
  readonly [name: string]: unknown;
  /** The line's own. */
  readonly level?: never;
  readonly time?: never;
  readonly name?: never;
  readonly message?: never;
}

export type Log = (fields: LogFields, message: string) => void;

/** Writes a process's own log, a line for each thing that matters. It never throws. */
export interface Logger extends Readonly<Record<LogLevel, Log>> {
  /** A logger whose lines all say this, too. */
  child(fields: LogFields): Logger;
}
