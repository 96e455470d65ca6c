import { type AnswerOf, type ApiClient, ApiError } from '@telltale/api';
import type { CommandContext } from '../command.ts';
import { cellsOf, cutToCells, padToCells, wrapToCells } from '../format/cells.ts';
import { type Line, span } from '../format/line.ts';
import { plain } from '../format/plain.ts';
import { printSection } from '../format/print-section.ts';

type Run = Pick<AnswerOf<'getRun'>, 'runId' | 'state'>;

/** What a run gave back; `null` if that is nothing, or if it did not succeed. What cannot be had is told: the rest still counts. */
export async function readResult(
  { output, signal }: Pick<CommandContext, 'output' | 'signal'>,
  api: ApiClient,
  { runId, state }: Run,
): Promise<unknown> {
  if (state !== 'succeeded') return null;
  try {
    return (await api.getResult({ runId }, { signal })).result;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    output.note(plain(`Its result cannot be shown: ${error.message} ${error.hint ?? ''}`).trimEnd());
    return null;
  }
}

/** Prints what a run that succeeded gave back, in a few lines. */
export async function printResult(
  context: Pick<CommandContext, 'output' | 'signal'>,
  api: ApiClient,
  run: Run,
): Promise<void> {
  const { output } = context;
  const result = await readResult(context, api, run);
  const columns = output.isTerminal ? output.columns : Number.POSITIVE_INFINITY;
  printSection(output, 'Result', resultLines(result, columns, `telltale show ${run.runId} --json`));
}

const MOST_LINES = 12;
/** Of one part, as a file has lines of any length. */
const MOST_CHARACTERS = 2_000;
const MOST_NAME_CELLS = 24;
const INDENT = 2;

/**
 * A text as it is, an object or a list part by part, what is inside of these as JSON; nothing for `null`. `whole`: the command that
 * shows what was left out.
 */
export function resultLines(result: unknown, columns: number, whole: string): readonly Line[] {
  const parts = partsOf(result);
  const names = parts.slice(0, MOST_LINES).map(([name]) => cutToCells(plain(name), MOST_NAME_CELLS));
  const width = Math.max(...names.map(cellsOf), 0);
  const gap = width === 0 ? '' : '  ';
  const lines: Line[] = [];
  let isCut = parts.length > names.length;
  for (const [index, name] of names.entries()) {
    const text = textOf(parts[index]?.[1]);
    const shown = text.slice(0, MOST_CHARACTERS).trimEnd();
    const texts = shown
      .split(/\r?\n/)
      .flatMap((line) => wrapToCells(plain(line), columns - INDENT - width - gap.length));
    lines.push(
      ...texts.map((line, row) => [span(`${padToCells(row === 0 ? name : '', width)}${gap}`, 'dim'), span(line)]),
    );
    isCut ||= text.length > MOST_CHARACTERS;
  }
  if (!isCut && lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES - 1), [span(`… all of it: ${whole}`, 'dim')]];
}

function partsOf(result: unknown): readonly (readonly [name: string, value: unknown])[] {
  if (result === null || result === '') return [];
  if (Array.isArray(result)) return result.map((item) => ['-', item]);
  return typeof result === 'object' ? Object.entries(result) : [['', result]];
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const isTexts = Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
  return isTexts ? value.join('\n') : JSON.stringify(value);
}
