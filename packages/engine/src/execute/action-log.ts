import type { ActionOutcome, ActionRef, FailedAction } from '@telltale/core';

export interface LoggedAction {
  readonly actionId: string;
  readonly tool: string;
  readonly input: unknown;
  readonly startedMs: number;
  readonly timeoutMs: number | null;
  outcome: ActionOutcome | 'running';
  durationMs: number | null;
}

/** Ended actions that a failure names. */
const LAST = 5;

/** The actions of one attempt that a failure may want to name: those that are open, and the last that ended. */
export class ActionLog {
  readonly #open = new Map<string, LoggedAction>();
  #ended: LoggedAction[] = [];

  opened(action: LoggedAction): void {
    this.#open.set(action.actionId, action);
  }

  ended(action: LoggedAction, outcome: ActionOutcome, durationMs: number): void {
    action.outcome = outcome;
    action.durationMs = durationMs;
    this.#open.delete(action.actionId);
    this.#ended = [...this.#ended.slice(1 - LAST), action];
  }

  get open(): readonly ActionRef[] {
    return [...this.#open.values()].slice(0, LAST).map(reference);
  }

  get last(): readonly ActionRef[] {
    return this.#ended.map(reference);
  }

  /** The one that a failure's sentence tells of: what was open, or what ended badly last. */
  telling(nowMs: number): FailedAction | null {
    const action = [...this.#open.values()].at(-1) ?? this.#ended.findLast(({ outcome }) => outcome !== 'success');
    if (action === undefined) return null;
    const { tool, input, startedMs, timeoutMs, durationMs } = action;
    return { tool, input, runningMs: durationMs ?? nowMs - startedMs, timeoutMs };
  }
}

function reference({ actionId, tool, outcome, durationMs }: LoggedAction): ActionRef {
  return { actionId, tool, outcome, ...(durationMs === null ? {} : { durationMs }) };
}
