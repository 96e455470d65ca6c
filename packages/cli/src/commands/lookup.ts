import type { AnswerOf } from '@telltale/api';
import type { AddCommand, CommandContext } from '../command.ts';
import { printTable } from '../format/print-table.ts';
import type { Column } from '../format/table.ts';

type Candidate = AnswerOf<'lookUpEntity'>['candidates'][number];

interface LookupOptions {
  readonly type?: string;
}

export const addLookup: AddCommand = (program, run) => {
  program
    .command('lookup')
    .summary('ask Wikidata who or what a name may stand for')
    .description('Asks Wikidata who or what a name may stand for, and changes nothing.')
    .argument('<name...>', 'the name, of 3 characters at least')
    .option('--type <type>', 'only what is of this type: person, musician, city, …')
    .addHelpText(
      'after',
      `
Examples:
  telltale lookup Augustin-Jean Fresnel
  telltale lookup Mercury --type musician`,
    )
    .action(run(lookup));
};

async function lookup(context: CommandContext, name: readonly string[], { type }: LookupOptions): Promise<void> {
  const { output, signal } = context;
  const api = await context.api();
  const { candidates } = await api.lookUpEntity({ name: name.join(' '), type }, { signal });
  for (const candidate of candidates) output.record(candidate);
  if (candidates.length === 0) output.print('Wikidata knows nothing of that name.');
  else printTable(output, candidates, COLUMNS);
}

const COLUMNS: readonly Column<Candidate>[] = [
  { title: 'WIKIDATA', text: ({ wikidataId }) => wikidataId },
  { title: 'NAME', text: ({ name }) => name },
  { title: 'DESCRIPTION', text: ({ description }) => description ?? '' },
];
