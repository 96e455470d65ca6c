import type { AnswerOf } from '@telltale/api';
import type { AddCommand, CommandContext } from '../command.ts';
import { printTable } from '../format/print-table.ts';
import type { Column } from '../format/table.ts';
import { printPages } from '../library/print-pages.ts';
import { wholeNumber } from '../option-values.ts';

type Entity = AnswerOf<'listEntities'>['entities'][number];

interface EntitiesOptions {
  readonly type?: string;
  readonly text?: string;
  readonly limit: number;
}

export const addEntities: AddCommand = (program, run) => {
  program
    .command('entities')
    .summary('list who and what is mentioned in episodes')
    .description('Lists people, places and things that are mentioned in episodes, those mentioned most often first.')
    .option('--type <type>', 'only those of this type: person, musician, city, …')
    .option('--text <name>', 'only those in whose name a word begins so')
    .option('-n, --limit <count>', 'at most so many', wholeNumber, 20)
    .addHelpText(
      'after',
      `
Examples:
  telltale entities
  telltale entities --type person --text fres
  telltale entities --limit 1000 --json`,
    )
    .action(run(entities));
};

async function entities(context: CommandContext, { limit, ...filter }: EntitiesOptions): Promise<void> {
  const { output, signal } = context;
  const api = await context.api();
  const { printed, hasMore } = await printPages({
    output,
    most: limit,
    load: async (page) => {
      const { entities: items, nextCursor } = await api.listEntities({ ...filter, ...page }, { signal });
      return { items, nextCursor };
    },
    print: (items) => printTable(output, items, COLUMNS),
  });
  if (hasMore) output.note('There are more: see them with --limit.');
  if (printed === 0) output.print('Nothing of that kind is mentioned in any episode.');
}

const COLUMNS: readonly Column<Entity>[] = [
  { title: 'ENTITY', text: ({ entityId }) => String(entityId), align: 'right' },
  { title: 'NAME', text: ({ name }) => name },
  { title: 'TYPE', text: ({ type }) => type, dropOrder: 1 },
  { title: 'MENTIONS', text: ({ mentions }) => String(mentions), align: 'right' },
  { title: 'EPISODES', text: ({ episodes }) => String(episodes), align: 'right', dropOrder: 2 },
  { title: 'WIKIDATA', text: ({ wikidataId, wikidataStatus }) => wikidataId ?? wikidataStatus, dropOrder: 3 },
  { title: 'MUSICBRAINZ', text: ({ musicbrainzId }) => musicbrainzId ?? '', dropOrder: 4 },
];
