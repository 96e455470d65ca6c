import { formatDuration, TelltaleError } from '@telltale/core';

/** A pipeline called its steps in a way that cannot be recorded. It is an error in the pipeline's code. */
export class StepMisuseError extends TelltaleError {
  override readonly name = 'StepMisuseError';
  constructor(runId: string, step: string, code: StepMisuse, problem: string, hint: string) {
    super(`Step ${JSON.stringify(step.slice(0, 80))} of run ${runId} cannot be called: ${problem}.`, {
      code,
      hint,
      details: { runId, step: step.slice(0, 80) },
    });
  }
}

export type StepMisuse = 'step_undeclared' | 'step_repeated' | 'step_out_of_order' | 'step_nested' | 'step_overlapping';

/** A body went on calling its step after the attempt had ended. */
export class StepEndedError extends TelltaleError {
  override readonly name = 'StepEndedError';
  constructor(runId: string, step: string, attempt: number) {
    super(`Attempt ${attempt} of step ${step} of run ${runId} has ended; nothing more of it is recorded.`, {
      code: 'step_ended',
      hint: 'Await everything that the body starts, and end it when its signal aborts.',
      details: { runId, step, attempt },
    });
  }
}

/** Something took longer than it may. */
export class TimedOutError extends TelltaleError {
  override readonly name = 'TimedOutError';
  /** It ignored its signal, and still runs. */
  readonly leftBehind: boolean;
  constructor(what: string, timeoutMs: number, { ignoredMs, cause }: { ignoredMs?: number; cause?: unknown } = {}) {
    const ignored = ignoredMs === undefined ? '' : `, and ignored its signal for ${formatDuration(ignoredMs)} more`;
    super(`${what} took longer than its ${formatDuration(timeoutMs)}${ignored}.`, {
      code: 'timed_out',
      hint:
        ignoredMs === undefined
          ? 'Raise timeoutMs, or make it faster.'
          : 'Give its signal to every long call, so that it can let go.',
      retryable: true,
      details: { what, timeoutMs },
      cause,
    });
    this.leftBehind = ignoredMs !== undefined;
  }
}

/** A guard refused an action: throw it from the action's function, and the action's outcome is `blocked`. */
export class ActionBlockedError extends TelltaleError {
  override readonly name = 'ActionBlockedError';
  constructor(message: string, { hint, cause }: { readonly hint?: string; readonly cause?: unknown } = {}) {
    super(message, { code: 'action_blocked', ...(hint === undefined ? {} : { hint }), cause });
  }
}

/** Two items of one step have the same key, or one has none that can be kept. */
export class ItemKeyError extends TelltaleError {
  override readonly name = 'ItemKeyError';
  constructor(step: string, index: number, code: 'item_key_repeated' | 'item_key_invalid', problem: string) {
    super(`Item ${index} of step ${step} ${problem}.`, {
      code,
      hint: 'Make `key` tell each item of the step from all others, by what it is and not by its place.',
      details: { step, index },
    });
  }
}

/** A step or an item gave back something that cannot be kept. */
export class ResultNotSerializableError extends TelltaleError {
  override readonly name = 'ResultNotSerializableError';
  constructor(whose: string, path: string, problem: string) {
    super(`The result of ${whose} cannot be kept: ${path} is ${problem}.`, {
      code: 'result_not_serializable',
      hint: 'Return plain data: texts, numbers, booleans, null, lists and objects of those.',
      details: { whose, path },
    });
  }
}

export class ResultTooLargeError extends TelltaleError {
  override readonly name = 'ResultTooLargeError';
  constructor(whose: string, bytes: number, maxBytes: number) {
    super(`The result of ${whose} takes at least ${bytes} bytes as JSON; ${maxBytes} may be kept in the database.`, {
      code: 'result_too_large',
      hint: 'Make it an artifact, with step.artifact, and return what that gives back.',
      details: { whose, bytes, maxBytes },
    });
  }
}
