import { randomUUID } from 'node:crypto';
import {
  type ActionOutcome,
  actionTarget,
  LIMITS,
  type Tokens,
  toBoundedJson,
  toBoundedText,
  toFailure,
} from '@telltale/core';
import type { ActionEnd } from '@telltale/ledger';
import { checkActionOptions } from '../pipeline/check-options.ts';
import type { ActionContext, ActionOptions } from '../pipeline/step.ts';
import type { LoggedAction } from './action-log.ts';
import { checkPlainData } from './plain-data.ts';
import { type End, runBounded } from './run-bounded.ts';
import { type Scope, scopeIn, scopes } from './scope.ts';
import type { StepAttempt } from './step-attempt.ts';
import { LetGo } from './stop.ts';

/** One call to the outside world, on record from before it begins until after it ended. */
export async function runAction<T>(
  attempt: StepAttempt,
  tool: string,
  input: unknown,
  call: (context: ActionContext) => T | Promise<T>,
  options: ActionOptions<T> = {},
): Promise<T> {
  checkActionOptions(options);
  const scope = scopeIn(attempt);
  if (scope?.item == null && scope?.actionId == null) attempt.boundary();
  const own = scope?.signal ?? attempt.signal;
  const outer = options.signal === undefined ? own : AbortSignal.any([own, options.signal]);
  outer.throwIfAborted();
  const action = await begin(attempt, scope, tool, input, options.toldTimeoutMs ?? options.timeoutMs ?? null);
  const end = await runBounded(
    (signal) =>
      scopes.run({ attempt, item: scope?.item ?? null, actionId: action.actionId, signal }, () =>
        call({ actionId: action.actionId, signal }),
      ),
    {
      what: `Action ${tool}`,
      signal: outer,
      timeoutMs: options.timeoutMs,
      letGoMs: attempt.letGoMs,
    },
  );
  return await finish(attempt, scope, action, end, options, outer);
}

async function begin(
  attempt: StepAttempt,
  scope: Scope | null,
  tool: string,
  input: unknown,
  timeoutMs: number | null,
): Promise<LoggedAction> {
  const actionId = randomUUID();
  const bounded = toBoundedJson(input, { maxBytes: LIMITS.actionInputBytes });
  await attempt.at('before-action-start');
  const action: LoggedAction = {
    actionId,
    tool,
    input: bounded,
    startedMs: Date.now(),
    timeoutMs,
    outcome: 'running',
    durationMs: null,
  };
  attempt.actions.opened(action);
  await attempt.record({
    type: 'action.started',
    step: attempt.name,
    item: scope?.item ?? null,
    actionId,
    data: {
      tool,
      ...(input === undefined ? {} : { input: bounded }),
      ...(scope?.actionId == null ? {} : { parentId: scope.actionId }),
      ...(timeoutMs === null ? {} : { timeoutMs }),
    },
  });
  await attempt.at('after-action-start');
  return action;
}

/** Records how it ended, and ends as it did. */
async function finish<T>(
  attempt: StepAttempt,
  scope: Scope | null,
  action: LoggedAction,
  ended: End<T>,
  options: ActionOptions<T>,
  outer: AbortSignal,
): Promise<T> {
  const { end, failure, output, tokens, costUsd } = readResult(ended, options);
  const { outcome, error } = judge(end, failure, outer);
  const durationMs = Date.now() - action.startedMs;
  const target = actionTarget(action.input);
  attempt.actions.ended(action, outcome, durationMs);
  await attempt.at('before-action-end');
  const { keep } = options;
  await recordEnd(
    attempt,
    {
      type: 'action.finished',
      step: attempt.name,
      item: scope?.item ?? null,
      actionId: action.actionId,
      data: {
        tool: action.tool,
        ...(target === null ? {} : { target }),
        outcome,
        durationMs,
        ...(output === undefined
          ? {}
          : { output: toBoundedText(output, { maxCharacters: LIMITS.actionOutputCharacters }) }),
        ...(error === undefined ? {} : { error: toFailure(error) }),
        ...(tokens === undefined ? {} : { tokens }),
        ...(costUsd === undefined ? {} : { costUsd }),
      },
    },
    end.kind === 'returned' && keep !== undefined ? () => keep(end.value) : null,
  );
  await attempt.at('after-action-end');
  if (end.kind === 'returned') return end.value;
  throw error;
}

/** What cannot be kept is not: the work that is done is worth more. */
function recordEnd(attempt: StepAttempt, event: ActionEnd, keep: (() => unknown) | null): Promise<void> | undefined {
  if (keep === null) return attempt.event(event);
  const { tool } = event.data;
  try {
    const kept = keep();
    checkPlainData(`action ${tool}`, kept, 'json', attempt.maxItemResultBytes);
    return attempt.finishAction(event, kept);
  } catch (error) {
    const { message } = toFailure(error);
    attempt.warn(
      `Action ${tool} keeps nothing for a later attempt of step ${attempt.name}: ${message}`,
      event.item ?? null,
    );
    return attempt.event(event);
  }
}

interface ReadResult<T> {
  readonly end: End<T>;
  readonly failure?: unknown;
  readonly output?: unknown;
  readonly tokens?: Tokens | undefined;
  readonly costUsd?: number | undefined;
}

/** What the options read out of a result. If one of them throws, that is how the action ended. */
function readResult<T>(end: End<T>, options: ActionOptions<T>): ReadResult<T> {
  const { failure, output = (value) => value, tokens, costUsd } = options;
  if (end.kind !== 'returned') return { end };
  try {
    const { value } = end;
    return {
      end,
      failure: failure?.(value),
      output: output(value),
      tokens: tokens?.(value),
      costUsd: costUsd?.(value),
    };
  } catch (error) {
    return { end: { kind: 'threw', error } };
  }
}

interface Judgement {
  readonly outcome: ActionOutcome;
  readonly error?: unknown;
}

/** The outcome, from what happened and nothing else. */
function judge<T>(end: End<T>, failure: unknown, outer: AbortSignal): Judgement {
  switch (end.kind) {
    case 'returned':
      return failure === undefined || failure === null || failure === false
        ? { outcome: 'success' }
        : { outcome: outcomeOfError(failure), error: failure };
    case 'timeout':
      return { outcome: 'timeout', error: end.error };
    case 'aborted':
      return { outcome: outcomeOfAbort(outer.reason), error: outer.reason };
    case 'threw':
      return { outcome: outcomeOfError(end.error), error: end.error };
  }
}

function outcomeOfAbort(reason: unknown): ActionOutcome {
  if (reason instanceof LetGo) return reason.stop.kind === 'cancel' ? 'cancelled' : 'interrupted';
  return isTimeout(reason) ? 'timeout' : 'cancelled';
}

function outcomeOfError(error: unknown): ActionOutcome {
  if (error instanceof LetGo) return 'interrupted';
  if ((error as { code?: unknown } | null)?.code === 'action_blocked') return 'blocked';
  return isTimeout(error) ? 'timeout' : 'error';
}

/** Also a tool that has limits of its own: `AbortSignal.timeout`, a browser's, a socket's. */
function isTimeout(error: unknown): boolean {
  const told = error as { readonly name?: unknown; readonly code?: unknown } | null | undefined;
  return told?.name === 'TimeoutError' || told?.code === 'timed_out' || told?.code === 'ETIMEDOUT';
}
