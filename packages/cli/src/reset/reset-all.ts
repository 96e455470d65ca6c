import { isCancel, text } from '@clack/prompts';
import { formatBytes, formatQuantity } from '@telltale/core';
import type { ResetExtent } from '@telltale/ledger';
import type { CommandContext } from '../command.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { makeReset, type Reset } from './make-reset.ts';

interface ResetOptions {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

const WORD = 'reset';

export async function resetAll(
  context: CommandContext,
  { yes = false, dryRun = false }: ResetOptions,
): Promise<ExitCode> {
  const { output, stdin, signal } = context;
  if (!yes && !dryRun && !(output.isTerminal && stdin.isTTY)) {
    throw new UsageError('Nothing was removed: this needs --yes where there is no terminal to ask in.', {
      hint: 'See what would be removed with --dry-run.',
    });
  }
  await using reset = await makeReset((await context.config()).values);
  const lines = describe(reset);
  output.record({ dryRun, folders: reset.folders, database: reset.database, vectors: reset.vectors });
  if (lines.length === 0) {
    output.print('There is nothing to remove.');
    return EXIT.ok;
  }
  output.print(dryRun ? 'Would be removed:' : 'To be removed:');
  for (const line of lines) output.print(`  ${line}`);
  if (dryRun) return EXIT.ok;
  const answer = yes ? WORD : await askForWord();
  if (answer !== WORD) {
    output.note('Nothing was removed.');
    return isCancel(answer) ? EXIT.interrupted : EXIT.failed;
  }
  await reset.run({ signal, onProgress: (files) => output.note(`${formatQuantity(files, 'files')} removed so far …`) });
  output.print('All of it was removed.');
  return EXIT.ok;
}

function describe({ folders, database, vectors }: Pick<Reset, 'folders' | 'database' | 'vectors'>): readonly string[] {
  return [
    ...folders.map(({ path, bytes }) => `${path} (${formatBytes(bytes)})`),
    ...(database === null ? [] : describeDatabase(database)),
    ...(vectors === null ? [] : [`all vectors in ${vectors}`]),
  ];
}

function describeDatabase({ target, extent, library }: NonNullable<Reset['database']>): readonly string[] {
  return [
    `${formatQuantity(extent.runs, 'runs')} in the database at ${target}, and ${formatQuantity(extent.tokens, 'access tokens')}`,
    ...(extent.files === 0 ? [] : [`${formatQuantity(extent.files, 'files')} of runs`]),
    ...(library === null
      ? []
      : [
          `${formatQuantity(library.episodes, 'episodes')} with ${formatQuantity(library.files, 'audio files')}, and the schemas telltale_episode and telltale_vectors`,
        ]),
    dbosLine(extent),
  ];
}

function dbosLine({ keepsDbos }: ResetExtent): string {
  return keepsDbos
    ? 'the schema telltale; of the schema dbos only what belongs to these runs, as it holds work of others'
    : 'the schemas telltale and dbos';
}

async function askForWord() {
  const answer = await text({ message: `This cannot be taken back. Type "${WORD}" to do it:` });
  return isCancel(answer) ? answer : answer?.trim();
}
