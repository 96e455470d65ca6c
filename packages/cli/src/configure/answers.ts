import { type CANCEL_SYMBOL, isCancel, log } from '@clack/prompts';
import { TelltaleError } from '@telltale/core';
import { faultOf, settingOf } from '../config/check-setting.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import { describeSource } from '../config/source.ts';
import { valueAt } from '../config/tree.ts';

/** Settings to write, by key; `undefined` takes one out. */
export type Changes = Map<string, unknown>;

/** What a question works with. */
export interface Asking {
  readonly loaded: LoadedConfig;
  readonly changes: Changes;
  /** The working directory. */
  readonly cwd: string;
}

/** Somebody pressed Ctrl-C or said no. Never shown. */
export class QuestionsCancelledError extends TelltaleError {
  override readonly name = 'QuestionsCancelledError';
  constructor() {
    super('The questions were cancelled.', { code: 'cancelled' });
  }
}

/** The answer to a prompt. Throws `QuestionsCancelledError` for Ctrl-C. */
export async function answerTo<T>(prompt: Promise<T | typeof CANCEL_SYMBOL>): Promise<T> {
  const answer = await prompt;
  if (isCancel(answer)) throw new QuestionsCancelledError();
  return answer;
}

/** The same for a line of text, without space around it; empty if there is none. */
export async function textFrom(prompt: Promise<string | undefined | typeof CANCEL_SYMBOL>): Promise<string> {
  return (await answerTo(prompt))?.trim() ?? '';
}

/** Notes what a setting is to be, unless it is that already. */
export function decide({ loaded, changes }: Asking, key: string, value: unknown): void {
  if (valueAt(loaded.values as never, key) !== value) changes.set(key, value);
}

/** Whether the file has a say in these settings. Says so if something that comes before it has set one. */
export function canDecide({ loaded }: Asking, keys: readonly string[]): boolean {
  for (const key of keys) {
    const source = loaded.sources[key];
    if (source?.kind !== 'flag' && source?.kind !== 'environment') continue;
    log.info(`${key} is set by ${describeSource(source)}, which comes before the file, so it is not asked here.`);
    return false;
  }
  return true;
}

/** For a prompt: what is wrong with an answer. An empty one is never wrong. */
export function validFor(key: string): (answer: string | undefined) => string | undefined {
  const setting = settingOf(key);
  return (answer = '') => (answer.trim() === '' ? undefined : faultOf(setting, answer.trim()));
}

/** As `validFor`, where there has to be an answer. */
export function requiredFor(key: string): (answer: string | undefined) => string | undefined {
  const fault = validFor(key);
  return (answer = '') => (answer.trim() === '' ? `This has to be ${settingOf(key).expects}.` : fault(answer));
}
