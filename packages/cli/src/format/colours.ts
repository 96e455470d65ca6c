import type { StepState, VerdictName } from '@telltale/core';
import type { Colour } from './line.ts';

/** Green moves, yellow deserves a look, red needs somebody, blue waits for somebody. */
export const VERDICT_COLOURS = {
  queued: 'gray',
  working: 'green',
  quiet: 'yellow',
  looping: 'red',
  stuck: 'red',
  orphaned: 'red',
  pausing: 'blue',
  paused: 'blue',
  succeeded: 'green',
  failed: 'red',
  cancelled: 'gray',
} as const satisfies Record<VerdictName, Colour>;

/** A step's state as one character, and its colour. Told apart without colours, too. */
export const STEP_MARKS: Readonly<Record<StepState, { readonly mark: string; readonly colour: Colour }>> = {
  pending: { mark: '·', colour: 'dim' },
  running: { mark: '▸', colour: 'cyan' },
  retrying: { mark: '↻', colour: 'yellow' },
  stopped: { mark: '‖', colour: 'blue' },
  succeeded: { mark: '✓', colour: 'green' },
  failed: { mark: '✗', colour: 'red' },
  skipped: { mark: '–', colour: 'dim' },
  kept: { mark: '✓', colour: 'dim' },
};
