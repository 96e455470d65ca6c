import { readFile } from 'node:fs/promises';
import { text as readText } from 'node:stream/consumers';
import type { CommandContext } from '../command.ts';
import { UsageError } from '../errors.ts';
import { inputFromSettings } from './input-from-settings.ts';

export interface InputSources {
  /** The input as JSON. */
  readonly inline: string | undefined;
  /** A file with it; `-` is stdin. */
  readonly file: string | undefined;
  readonly settings: readonly string[];
}

/** The input that somebody gave, from wherever. Nothing given is `{}`. Throws `UsageError`. */
export async function readInput({ stdin }: Pick<CommandContext, 'stdin'>, sources: InputSources): Promise<unknown> {
  const { inline, file, settings } = sources;
  if (inline !== undefined && file !== undefined) {
    throw new UsageError('The input was given twice: on the command line and with --input-file.', {
      hint: 'Leave one of them out.',
    });
  }
  if (file === '-') return inputFromSettings(settings, parse(await readText(stdin), 'What was piped in'));
  if (file !== undefined) return inputFromSettings(settings, parse(await read(file), `File ${file}`));
  if (inline !== undefined) return inputFromSettings(settings, parse(inline, 'The input'));
  return inputFromSettings(settings);
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`The input file cannot be read: ${why}.`, { hint: 'Check the path of --input-file.', cause });
  }
}

function parse(json: string, what: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${what} is no JSON: ${why}.`, {
      hint: `Put it in single quotes: '{"url":"https://example.org"}'. Or set it key by key: --set url=https://example.org`,
      cause,
    });
  }
}
