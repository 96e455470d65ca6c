import type { Instant } from '../../events/shapes.ts';
import type { ActionFacts, RunFacts, StepFacts } from '../../verdict/run-facts.ts';
import { WATCHDOG_EVERY_MS } from '../../verdict/thresholds.ts';
import type { VerdictOf } from '../../verdict/verdict.ts';
import { VIEW_LIMITS } from '../../view/bounded.ts';
import { msSince } from '../../view/clock.ts';
import { handled } from '../../view/counts.ts';
import type { Catalogue, VerdictContext } from '../catalogue.ts';
import { formatAge, formatDuration } from '../duration.ts';
import { formatCounts, formatQuantity } from '../quantity.ts';
import { actionName, itemName, oneLine, questionText, quoted } from '../text.ts';
import { remaining } from './remaining.ts';

export const verdicts: Catalogue['verdicts'] = {
  queued: ({ since }, { now }) => `Queued${forTime(since, now)}: waiting for a worker`,

  working: (verdict, about) => `Working: ${listed(whatWorks(verdict, about), timeLeft(about))}`,

  quiet: (verdict, { facts, now }) => {
    const usual = verdict.threshold === 'default' ? 'expected' : 'usual';
    const wait = verdict.action === null ? null : running(verdict.action, now);
    const measure = `news is ${usual} within ${formatDuration(verdict.thresholdMs)}`;
    const place = listed(...whereabouts(facts.step), inWork(facts.step), measure);
    return `Quiet for ${formatAge(verdict.silentMs)}: ${wait ?? place}`;
  },

  looping: ({ finding, since }, { now }) => `Looping${forTime(since, now)}: ${oneLine(finding.message)}`,

  stuck: ({ silentMs, thresholdMs, action }, { facts, now }) => {
    const silence = `nothing has advanced for ${formatAge(silentMs)} (limit ${formatAge(thresholdMs)})`;
    const wait = action === null ? inWork(facts.step) : running(action, now);
    return `Stuck: ${listed(silence, ...whereabouts(facts.step), wait)}`;
  },

  orphaned: ({ workerId, silentMs }) => {
    const worker = workerId === null ? 'its worker' : `worker ${workerId}`;
    const remedy = `its work is moved to another worker within ${formatAge(WATCHDOG_EVERY_MS)}`;
    return `Orphaned: ${worker} was last heard from ${formatAge(silentMs)} ago; ${remedy}`;
  },

  pausing: (_, { facts }) => `Pausing: ${finishing(facts.step)}`,
  paused: ({ since }, { facts, now }) =>
    listed(`Paused${forTime(since, now)}${at(facts.step)}`, waiting(facts.question)),
  succeeded: ({ since }, { now }) => `Succeeded${ago(since, now)}`,
  failed: ({ since }, { facts, now }) => `Failed${ago(since, now)}${at(facts.step)}`,
  cancelled: ({ since }, { facts, now }) => `Cancelled${ago(since, now)}${at(facts.step)}`,
};

function whatWorks({ reason, action, since }: VerdictOf<'working'>, { facts, now }: VerdictContext): string {
  const place = whereabouts(facts.step);
  const open = action === null ? null : running(action, now);
  switch (reason) {
    case 'cancelling':
      return listed(`cancelling${forTime(since, now)}`, ...place, open);
    case 'retry':
      return listed(...place, facts.retryAt && `trying again in ${formatAge(Date.parse(facts.retryAt) - now)}`);
    case 'action':
    case 'advancing':
      return listed(...(place.length === 0 ? ['between steps'] : place), open);
  }
}

/** `step 3 of 8 'transcribe'` and `45 of ~120 segments`. */
function whereabouts(step: StepFacts | null): string[] {
  if (step === null) return [];
  const place = `step ${step.number} of ${step.of} ${quoted(step.name)}`;
  const isCounted = step.counts.total !== null || handled(step.counts) > 0;
  return isCounted ? [place, formatCounts(step.counts, step.unit)] : [place];
}

/** `in work: 'segment 46'`. */
function inWork(step: StepFacts | null): string | null {
  const current = step?.current ?? [];
  return current.length === 0 ? null : `in work: ${current.map(itemName).join(', ')}`;
}

/** `click 'Mehr Informationen' has been running for 28.4 s of 30.0 s`. */
function running(action: ActionFacts, now: number): string {
  const time = formatDuration(msSince(action.startedAt, now));
  const base = `${actionName(action)} has been running for ${time}`;
  if (action.timeoutMs !== null) return `${base} of ${formatDuration(action.timeoutMs)}`;
  return action.usualMs === null ? base : `${base}, usually up to ${formatDuration(action.usualMs)}`;
}

/** Of the whole run, or at least of the step. */
function timeLeft({ facts, estimate }: VerdictContext): string | null {
  if (estimate === null || facts.state === 'cancelling') return null;
  if (estimate.remaining.known) return estimate.remaining.source === 'done' ? null : remaining(estimate.remaining);
  const ofStep = estimate.steps.find(({ step }) => step === facts.step?.name)?.remaining;
  return ofStep?.known && ofStep.source !== 'done' ? `${remaining(ofStep)} in this step` : null;
}

function finishing(step: StepFacts | null): string {
  const count = step?.current.length ?? 0;
  if (count === 0) return 'letting go at the next item or action';
  const atLeast = count >= VIEW_LIMITS.current ? 'at least ' : '';
  return `${atLeast}${formatQuantity(count, step?.unit ?? null)} finishing`;
}

function waiting(asked: RunFacts['question']): string | null {
  if (asked === null) return null;
  const text = questionText(asked.question);
  return text === null ? 'waits for an answer' : `waits for an answer: ${oneLine(text)}`;
}

function at(step: StepFacts | null): string {
  const place = whereabouts(step);
  return place.length === 0 ? '' : ` at ${listed(...place)}`;
}

function forTime(since: Instant | null, now: number): string {
  return since === null ? '' : ` for ${formatAge(msSince(since, now))}`;
}

function ago(since: Instant | null, now: number): string {
  return since === null ? '' : ` ${formatAge(msSince(since, now))} ago`;
}

function listed(...parts: (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(', ');
}
