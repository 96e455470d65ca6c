import type { Bar } from './gantt-rows.ts';

/** A stretch of time, in ms since the epoch. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** The shortest stretch that can be looked at, in ms. */
const SHORTEST_MS = 20;

/** What of a row is drawn: a bar, or several that could not be told apart. Places are in px. */
export interface DrawnBar {
  /** The first of them. */
  readonly bar: Bar;
  /** How many bars it stands for. */
  readonly count: number;
  /** The end of the last; `null` while it runs. */
  readonly to: number | null;
  /** The worst of them. */
  readonly outcome: Bar['outcome'];
  readonly left: number;
  readonly width: number;
}

/** The narrowest that a bar is drawn, in px, so that one can see and hit it. */
const NARROWEST = 3;

/** What of several is told, the most important first. */
const WORST: readonly Bar['outcome'][] = [
  'error',
  'failed',
  'timeout',
  'blocked',
  'interrupted',
  'cancelled',
  'running',
];

/** The bars of a row that can be seen in a window that is `width` px wide: never more than there is room for. */
export function visibleBars(
  bars: readonly Bar[],
  { from, to }: TimeWindow,
  { width, now }: { readonly width: number; readonly now: number },
): readonly DrawnBar[] {
  const perMs = width / (to - from);
  const drawn: DrawnBar[] = [];
  for (let index = firstEndingAfter(bars, from, now); index < bars.length; index += 1) {
    const bar = bars[index];
    if (bar === undefined || bar.from > to) break;
    const left = Math.max(0, (bar.from - from) * perMs);
    const right = Math.min(width, ((bar.to ?? now) - from) * perMs);
    const last = drawn.at(-1);
    if (last !== undefined && right - left < NARROWEST && left < last.left + last.width) {
      drawn[drawn.length - 1] = {
        ...last,
        count: last.count + 1,
        to: bar.to,
        outcome: worseOf(last.outcome, bar.outcome),
        width: Math.max(last.width, right - last.left),
      };
    } else {
      const width = Math.max(NARROWEST, right - left);
      drawn.push({ bar, count: 1, to: bar.to, outcome: bar.outcome, left, width });
    }
  }
  return drawn;
}

function worseOf(a: Bar['outcome'], b: Bar['outcome']): Bar['outcome'] {
  return WORST.find((outcome) => outcome === a || outcome === b) ?? a;
}

/** Bars of a row end in the order in which they start. */
function firstEndingAfter(bars: readonly Bar[], at: number, now: number): number {
  let low = 0;
  let high = bars.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const bar = bars[middle];
    if (bar !== undefined && (bar.to ?? now) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The window with `factor` of its length, about a moment that stays where it is, and within `whole`. */
export function zoomed(window: TimeWindow, factor: number, at: number, whole: TimeWindow): TimeWindow {
  const span = window.to - window.from;
  const nextSpan = Math.min(whole.to - whole.from, Math.max(SHORTEST_MS, span * factor));
  const from = at - ((at - window.from) / span) * nextSpan;
  return within({ from, to: from + nextSpan }, whole);
}

/** The window so many ms later (earlier, if negative), within `whole`. */
export function panned({ from, to }: TimeWindow, ms: number, whole: TimeWindow): TimeWindow {
  return within({ from: from + ms, to: to + ms }, whole);
}

/** Moved so that it does not reach beyond `whole`; not longer than it. */
function within({ from, to }: TimeWindow, whole: TimeWindow): TimeWindow {
  const span = Math.min(to - from, whole.to - whole.from);
  const start = Math.min(Math.max(from, whole.from), whole.to - span);
  return { from: start, to: start + span };
}

/** All of the time that there is something of; at least a second, so that there is a scale. */
export function wholeWindow(starts: readonly number[], ends: readonly number[]): TimeWindow {
  const from = starts.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const to = ends.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return { from, to: Math.max(to, from + 1_000) };
}
