import type { AnswerOf, ApiClient, RunSummaryBody } from '@telltale/api';
import { RUN_STATES, type RunState, VERDICTS, type VerdictName } from '@telltale/core';
import type { AddCommand, CommandContext } from '../command.ts';
import { printable, span } from '../format/line.ts';
import { printLine } from '../format/print-line.ts';
import { printTable } from '../format/print-table.ts';
import { tableLines } from '../format/table.ts';
import { momentAgo, wholeNumber, wordsOf } from '../option-values.ts';
import type { Output } from '../output.ts';
import { followList, loadList, type RunFilter, type RunList } from '../runs/follow-list.ts';
import { countsLine, runColumns } from '../runs/run-table.ts';
import { LiveScreen, type Size } from '../watch/live-screen.ts';

interface RunsOptions {
  readonly pipeline?: string;
  readonly subject?: string;
  readonly status?: readonly RunState[];
  readonly verdict?: readonly VerdictName[];
  readonly waiting?: true;
  readonly text?: string;
  readonly since?: string;
  readonly limit: number;
  readonly all?: true;
  readonly follow?: true;
}

const PAGE = 500;

export const addRuns: AddCommand = (program, run) => {
  program
    .command('runs')
    .summary('list runs and how each is doing')
    .description(
      'Lists runs, the newest first, with what each is doing and how far it is. Above them it counts all runs by verdict.',
    )
    .option('-p, --pipeline <name>', 'only runs of this pipeline')
    .option('--subject <subject>', 'only runs of this subject')
    .option('--status <states>', 'only runs in these states, with commas between them', wordsOf(RUN_STATES))
    .option('--verdict <verdicts>', 'only runs with these verdicts, with commas between them', wordsOf(VERDICTS))
    .option('--waiting', 'only runs that wait for an answer')
    .option('--text <words>', 'only runs with these words in pipeline, subject or title')
    .option('--since <time>', 'only runs made since then: 90s, 30m, 2h, 7d, 1w ago, or a date', momentAgo)
    .option('-n, --limit <count>', 'at most so many', wholeNumber, 20)
    .option('-a, --all', 'all of them, however many there are')
    .option('-f, --follow', 'keep the list up to date until Ctrl-C')
    .addHelpText(
      'after',
      `
Examples:
  telltale runs
  telltale runs --verdict quiet,looping,stuck,orphaned    who needs a look
  telltale runs --waiting                                 who waits for an answer
  telltale runs --pipeline episode --since 2h --follow
  telltale runs --all --json`,
    )
    .action(run(runs));
};

async function runs(context: CommandContext, options: RunsOptions): Promise<void> {
  const { output, signal } = context;
  const filter = filterOf(options);
  const api = await context.api();
  if (options.follow) {
    await (output.isTerminal ? showLive(api, filter, context) : tellChanges(api, filter, context));
  } else if (options.all || options.limit > PAGE || output.json) {
    await printAll(api, filter, { output, signal, most: options.all ? Number.POSITIVE_INFINITY : options.limit });
  } else {
    printList(output, await loadList(api, filter, signal), filter);
  }
}

function filterOf(options: RunsOptions): RunFilter {
  const { pipeline, subject, status, verdict, waiting, text, since, limit } = options;
  const perPage = Math.max(1, Math.min(PAGE, limit));
  return { pipeline, subject, status, verdict, waiting, text, createdAfter: since, limit: perPage };
}

function printList(output: Output, list: RunList, filter: RunFilter): void {
  if (list.runs.length === 0) {
    printNothing(output, list, filter);
    return;
  }
  printLine(output, countsLine(list.counts.total, list.counts.byVerdict));
  output.print();
  printTable(output, list.runs, runColumns(filter, Date.now() + list.clockDifferenceMs));
  if (filter.waiting) output.note('Answer one with: telltale answer RUN');
  if (list.isCut) output.note(`These are the newest ${list.runs.length}. See more with --limit, or all with --all.`);
}

function printNothing(output: Output, { counts }: RunList, filter: RunFilter): void {
  const { pipeline } = filter;
  if (counts.total === 0 && pipeline === undefined) {
    output.print('No runs yet. Start one:');
    output.print('  telltale submit PIPELINE --set key=value');
    output.print('  telltale submit --help        says how');
  } else {
    const all = pipeline === undefined ? 'in all' : `of pipeline ${pipeline}`;
    printLine(output, [
      span(`No run is like that; there are ${counts.total} ${all}. "telltale runs" lists the newest.`),
    ]);
  }
}

interface All {
  readonly output: Output;
  readonly signal: AbortSignal;
  readonly most: number;
}

/** Page by page, each printed as it comes. */
async function printAll(api: ApiClient, filter: RunFilter, { output, signal, most }: All): Promise<void> {
  let left = most;
  let cursor: string | null | undefined;
  while (cursor !== null && left > 0) {
    const page: AnswerOf<'listRuns'> = await api.listRuns(
      { ...filter, limit: Math.min(left, PAGE), cursor },
      { signal },
    );
    for (const run of page.runs) output.record(run);
    const asOf = page.runs[0]?.asOf;
    if (asOf !== undefined) printTable(output, page.runs, runColumns(filter, Date.parse(asOf)));
    left -= page.runs.length;
    cursor = page.nextCursor;
  }
  if (left === most) output.print('No run is like that.');
}

async function showLive(api: ApiClient, filter: RunFilter, { output, signal }: CommandContext): Promise<void> {
  let list: RunList | null = null;
  let isLive = true;
  const draw = (size: Size) => (list === null ? [] : listPicture(list, filter, { isLive, size, output }));
  using screen = new LiveScreen(output.stdout, draw);
  await followList(api, filter, {
    signal,
    onList: (next) => {
      list = next;
      screen.changed();
    },
    onLine: (next) => {
      isLive = next;
      screen.changed();
    },
  });
}

interface Shown {
  readonly isLive: boolean;
  readonly size: Size;
  readonly output: Output;
}

function listPicture(list: RunList, filter: RunFilter, { isLive, size, output }: Shown): string[] {
  const { columns, rows } = size;
  const head = countsLine(list.counts.total, list.counts.byVerdict);
  const trouble = isLive
    ? []
    : [[span('Offline: trying to reach the server. This is how it stood.', 'yellow' as const)]];
  const room = Math.max(1, rows - 4 - trouble.length);
  const table = tableLines(list.runs.slice(0, room), runColumns(filter, Date.now() + list.clockDifferenceMs), columns);
  const foot = [span('Ctrl-C ends this list; the runs go on', 'dim' as const)];
  return [head, [], ...trouble, ...table, foot].slice(0, rows).map((line) => printable(line, columns, output.style));
}

/** Without a terminal: the list, then a line for each run that has changed. */
async function tellChanges(api: ApiClient, filter: RunFilter, { output, signal }: CommandContext): Promise<void> {
  const told = new Map<string, string>();
  await followList(api, filter, {
    signal,
    onLine: (isLive) => output.note(isLive ? 'Live again.' : 'Offline: trying to reach the server.'),
    onList: ({ runs: newest }) => {
      for (const run of newest.toReversed()) {
        const state = stateOf(run);
        if (told.get(run.runId) !== state) {
          output.record(run);
          printLine(output, [span(`${run.runId}  `), span(run.sentence)]);
        }
        told.set(run.runId, state);
      }
    },
  });
}

/** What has to change for a run to be told of again. */
function stateOf({ lastSeq, verdict }: RunSummaryBody): string {
  return `${lastSeq} ${verdict.name}`;
}
