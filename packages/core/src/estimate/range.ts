/** A span of time, in ms, that holds the true value in about four of five cases. */
export interface Range {
  readonly lowMs: number;
  readonly highMs: number;
}

/** The standard normal quantile that leaves a tenth on each side: every range here is an 80% range. */
const Z_80 = 1.2816;
/** The standard normal quantile of the 95th percentile. */
const Z_95 = 1.6449;

/** What a single past run says about the next: within a factor of about two (0.5 is its log standard deviation). */
const ONE_RUN_SIGMA = 0.5;

/**
 * The range of the next duration, from the median and the 95th percentile of `runs` past ones. Durations are positive and
 * skewed to the right, so they are taken as log-normal: σ = ln(p95 / p50) / 1.645, and the range is p50 · e^(±1.28 σ).
 * Few runs widen it: their own σ says little, so 0.25 / runs is added to σ².
 */
export function rangeOfPast(p50Ms: number, p95Ms: number, runs: number): Range {
  if (p50Ms <= 0) return { lowMs: 0, highMs: Math.max(0, p95Ms) };
  const spread = Math.log(Math.max(p95Ms, p50Ms) / p50Ms) / Z_95;
  const sigma = Math.sqrt(spread ** 2 + ONE_RUN_SIGMA ** 2 / Math.max(1, runs));
  return { lowMs: p50Ms * Math.exp(-Z_80 * sigma), highMs: p50Ms * Math.exp(Z_80 * sigma) };
}

/**
 * Student's t quantile that leaves a tenth on each side, by the first two terms of its Cornish-Fisher expansion
 * (Abramowitz and Stegun 26.7.5). From 3 degrees of freedom on it is within 1% of the exact value.
 */
export function studentT80(degreesOfFreedom: number): number {
  const first = (Z_80 ** 3 + Z_80) / 4;
  const second = (5 * Z_80 ** 5 + 16 * Z_80 ** 3 + 3 * Z_80) / 96;
  return Z_80 + first / degreesOfFreedom + second / degreesOfFreedom ** 2;
}

/**
 * The sum of two ranges, end to end. Steps of one run share its subject and its machine and so are slow together; if they
 * were independent, the sum's range would be narrower than this.
 */
export function addRanges(a: Range, b: Range): Range {
  return { lowMs: a.lowMs + b.lowMs, highMs: a.highMs + b.highMs };
}

export function scaleRange(range: Range, factor: number): Range {
  return { lowMs: range.lowMs * factor, highMs: range.highMs * factor };
}

/** What is left of a range after `ms` of it have passed. */
export function passRange(range: Range, ms: number): Range {
  return { lowMs: Math.max(0, range.lowMs - ms), highMs: Math.max(0, range.highMs - ms) };
}
