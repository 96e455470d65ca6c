import {
  currentStep,
  formatAge,
  formatCounts,
  formatDuration,
  formatQuantity,
  type Instant,
  ORPHANED_AFTER_MS,
  STUCK_AFTER_MS,
  type StepView,
  type Verdict,
} from '@telltale/core';
import { factsOfPicture, type RunPicture, verdictOfPicture } from '../../../live/run-picture.ts';
import { formatInstant } from '../../../parts/format-instant.ts';
import { text } from '../../../text/text.ts';

type Fact = readonly [name: string, value: string];

/** All that the verdict on a run is made of, at `now` in ms since the epoch, as a table of two columns. */
export function judgement(picture: RunPicture, now: number): readonly Fact[] {
  const { view, summary } = picture;
  const facts = factsOfPicture(picture);
  const verdict = verdictOfPicture(picture, now);
  if (view === null || facts === null || verdict === null) return [];
  const words = text.run.card.judged;
  const step = currentStep(view);
  const moment = (at: Instant | null) =>
    at === null ? text.common.none : `${formatInstant(at)} (${text.common.ago(formatAge(now - Date.parse(at)))})`;
  return [
    [words.state, text.stateWord[view.state]],
    [words.stateSince, moment(view.stateSince)],
    [words.verdict, text.verdictWord[verdict.name]],
    ...measured(verdict),
    [words.stuckAfter, formatDuration(facts.stuckAfterMs ?? STUCK_AFTER_MS)],
    [words.usualGap, facts.usualGapMs === null ? text.common.unknown : formatDuration(facts.usualGapMs)],
    [words.orphanedAfter, formatDuration(ORPHANED_AFTER_MS)],
    [words.advancedAt, moment(view.advancedAt)],
    [words.aliveAt, moment(facts.aliveAt)],
    [words.worker, view.workerId ?? text.common.none],
    ...(step === null ? [] : ofStep(step)),
    [words.openActions, String(view.openActions.length)],
    [words.seq, String(view.lastSeq)],
    [words.asOf, moment(summary?.asOf ?? null)],
  ];
}

function measured(verdict: Verdict): readonly Fact[] {
  const words = text.run.card.judged;
  switch (verdict.name) {
    case 'working':
      return [[words.reason, words.reasons[verdict.reason]]];
    case 'quiet':
      return [
        [words.silence, formatAge(verdict.silentMs)],
        [words.limit, words.threshold(formatDuration(verdict.thresholdMs), words.thresholds[verdict.threshold])],
      ];
    case 'stuck':
    case 'orphaned':
      return [
        [words.silence, formatAge(verdict.silentMs)],
        [words.limit, words.threshold(formatDuration(verdict.thresholdMs), null)],
      ];
    default:
      return [];
  }
}

function ofStep({ name, number, attempt, counts, unit, pace }: StepView): readonly Fact[] {
  const words = text.run.card.judged;
  return [
    [words.step, `${number}. ${name}`],
    [words.attempt, String(attempt)],
    [words.counts, formatCounts(counts, unit)],
    [
      words.pace,
      pace.items === 0
        ? text.common.unknown
        : words.paceOf(formatDuration(pace.ms / pace.items), formatQuantity(Math.round(pace.items), unit)),
    ],
  ];
}
