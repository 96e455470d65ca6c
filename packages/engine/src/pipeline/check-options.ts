import { InvalidOptionError } from '../errors/control-errors.ts';
import type { RetryOptions } from './retry-options.ts';
import type { ActionOptions, ItemOptions, StepOptions } from './step.ts';

/** What Node's timers can hold, some 24 days. A longer time would be over at once. */
const MAX_MS = 2 ** 31 - 1;

/** Each item in work holds memory, and most hold a connection to something. */
const MAX_CONCURRENCY = 10_000;

/** Throws `InvalidOptionError`. */
export function checkStepOptions({ timeoutMs, stuckAfterMs, letGoMs, retries }: StepOptions): void {
  checkNumber('timeoutMs', timeoutMs, { above: 0, most: MAX_MS });
  checkNumber('stuckAfterMs', stuckAfterMs, { above: 0, most: MAX_MS });
  checkNumber('letGoMs', letGoMs, { least: 0, most: MAX_MS });
  checkRetries(retries);
}

/** Throws `InvalidOptionError`. */
export function checkItemOptions({ concurrency, total, timeoutMs, retries }: ItemOptions<never>): void {
  checkWhole('concurrency', concurrency, { least: 1, most: MAX_CONCURRENCY });
  checkWhole('total', total, { least: 0, most: Number.MAX_SAFE_INTEGER });
  checkNumber('timeoutMs', timeoutMs, { above: 0, most: MAX_MS });
  checkRetries(retries);
}

/** Throws `InvalidOptionError`. */
export function checkActionOptions({
  timeoutMs,
  toldTimeoutMs,
}: Pick<ActionOptions<never>, 'timeoutMs' | 'toldTimeoutMs'>): void {
  checkNumber('timeoutMs', timeoutMs, { above: 0, most: MAX_MS });
  checkNumber('toldTimeoutMs', toldTimeoutMs, { above: 0, most: MAX_MS });
}

function checkRetries(retries: RetryOptions | undefined): void {
  if (retries === undefined) return;
  checkWhole('retries.attempts', retries.attempts, { least: 1, most: Number.MAX_SAFE_INTEGER });
  checkNumber('retries.backoffMs', retries.backoffMs, { least: 0, most: MAX_MS });
  checkNumber('retries.factor', retries.factor, { least: 0, most: Number.MAX_VALUE });
  checkNumber('retries.maxBackoffMs', retries.maxBackoffMs, { least: 0, most: MAX_MS });
}

function checkWhole(option: string, value: unknown, { least, most }: { least: number; most: number }): void {
  if (value === undefined || (Number.isInteger(value) && Number(value) >= least && Number(value) <= most)) return;
  const limit = most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`;
  throw new InvalidOptionError(option, `a whole number from ${least}${limit}`, value);
}

/** `above` is too little itself, `least` is not. */
function checkNumber(option: string, value: unknown, range: { above?: number; least?: number; most: number }): void {
  const { above, least = above ?? 0, most } = range;
  if (value === undefined) return;
  if (typeof value === 'number' && value >= least && value !== above && value <= most) return;
  const limit = most === Number.MAX_VALUE ? '' : `, ${most} at most`;
  throw new InvalidOptionError(option, `a number ${above === undefined ? 'from' : 'above'} ${least}${limit}`, value);
}
