import type { Control } from '../../view/controls.ts';
import type { RunState } from '../../view/states.ts';
import type { NotStartedReason } from '../catalogue.ts';

const STATES: Readonly<Record<RunState, string>> = {
  queued: 'is queued',
  running: 'is running',
  pausing: 'is pausing',
  paused: 'is paused',
  cancelling: 'is being cancelled',
  cancelled: 'was cancelled',
  succeeded: 'has succeeded',
  failed: 'has failed',
};

/** `run episode-x-run-1 is paused: resume or cancel it`. The words of controls are the commands themselves. */
export function refusal(runId: string, state: RunState, allowed: readonly Control[]): string {
  const advice = allowed.length === 0 ? 'wait until it has ended' : `${allowed.join(' or ')} it`;
  return `run ${runId} ${STATES[state]}: ${advice}`;
}

/** `run episode-x-run-1 of this subject is paused: no other one was started` */
export function notStarted(runId: string, state: RunState, reason: NotStartedReason): string {
  if (reason === 'in-flight') return `run ${runId} of this subject ${STATES[state]}: no other one was started`;
  return `run ${runId} was made by the same request and ${STATES[state]}: no other one was started`;
}
