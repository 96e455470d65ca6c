import pretty from 'pino-pretty';
import type { DescribedError } from './describe-error.ts';

/** Makes a line of JSON one that people read: time, level, part, message, what went wrong and what to do, the rest. */
export function prettifier({ colors }: { readonly colors: boolean }): (json: string) => string {
  return pretty.prettyFactory({
    colorize: colors,
    translateTime: 'SYS:HH:MM:ss.l',
    messageKey: 'message',
    // They are part of the message.
    ignore: 'name,error',
    errorLikeObjectKeys: [],
    singleLine: true,
    messageFormat: ({ name, message, error }) => `${name}: ${message}${explained(String(message), error)}`,
  });
}

function explained(message: string, error: unknown): string {
  if (error === undefined) return '';
  const { code, message: reason, hint, causes = [], stack } = error as DescribedError;
  const parts = [
    message.includes(reason) ? '' : `: ${reason}`,
    code === undefined ? '' : ` (${code})`,
    ...causes
      .filter((cause) => !message.includes(cause) && !reason.includes(cause))
      .map((cause) => `; because ${cause}`),
    hint === undefined || message.includes(hint) ? '' : ` → ${hint}`,
    stack === undefined ? '' : `\n${stack}`,
  ];
  return parts.join('');
}
