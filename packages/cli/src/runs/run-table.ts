import type { RunSummaryBody } from '@telltale/api';
import { formatAge, formatCounts, handled, VERDICTS } from '@telltale/core';
import { readQuestion } from '../answer/question.ts';
import { VERDICT_COLOURS } from '../format/colours.ts';
import { type Line, span } from '../format/line.ts';
import type { Column } from '../format/table.ts';
import type { RunFilter } from './follow-list.ts';

/** What a list of runs shows of each, at a moment by the server's clock: of those that wait, what they ask. */
export function runColumns({ waiting }: RunFilter, serverNowMs: number): readonly Column<RunSummaryBody>[] {
  return waiting === true ? waitingColumns(serverNowMs) : generalColumns(serverNowMs);
}

function generalColumns(serverNowMs: number): readonly Column<RunSummaryBody>[] {
  return [
    { title: 'RUN', text: ({ runId }) => runId },
    {
      title: 'VERDICT',
      text: ({ verdict, question }) => (question === null ? verdict.name : `${verdict.name}, asks`),
      colour: ({ verdict }) => VERDICT_COLOURS[verdict.name],
    },
    { title: 'STEP', text: stepOf, dropOrder: 3 },
    { title: 'PROGRESS', text: progressOf, dropOrder: 4 },
    {
      title: 'ACTIVITY',
      text: ({ advancedAt }) => `${formatAge(serverNowMs - Date.parse(advancedAt))} ago`,
      dropOrder: 1,
    },
    { title: 'TITLE', text: ({ title, subject }) => title ?? subject, dropOrder: 2 },
  ];
}

function waitingColumns(serverNowMs: number): readonly Column<RunSummaryBody>[] {
  return [
    { title: 'RUN', text: ({ runId }) => runId },
    {
      title: 'WAITS FOR',
      text: ({ question }) => (question === null ? '' : formatAge(serverNowMs - Date.parse(question.at))),
    },
    { title: 'STEP', text: stepOf, dropOrder: 2 },
    { title: 'TITLE', text: ({ title, subject }) => title ?? subject, dropOrder: 1 },
    {
      title: 'QUESTION',
      text: ({ question }) => (question === null ? '' : readQuestion(question.question).sentence),
      colour: () => 'yellow',
    },
  ];
}

function stepOf({ step, steps }: RunSummaryBody): string {
  return step === null ? `0/${steps.length}` : `${step.number}/${step.of} ${step.name}`;
}

function progressOf({ step, percent, verdict }: RunSummaryBody): string {
  if (step === null || verdict.name === 'succeeded') return '';
  const { counts, unit } = step;
  if (counts.total === null && handled(counts) === 0) return '';
  return `${formatCounts(counts, unit)}${percent === null ? '' : `, ${percent}%`}`;
}

/** `12 runs: 3 working, 1 stuck`, the ones in flight first. */
export function countsLine(total: number, byVerdict: { readonly [verdict: string]: number }): Line {
  const parts = VERDICTS.filter((name) => (byVerdict[name] ?? 0) > 0).flatMap((name, index) => [
    span(index === 0 ? ': ' : ', '),
    span(`${byVerdict[name]} ${name}`, VERDICT_COLOURS[name]),
  ]);
  return [span(`${total} ${total === 1 ? 'run' : 'runs'}`, 'bold'), ...parts];
}
