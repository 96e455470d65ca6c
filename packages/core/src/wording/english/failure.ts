import type { AttemptedSource } from '../../events/shapes.ts';
import type { Catalogue } from '../catalogue.ts';
import { formatDuration } from '../duration.ts';
import { formatCounts } from '../quantity.ts';
import type { FailedAction, FailureKind, NextStep, StepFailure } from '../step-failure.ts';
import { actionName, itemName, oneLine, sentence } from '../text.ts';

const HEADS: Readonly<Record<FailureKind, string>> = {
  error: 'Error',
  timeout: 'Timeout',
  stuck: 'Stuck',
  abandoned: 'Given up',
  limited: 'Limit reached',
  items: 'Too many failures',
};

/** `Timeout in step transcribe after 45 of ~120 segments, at 'segment 46': … Tried: … Next: …` */
export function failure(failed: StepFailure): string {
  const { cause, action, tried = [], next: steps = [] } = failed;
  return [
    sentence(`${head(failed)}: ${cause}`),
    ...(action == null ? [] : [sentence(openAction(action))]),
    ...(tried.length === 0 ? [] : [sentence(`Tried: ${tried.map(source).join('; ')}`)]),
    ...(steps.length === 0 ? [] : [sentence(`Next: ${steps.map(phrase).join('; or ')}`)]),
  ].join(' ');
}

function head({ kind, step, counts, unit, item, attempt }: StepFailure): string {
  const place = step === null ? 'outside its steps' : `in step ${step}`;
  const far = counts == null ? '' : ` after ${formatCounts(counts, unit ?? null)}`;
  const where = item == null ? '' : `, at ${itemName(item)}`;
  const which = attempt == null ? '' : ` (attempt ${attempt.number} of ${attempt.allowed})`;
  return `${HEADS[kind]} ${place}${far}${where}${which}`;
}

function openAction(action: FailedAction): string {
  const limit = action.timeoutMs == null ? '' : ` of ${formatDuration(action.timeoutMs)}`;
  return `Last action: ${actionName(action)}, which ran for ${formatDuration(action.runningMs)}${limit}`;
}

function source({ source: name, outcome, note }: AttemptedSource): string {
  return `${oneLine(name)} (${oneLine(note === undefined ? outcome : `${outcome}, ${note}`)})`;
}

function phrase(step: NextStep): string {
  return (next[step.do] as (step: NextStep) => string)(step);
}

export const next: Catalogue['next'] = {
  retry: ({ runId, step }) => `go on from step ${step} with "telltale retry ${runId}"`,
  rerun: ({ runId, step }) => `begin again at step ${step} with "telltale rerun ${runId} ${step}"`,
  resume: ({ runId }) => `go on with "telltale resume ${runId}"`,
  trace: ({ runId }) => `see what it did with "telltale trace ${runId}"`,
  'raise-timeout': ({ step }) => `raise timeoutMs of step ${step}`,
  'raise-stuck-after': ({ step }) => `raise stuckAfterMs of step ${step}`,
  other: ({ text }) => oneLine(text),
};
