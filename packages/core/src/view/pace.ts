import type { Instant } from '../events/shapes.ts';
import { msBetween, sum } from './clock.ts';

/**
 * How fast a step handles its items: the sums that a mean and a variance need, over advances of one or more items.
 * An advance of k items in d ms counts as k items of d/k ms each.
 */
export interface Pace {
  /** From when the next advance is timed; `null` while the step does not run, so that no pause is ever measured. */
  readonly mark: Instant | null;
  readonly advances: number;
  readonly items: number;
  readonly ms: number;
  /** Σ d²/k, in ms². */
  readonly squares: number;
}

export const NO_PACE: Pace = { mark: null, advances: 0, items: 0, ms: 0, squares: 0 };

/**
 * After so many advances, which took so many ms, the older half fades: a pace is what it was lately, not what a warm cache
 * did an hour ago. Of quick items many are remembered: a blink of them says little.
 */
const MEMORY = { advances: 64, ms: 20_000 };

/** The pace after `items` more were handled at `at`. */
export function advancePace(pace: Pace, items: number, at: Instant): Pace {
  if (pace.mark === null || items <= 0) return pace;
  const next = addAdvance(pace, items, msBetween(pace.mark, at));
  const fade = next.advances > MEMORY.advances && next.ms > MEMORY.ms ? 0.5 : 1;
  return {
    mark: at,
    advances: next.advances * fade,
    items: next.items * fade,
    ms: next.ms * fade,
    squares: next.squares * fade,
  };
}

/** The pace with one more advance of `items` (> 0) that took `ms`. */
export function addAdvance(pace: Pace, items: number, ms: number): Pace {
  return {
    mark: pace.mark,
    advances: pace.advances + 1,
    items: sum(pace.items, items),
    ms: sum(pace.ms, ms),
    squares: pace.squares + (ms * ms) / items,
  };
}

/** The pace timed from `mark` on. */
export function markPace(pace: Pace, mark: Instant | null): Pace {
  return pace.mark === mark ? pace : { ...pace, mark };
}
