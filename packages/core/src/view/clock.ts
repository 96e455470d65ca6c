import type { Instant } from '../events/shapes.ts';

/** Time at work, in ms, that leaves out every pause and wait: `ms` until `since`, and running from then on. */
export interface WorkClock {
  readonly ms: number;
  /** Since when it runs; `null` while it stands. */
  readonly since: Instant | null;
}

export const STOPPED_CLOCK: WorkClock = { ms: 0, since: null };

export function startClock(clock: WorkClock, at: Instant): WorkClock {
  return { ms: clock.ms, since: at };
}

/** Stops the clock by the times of events. A clock that stands is returned as it is. */
export function stopClock(clock: WorkClock, at: Instant | null): WorkClock {
  if (clock.since === null) return clock;
  return { ms: sum(clock.ms, at === null ? 0 : msBetween(clock.since, at)), since: null };
}

/** What the clock says at `now` (ms since the epoch). */
export function readClock(clock: WorkClock, now: number): number {
  return clock.since === null ? clock.ms : clock.ms + msSince(clock.since, now);
}

/** Never negative: events of two machines may be out of step by their clocks' difference. */
export function msBetween(from: Instant, to: Instant): number {
  return Math.max(0, Date.parse(to) - Date.parse(from));
}

/** Time from an event until `now` (ms since the epoch). Never negative, for the same reason. */
export function msSince(from: Instant, now: number): number {
  return Math.max(0, now - Date.parse(from));
}

/** The last instant that has four digits for its year: beyond it text order is not time order. */
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** The instant `ms` after `at` (before it, if negative), within the years 1970 to 9999. */
export function shift(at: Instant, ms: number): Instant {
  return new Date(Math.min(LAST_MS, Math.max(0, Date.parse(at) + ms))).toISOString();
}

/** A sum that stays a number in JSON, whatever was added up. */
export function sum(a: number, b: number): number {
  return Math.min(a + b, Number.MAX_SAFE_INTEGER);
}
