import type { AnswerOf } from '@telltale/api';
import { describeVerdict, formatBytes, formatDuration, formatQuantity, hasEnded, type RunView } from '@telltale/core';
import type { AddCommand, CommandContext } from '../command.ts';
import { cellsOf, padToCells } from '../format/cells.ts';
import { VERDICT_COLOURS } from '../format/colours.ts';
import { type Line, span } from '../format/line.ts';
import { plain } from '../format/plain.ts';
import { printLine } from '../format/print-line.ts';
import { printSection } from '../format/print-section.ts';
import { printWrapped } from '../format/print-wrapped.ts';
import { dayOf, timeOfDay } from '../format/time.ts';
import { messagesOf } from '../runs/messages.ts';
import { printResult, readResult } from '../runs/result.ts';
import { atWork, describeAgent } from '../watch/agents.ts';
import { stepLine } from '../watch/step-rail.ts';
import { lastActions } from '../watch/timeline.ts';

type Run = AnswerOf<'getRun'>;

const LOG_LINES = 5;

export const addShow: AddCommand = (program, run) => {
  program
    .command('show')
    .summary('tell all about a run')
    .description(
      'Tells of one run: its verdict, what it gave back, its steps, its agents, what is open and what was done last, what it waits for, why it failed and what to do, its files, and the other runs of its subject.',
    )
    .argument('<run>', 'the id of the run; "telltale runs" lists them')
    .addHelpText(
      'after',
      `
Examples:
  telltale show episode-show.42-run-1
  telltale show episode-show.42-run-1 --json`,
    )
    .action(run(show));
};

async function show(context: CommandContext, runId: string): Promise<void> {
  const { output, signal } = context;
  const api = await context.api();
  const run = await api.getRun({ runId }, { signal });
  if (output.json) {
    output.record({ ...run, result: await readResult(context, api, run) });
    return;
  }
  const [{ view, estimate }, { runs }] = await Promise.all([
    api.getRunView({ runId }, { signal }),
    api.listRunsOfSubject({ subject: run.subject, pipeline: run.pipeline, limit: 6 }, { signal }),
  ]);
  const nowMs = Date.parse(run.asOf);
  const print = (...line: Line) => printLine(output, line);

  print(span(run.runId, 'bold'), span(run.title === null ? '' : `  ${run.title}`));
  // What it asks has lines of its own.
  const sentence = describeVerdict(run.verdict, { facts: { ...run, question: null }, estimate, now: nowMs });
  print(span(sentence, ['bold', VERDICT_COLOURS[run.verdict.name]]));
  if (run.stale !== undefined)
    output.note(`The server has lost its database; this is from ${momentOf(run.stale.since)}.`);
  for (const { text, colour } of messagesOf(view)) printWrapped(output, text, colour);
  await printResult(context, api, run);

  output.print();
  printFacts(print, run);
  printSection(output, 'Steps', stepLines(view, nowMs));
  printSection(
    output,
    'Agents at work',
    atWork(view).flatMap((agent) => [
      [span(describeAgent(view, agent, nowMs))],
      ...(agent.lastWords === null ? [] : [[span(`says: ${agent.lastWords.text}`, 'dim' as const)]]),
    ]),
  );
  printSection(
    output,
    'Open actions',
    run.runningActions.map(({ sentence: action }) => [span(action)]),
  );
  printSection(output, 'Last actions', lastActions(view, nowMs));
  printSection(
    output,
    'Log',
    view.logLines.entries
      .slice(-LOG_LINES)
      .map(({ at, message }) => [span(`${timeOfDay(at)}  `, 'dim'), span(message)]),
  );
  printSection(
    output,
    'Files',
    run.artifacts.map(({ kind, count, bytes }) => [
      span(`${formatQuantity(count, `${kind} files`)}, ${formatBytes(bytes)}`),
    ]),
  );
  const others = runs.filter((other) => other.runId !== run.runId);
  printSection(
    output,
    'Other runs of this subject',
    others.map((other) => [span(`${other.runId}  ${other.sentence}`)]),
  );
}

type Print = (...line: Line) => void;

function printFacts(print: Print, run: Run): void {
  const { createdAt, startedAt, workerId, tries, retryOf } = run;
  // A run that is paused has such a moment as well.
  const endedAt = hasEnded(run.state) ? run.endedAt : null;
  const worked = startedAt === null || endedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt);
  const facts: readonly (readonly [string, string | null])[] = [
    ['pipeline', `${run.pipeline}, version ${run.version}`],
    ['subject', `${run.subject}, run ${run.number}`],
    ['goes on from', retryOf],
    ['made', momentOf(createdAt)],
    ['started', startedAt && momentOf(startedAt)],
    ['ended', endedAt && `${momentOf(endedAt)}${worked === null ? '' : `, after ${formatDuration(worked)}`}`],
    ['worker', workerId && `${workerId}${tries > 1 ? `, taken ${tries} times` : ''}`],
  ];
  for (const [name, value] of facts) {
    if (value !== null) print(span(`${name.padEnd(13)} `, 'dim'), span(value));
  }
}

function stepLines({ steps }: RunView, nowMs: number): readonly Line[] {
  const names = steps.map(({ name }) => plain(name));
  const width = Math.max(0, ...names.map(cellsOf));
  const digits = String(steps.length).length;
  return steps.map((step, index) => stepLine(step, padToCells(names[index] ?? '', width), digits, nowMs));
}

function momentOf(at: string): string {
  return `${dayOf(at)} ${timeOfDay(at)}`;
}
