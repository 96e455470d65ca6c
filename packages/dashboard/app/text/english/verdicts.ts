import type { RunState, StepState, VerdictName } from '@telltale/core';

export const verdictWord: Readonly<Record<VerdictName, string>> = {
  queued: 'Queued',
  working: 'Working',
  quiet: 'Quiet',
  looping: 'Looping',
  stuck: 'Stuck',
  orphaned: 'Orphaned',
  pausing: 'Pausing',
  paused: 'Paused',
  succeeded: 'Succeeded',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export const verdictMeaning: Readonly<Record<VerdictName, string>> = {
  queued: 'It waits for a worker.',
  working: 'It advances, or waits for something that may well take so long.',
  quiet: 'Nothing has advanced for longer than is usual. It may be well.',
  looping: 'An agent repeats itself without getting further.',
  stuck: 'Nothing has advanced for longer than its step allows.',
  orphaned: 'Its worker is gone. Another one takes it over.',
  pausing: 'What is in work finishes first.',
  paused: 'It goes on when somebody resumes it.',
  succeeded: 'It is done.',
  failed: 'It ended with an error.',
  cancelled: 'Somebody ended it.',
};

export const stateWord: Readonly<Record<RunState, string>> = {
  queued: 'Queued',
  running: 'Running',
  pausing: 'Pausing',
  paused: 'Paused',
  cancelling: 'Cancelling',
  cancelled: 'Cancelled',
  succeeded: 'Succeeded',
  failed: 'Failed',
};

export const stepWord: Readonly<Record<StepState, string>> = {
  pending: 'To come',
  running: 'Running',
  retrying: 'Trying again',
  stopped: 'Stopped',
  succeeded: 'Done',
  failed: 'Failed',
  skipped: 'Skipped',
  kept: 'Kept',
};
