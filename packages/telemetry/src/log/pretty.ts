import pretty from 'pino-pretty';
import type { DescribedError } from './describe-error.ts';

/** What begins another line, or steers a terminal. It comes from outside: in the address that was asked for. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
/** What of this JSON does not escape, and what turns the direction of a line. */
const UNESCAPED = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Makes a line of JSON one that people read: time, level, part, message, what went wrong and what to do, the rest. */
export function prettifier({ colors }: { readonly colors: boolean }): (json: string) => string {
  const render = pretty.prettyFactory({
    colorize: colors,
    translateTime: 'SYS:HH:MM:ss.l',
    messageKey: 'message',
    // They are part of the message.
    ignore: 'name,part,error',
    errorLikeObjectKeys: [],
    singleLine: true,
    messageFormat: ({ name, part = name, message, error }) =>
      `${part}: ${onOneLine(String(message))}${explained(String(message), error)}`,
  });
  return (json) => render(withoutSaid(JSON.parse(json))).replace(UNESCAPED, ' ');
}

/** Without the fields whose value stands in the message as a word of its own. */
function withoutSaid(line: Readonly<Record<string, unknown>>): object {
  const { level, time, name, part, message, ...fields } = line;
  const words = new Set(String(message).split(/[\s:,]+/));
  const unsaid = Object.entries(fields).filter(([, value]) => !words.has(String(value)));
  return { level, time, name, part, message, ...Object.fromEntries(unsaid) };
}

function onOneLine(text: string): string {
  return text.replace(CONTROLS, ' ');
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
  ].map(onOneLine);
  const frames = stack === undefined ? [] : stack.split('\n').map((line) => `\n${onOneLine(line)}`);
  return [...parts, ...frames].join('');
}
