import { type AnswerOf, SEARCH_MODES } from '@telltale/api';
import { formatQuantity } from '@telltale/core';
import { Option } from 'commander';
import type { AddCommand, CommandContext } from '../command.ts';
import { type Line, span } from '../format/line.ts';
import { plain } from '../format/plain.ts';
import { printLine } from '../format/print-line.ts';
import { highlighted } from '../library/highlighted.ts';
import { offset } from '../library/offset.ts';
import { wholeNumber } from '../option-values.ts';
import type { Output } from '../output.ts';

type Hit = AnswerOf<'searchPassages'>['hits'][number];

interface SearchOptions {
  readonly mode: (typeof SEARCH_MODES)[number];
  readonly show?: string;
  readonly episode?: string;
  readonly entity?: number;
  readonly language?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
}

export const addSearch: AddCommand = (program, run) => {
  program
    .command('search')
    .summary('search what was said')
    .description(
      'Finds passages of episodes by their words and by their meaning, each with its place in the audio and a link that plays from there. "…" is a phrase, or stands between words of which one will do, and -word leaves passages out.',
    )
    .argument('<text...>', 'what to look for')
    .addOption(
      new Option('--mode <mode>', 'hybrid puts both lists together, words and meaning are one of them')
        .choices(SEARCH_MODES)
        .default('hybrid'),
    )
    .option('--show <name>', 'only episodes of this show')
    .option('--episode <episode>', 'only this episode')
    .option('--entity <entity>', 'only passages that mention it: an id of "telltale entities"', wholeNumber)
    .option('--language <code>', 'only episodes in this language, such as en')
    .option('--from <day>', 'only episodes published on this day or later')
    .option('--to <day>', 'only episodes published before this day')
    .option('-n, --limit <count>', 'at most so many, up to 100', wholeNumber, 10)
    .addHelpText(
      'after',
      `
Examples:
  telltale search how lighthouse lenses work
  telltale search '"first light" -moon' --show "The Coast"
  telltale search jazz --language en --from 2024-01-01 --limit 50
  telltale search Fresnel --mode words --json`,
    )
    .action(run(search));
};

async function search(context: CommandContext, words: readonly string[], options: SearchOptions): Promise<void> {
  const { output, signal } = context;
  const api = await context.api();
  const { hits, degraded } = await api.searchPassages({ text: words.join(' '), ...options }, { signal });
  for (const hit of hits) output.record(hit);
  for (const hit of hits) printHit(output, api.url, hit);
  if (hits.length === 0) output.print('Nothing was found.');
  else output.print(output.style('dim', formatQuantity(hits.length, 'passages')));
  if (degraded !== null) output.note(plain(degraded));
}

function printHit(output: Output, server: string, hit: Hit): void {
  const { episode, startS, endS, speakers, audioUrl } = hit;
  const by = speakers.length === 0 ? '' : `  ${speakers.join(', ')}`;
  const show = episode.showName === null ? '' : `  ${episode.showName}`;
  const print = (line: Line) => printLine(output, line);
  print([span(episode.title ?? episode.episodeId, 'bold'), span(show, 'dim')]);
  print([span(`  ${offset(startS)}–${offset(endS)}`, 'cyan'), span(by)]);
  print([span('  '), ...highlighted(hit)]);
  // What is kept here is named by its path on the server, which may itself be below a path of a proxy.
  if (audioUrl !== null) print([span(`  ${audioUrl.startsWith('/') ? server : ''}${audioUrl}`, 'dim')]);
  output.print();
}
