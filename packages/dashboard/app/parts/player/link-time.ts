/** The place that a link to an episode names, in seconds: in tenths, and not before what begins there. */
export function linkTime(startS: number): number {
  return Math.ceil(startS * 10) / 10;
}
