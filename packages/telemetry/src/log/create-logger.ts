import { toBoundedJson, toBoundedText } from '@telltale/core';
import { type Logger as Pino, pino, stdTimeFunctions } from 'pino';
import { describeError } from './describe-error.ts';
import type { LogFields, Logger, LogLevel } from './logger.ts';
import { prettifier } from './pretty.ts';

/** Where lines go: a stream such as `process.stdout`, or anything that takes text. */
export interface LogDestination {
  write(line: string): unknown;
  /** Whether a person reads it in a terminal. */
  readonly isTTY?: boolean;
}

export interface LoggerOptions {
  /** The part of the product that speaks: `server`, `worker`. It stands in each line. */
  readonly name: string;
  /** The least level that is written. Default: `info`. `debug` adds the stacks of errors. */
  readonly level?: LogLevel;
  /** `pretty`, a line for people; `json`, an object for machines; `auto`, what suits the destination. Default: `auto`. */
  readonly format?: 'auto' | 'pretty' | 'json';
  /** Default: standard output. */
  readonly destination?: LogDestination;
}

/** Makes the log of a process. */
export function createLogger({
  name,
  level = 'info',
  format = 'auto',
  destination = process.stdout,
}: LoggerOptions): Logger {
  const isTerminal = destination.isTTY === true;
  const forPeople = format === 'pretty' || (format === 'auto' && isTerminal);
  const render = forPeople ? prettifier({ colors: isTerminal }) : undefined;
  const lines = pino(
    {
      level,
      messageKey: 'message',
      base: { name },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (json) => void destination.write(render === undefined ? json : render(json)) },
  );
  return wrap(lines, { withStack: level === 'debug' });
}

interface Telling {
  readonly withStack: boolean;
}

function wrap(lines: Pino, telling: Telling): Logger {
  const log = (level: LogLevel) => (fields: LogFields, message: string) => {
    if (lines.isLevelEnabled(level)) lines[level](tellable(fields, telling), toBoundedText(message));
  };
  return {
    debug: log('debug'),
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
    child: (fields) => wrap(lines.child(tellable(fields, telling)), telling),
  };
}

/** Fields as they may leave the process. */
function tellable({ error, ...fields }: LogFields, telling: Telling): object {
  const told = toBoundedJson(fields) as object;
  return error === undefined ? told : { ...told, error: describeError(error, telling) };
}
