import { toFailure } from '@telltale/core';
import { TimedOutError } from '../errors/step-errors.ts';
import { checkStepOptions } from '../pipeline/check-options.ts';
import { backoffMs, isWorthRetrying } from '../pipeline/retry-options.ts';
import type { Step, StepOptions } from '../pipeline/step.ts';
import { stepFailure } from './fail-step.ts';
import { ItemFailure } from './item-failure.ts';
import { checkPlainData } from './plain-data.ts';
import { type End, runBounded } from './run-bounded.ts';
import type { RunExecution } from './run-execution.ts';
import { scopes } from './scope.ts';
import { StepAttempt } from './step-attempt.ts';

type Body<T> = (step: Step) => T | Promise<T>;

/**
 * Runs a step to its end: attempts, each on record from its start, until one succeeds or the last allowed one failed.
 * Throws `StepFailedError`, and `LetGo` or the ledger's errors when the run has to be let go of.
 */
export async function runStep<T>(
  execution: RunExecution,
  name: string,
  options: StepOptions,
  body: Body<T>,
): Promise<T | undefined> {
  const isBegun = execution.taken.attempts.some(({ step }) => step === name);
  const asked = await askWhetherToSkip(options, isBegun);
  if (asked.kind === 'run') return await runAttempts(execution, name, options, body);
  // On record as every failure is, in an attempt of its own.
  if (asked.kind === 'fail') return await runAttempts(execution, name, {}, () => Promise.reject(asked.error));
  await execution.recorder.record({ type: 'step.skipped', step: name, data: { reason: asked.reason } });
  return undefined;
}

type Asked =
  | { readonly kind: 'run' }
  | { readonly kind: 'skip'; readonly reason: string }
  | { readonly kind: 'fail'; readonly error: unknown };

async function askWhetherToSkip(options: StepOptions, isBegun: boolean): Promise<Asked> {
  try {
    checkStepOptions(options);
    const reason = isBegun ? false : ((await options.skipIf?.()) ?? false);
    return reason === false ? { kind: 'run' } : { kind: 'skip', reason };
  } catch (error) {
    return { kind: 'fail', error };
  }
}

async function runAttempts<T>(execution: RunExecution, name: string, options: StepOptions, body: Body<T>): Promise<T> {
  const past = execution.taken.attempts.filter(({ step }) => step === name);
  const begun = past.reduce((last, { attempt }) => Math.max(last, attempt), 0);
  // An attempt that a crash or a pause ended is no failure.
  const failed = past.filter(({ outcome }) => outcome === 'failed').length;
  for (let number = 1; ; number += 1) {
    const attempt = new StepAttempt(execution, name, begun + number, options);
    const tried = failed + number;
    try {
      return await runAttempt(execution, attempt, options, body);
    } catch (error) {
      if (execution.mustLetGo(error)) throw error;
      const allowed = Math.max(options.retries?.attempts ?? 1, tried);
      if (isWorthRetrying(tried, error, options.retries) && !wasLeftBehind(error)) {
        await retry(execution, attempt, tried, options, error);
      } else {
        return await fail(execution, attempt, error, { number: tried, allowed });
      }
    } finally {
      attempt.end();
    }
  }
}

async function runAttempt<T>(
  execution: RunExecution,
  attempt: StepAttempt,
  options: StepOptions,
  body: Body<T>,
): Promise<T> {
  const { name } = attempt;
  await attempt.at('before-step-start');
  await execution.recorder.event({
    type: 'step.started',
    step: name,
    data: {
      number: execution.pipeline.steps.indexOf(name) + 1,
      of: execution.pipeline.steps.length,
      attempt: attempt.attempt,
      ...(options.stuckAfterMs === undefined ? {} : { stuckAfterMs: options.stuckAfterMs }),
    },
  });
  await attempt.at('after-step-start');
  const end = await runBounded(
    (signal) => scopes.run({ attempt, item: null, actionId: null, signal }, () => attempt.runBody(body, signal)),
    {
      what: `Step ${name}`,
      signal: execution.signal,
      timeoutMs: options.timeoutMs,
      letGoMs: attempt.letGoMs,
    },
  );
  const value = resultOf(execution, attempt, end);
  checkPlainData(`step ${name}`, value, 'rich', execution.services.settings.maxResultBytes);
  attempt.end();
  await attempt.at('before-step-end');
  await execution.recorder.record({
    type: 'step.succeeded',
    step: name,
    data: { durationMs: attempt.durationMs, ...countsOf(attempt) },
  });
  await attempt.at('after-step-end');
  return value;
}

/** What the body gave back, or its failure, thrown. What it gives back after a boundary told it to let go is not kept. */
function resultOf<T>(execution: RunExecution, attempt: StepAttempt, end: End<T>): T {
  switch (end.kind) {
    case 'returned':
      execution.throwIfLettingGo();
      return end.value;
    case 'threw':
      throw end.error;
    case 'timeout':
      if (end.ignored) execution.leftBehind(attempt);
      throw end.error;
    case 'aborted':
      if (end.ignored) execution.leftBehind(attempt);
      throw execution.signal.reason;
  }
}

/** A body that still runs must not get company. */
function wasLeftBehind(error: unknown): boolean {
  return error instanceof TimedOutError && error.leftBehind;
}

async function retry(
  execution: RunExecution,
  attempt: StepAttempt,
  tried: number,
  { retries }: StepOptions,
  error: unknown,
): Promise<void> {
  const delayMs = backoffMs(tried, retries);
  await execution.recorder.event({
    type: 'step.retrying',
    step: attempt.name,
    data: {
      attempt: attempt.attempt + 1,
      delayMs,
      error: toFailure(error instanceof ItemFailure ? error.cause : error),
    },
  });
  await execution.rest(delayMs);
}

async function fail(
  execution: RunExecution,
  attempt: StepAttempt,
  error: unknown,
  count: { readonly number: number; readonly allowed: number },
): Promise<never> {
  attempt.end();
  const failed = stepFailure(attempt, error, count);
  await attempt.at('before-step-end');
  await execution.recorder.record({
    type: 'step.failed',
    step: attempt.name,
    data: { durationMs: attempt.durationMs, ...countsOf(attempt), error: toFailure(failed.cause) },
  });
  await attempt.at('after-step-end');
  throw failed;
}

function countsOf({ progressed }: StepAttempt) {
  return progressed.counted ? { counts: progressed.counts() } : {};
}
