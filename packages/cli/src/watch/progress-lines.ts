import {
  describeRemaining,
  formatAge,
  formatCounts,
  handled,
  hasEnded,
  isBehind,
  isInHand,
  type RunView,
  type StepView,
} from '@telltale/core';
import { cellsOf } from '../format/cells.ts';
import { type Line, type Span, span } from '../format/line.ts';
import { stepRemaining, type WatchedRun } from './watched-run.ts';

const LONGEST_BAR = 30;
const SHORTEST_BAR = 10;

/** How far the current step is: a bar, and what it says in words. Without a total there is no bar to draw. */
export function stepProgress(watched: WatchedRun, columns: number, nowMs: number): Line | null {
  const { view } = watched;
  const step = view.steps.find(({ name }) => name === view.currentStep);
  if (step === undefined || isBehind(step.state)) return null;
  const remaining = isInHand(view.state) ? stepRemaining(watched, nowMs) : null;
  const words = [
    ...(step.percent === null ? [] : [`${step.percent}%`]),
    ...(step.counts.total === null && handled(step.counts) === 0 ? [] : [formatCounts(step.counts, step.unit)]),
    ...(remaining === null ? [] : [describeRemaining(remaining)]),
  ].join(', ');
  if (words === '') return null;
  const name = step.percent === null ? 'this step: ' : '';
  return [...bar(step, Math.min(LONGEST_BAR, columns - cellsOf(words) - 1)), span(`${name}${words}`)];
}

function bar({ percent }: StepView, cells: number): Span[] {
  if (percent === null || cells < SHORTEST_BAR) return [];
  const filled = Math.round((percent / 100) * cells);
  return [span('█'.repeat(filled), 'cyan'), span('░'.repeat(cells - filled), 'dim'), span(' ')];
}

/** How far the whole run is. */
export function runProgress({ view, look }: WatchedRun): Line | null {
  if (view.steps.length < 2 || hasEnded(view.state)) return null;
  const left = isInHand(view.state) && look.remaining.known ? `, ${describeRemaining(look.remaining)}` : '';
  return [span(`whole run: ${look.percent}%${left}`, 'dim')];
}

/** What is in work, each with how long it has been. Items that are over at once are not named, but the line stays. */
export function nowLine(view: RunView, nowMs: number): Line | null {
  const step = view.steps.find(({ name }) => name === view.currentStep);
  if (step?.state !== 'running' || (step.current.length === 0 && !step.itemised)) return null;
  const names = step.current.map(({ key, label, since }) => {
    return `${label ?? key} (${formatAge(nowMs - Date.parse(since))})`;
  });
  return [span('now:  ', 'dim'), span(names.length === 0 ? '…' : names.join(', '))];
}

/** The items to come, or else the steps. */
export function nextLine(view: RunView): Line | null {
  if (hasEnded(view.state)) return null;
  const items = view.steps.find(({ name }) => name === view.currentStep)?.upNext ?? [];
  const steps = view.steps.filter(({ state }) => state === 'pending').map(({ name }) => name);
  const names = items.length > 0 ? items.map(({ key, label }) => label ?? key) : steps.slice(0, 3);
  return names.length === 0 ? null : [span('next: ', 'dim'), span(names.join(', '))];
}
