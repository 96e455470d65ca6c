import { formatDuration } from '@telltale/core';
import { formatInstant } from '../../../../parts/format-instant.ts';
import { text } from '../../../../text/text.ts';
import type { DrawnBar } from './time-window.ts';

const words = text.runTabs.gantt;

/** What is to be said of a bar: its name, how it ended, when it began and how long it took. */
export function barText({ bar, count, to }: DrawnBar, now: number): string {
  const start = formatInstant(new Date(bar.from).toISOString());
  const took = formatDuration(Math.max(0, (to ?? now) - bar.from));
  if (count > 1) return words.manyBars(count, start, took);
  if (bar.to === null) return words.runningBar(bar.name, start, took);
  return words.bar(bar.name, text.runTabs.outcomeWord[bar.outcome], start, took);
}

const DAY = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
const MINUTE = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const SECOND = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const FRACTION = new Intl.DateTimeFormat(undefined, {
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

/** A moment on the axis, as exact as the distance of the marks, in ms, asks for. */
export function tickText(at: number, everyMs: number): string {
  if (everyMs >= 6 * 3_600_000) return DAY.format(at);
  if (everyMs >= 60_000) return MINUTE.format(at);
  return (everyMs >= 1_000 ? SECOND : FRACTION).format(at);
}
