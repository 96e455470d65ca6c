import type { RunState } from './states.ts';

/** What a person can ask of a run. */
export const CONTROLS = ['pause', 'resume', 'cancel', 'retry', 'rerun'] as const;
export type Control = (typeof CONTROLS)[number];

/**
 * What may be asked of a run in each state. `retry` goes on where a run ended, `rerun` begins again at a step that
 * somebody names; both make a new run, so they wait until this one has ended.
 */
export const ALLOWED_CONTROLS: Readonly<Record<RunState, readonly Control[]>> = {
  queued: ['pause', 'cancel'],
  running: ['pause', 'cancel'],
  pausing: ['cancel'],
  paused: ['resume', 'cancel'],
  cancelling: [],
  cancelled: ['retry', 'rerun'],
  succeeded: ['rerun'],
  failed: ['retry', 'rerun'],
};

export function allowsControl(state: RunState, control: Control): boolean {
  return ALLOWED_CONTROLS[state].includes(control);
}
