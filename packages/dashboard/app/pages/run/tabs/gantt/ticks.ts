import { scaleTime } from 'd3-scale';
import type { TimeWindow } from './time-window.ts';

/** How far apart the marks of the axis are at least, in px, so that their times can be read. */
const MARK_PX = 90;

/** The marks of a time axis that is so many px wide, on round times of the reader's zone, and how far apart they are. */
export function ticksOf(
  { from, to }: TimeWindow,
  width: number,
): { readonly marks: readonly number[]; readonly everyMs: number } {
  const scale = scaleTime().domain([from, to]);
  const most = Math.max(1, Math.floor(width / MARK_PX));
  // More come than were asked for where no round number of units fits better.
  for (let wanted = most; wanted > 0; wanted -= 1) {
    const marks = scale.ticks(wanted).map(Number);
    if (marks.length <= most + 1) return { marks, everyMs: (marks[1] ?? to) - (marks[0] ?? from) };
  }
  return { marks: [], everyMs: to - from };
}
