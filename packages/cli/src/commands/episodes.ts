import type { AnswerOf } from '@telltale/api';
import type { AddCommand, CommandContext } from '../command.ts';
import { printTable } from '../format/print-table.ts';
import type { Column } from '../format/table.ts';
import { dayOf } from '../format/time.ts';
import { offset } from '../library/offset.ts';
import { printPages } from '../library/print-pages.ts';
import { wholeNumber } from '../option-values.ts';

type Episode = AnswerOf<'listEpisodes'>['episodes'][number];

interface EpisodesOptions {
  readonly text?: string;
  readonly show?: string;
  readonly all?: true;
  readonly limit: number;
}

export const addEpisodes: AddCommand = (program, run) => {
  program
    .command('episodes')
    .summary('list the episodes of the library')
    .description('Lists episodes that can be searched, those that were published last first.')
    .option('--text <words>', 'only episodes with these words in title, show or description')
    .option('--show <name>', 'only episodes of this show')
    .option('-a, --all', 'also episodes that cannot be searched yet')
    .option('-n, --limit <count>', 'at most so many', wholeNumber, 20)
    .addHelpText(
      'after',
      `
Examples:
  telltale episodes
  telltale episodes --show "The Coast" --text lighthouse
  telltale episodes --all --limit 1000 --json`,
    )
    .action(run(episodes));
};

async function episodes(context: CommandContext, { limit, ...filter }: EpisodesOptions): Promise<void> {
  const { output, signal } = context;
  const api = await context.api();
  const { printed, hasMore } = await printPages({
    output,
    most: limit,
    load: async (page) => {
      const { episodes: items, nextCursor } = await api.listEpisodes({ ...filter, ...page }, { signal });
      return { items, nextCursor };
    },
    print: (items) => printTable(output, items, COLUMNS),
  });
  if (hasMore) output.note('There are more: see them with --limit.');
  if (printed > 0) return;
  output.print(filter.all ? 'There is no such episode.' : 'There is no such episode that can be searched.');
  if (!filter.all) output.print('  telltale episodes --all                  those that are in work as well');
  output.print('  telltale submit https://example.org/42   adds one');
}

const COLUMNS: readonly Column<Episode>[] = [
  { title: 'EPISODE', text: ({ episodeId }) => episodeId },
  { title: 'PUBLISHED', text: ({ publishedAt }) => publishedAt?.slice(0, 10) ?? '', dropOrder: 2 },
  {
    title: 'LENGTH',
    text: ({ durationS }) => (durationS === null ? '' : offset(durationS)),
    align: 'right',
    dropOrder: 3,
  },
  { title: 'READY', text: ({ readyAt }) => (readyAt === null ? 'not yet' : dayOf(readyAt)), dropOrder: 4 },
  { title: 'SHOW', text: ({ showName }) => showName ?? '', dropOrder: 1 },
  { title: 'TITLE', text: ({ title }) => title ?? '' },
];
