/** How a step attempt ended. `stopped`: it let go before its end (pause, cancel, lost worker) and may run again. */
export const STEP_OUTCOMES = ['succeeded', 'failed', 'skipped', 'stopped'] as const;
export type StepOutcome = (typeof STEP_OUTCOMES)[number];

/** How an item ended. */
export const ITEM_OUTCOMES = ['succeeded', 'failed', 'skipped'] as const;
export type ItemOutcome = (typeof ITEM_OUTCOMES)[number];

/**
 * How an action ended, from what really happened: it returned (`success`), ran into its limit (`timeout`), threw
 * (`error`), was refused by a guard (`blocked`), was aborted by somebody (`cancelled`), or its worker died under it
 * (`interrupted`).
 */
export const ACTION_OUTCOMES = ['success', 'timeout', 'error', 'blocked', 'cancelled', 'interrupted'] as const;
export type ActionOutcome = (typeof ACTION_OUTCOMES)[number];

/** What an action's row says: `running` until it has an outcome. */
export const ACTION_STATES = ['running', ...ACTION_OUTCOMES] as const;
export type ActionState = (typeof ACTION_STATES)[number];

/** Why a step attempt let go before its end. */
export const STOP_REASONS = ['paused', 'cancelled', 'interrupted'] as const;
export type StopReason = (typeof STOP_REASONS)[number];
