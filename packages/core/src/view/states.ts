/**
 * The life of a run, as its events tell it.
 *
 *             ┌────────── resumed ───────────┐
 *             ▼                              │
 *   queued ──started──▶ running ──pausing──▶ pausing ──▶ paused
 *     ▲                    │  │                 │           │
 *     └──── recovered ─────┘  ├──cancelling─────┴▶ cancelling ──▶ cancelled
 *                             ├──▶ succeeded
 *                             └──▶ failed
 *
 * The last event wins: an end can be taken back by a later start. Only a request cannot change a state that has gone
 * beyond it, or in which no worker can heed it; it stands, and a run that a worker takes while somebody wants it paused
 * is `pausing` at once.
 */
export const RUN_STATES = [
  'queued',
  'running',
  'pausing',
  'paused',
  'cancelling',
  'cancelled',
  'succeeded',
  'failed',
] as const;
export type RunState = (typeof RUN_STATES)[number];

/**
 * The life of a step in one run. `retrying`: it failed and waits for its next attempt. `stopped`: it let go before its
 * end and may run again. `kept`: an earlier run had done it, and this run took it over.
 */
export const STEP_STATES = [
  'pending',
  'running',
  'retrying',
  'stopped',
  'succeeded',
  'failed',
  'skipped',
  'kept',
] as const;
export type StepState = (typeof STEP_STATES)[number];

/** Whether the run has ended: nothing of it is in flight any more. */
export function hasEnded(state: RunState): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'cancelled';
}

/** Whether a worker has the run in hand. */
export function isInHand(state: RunState): boolean {
  return state === 'running' || state === 'pausing' || state === 'cancelling';
}

/** Whether nothing is left to do in the step. */
export function isBehind(state: StepState): boolean {
  return state === 'succeeded' || state === 'skipped' || state === 'kept';
}
