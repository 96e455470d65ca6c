import { describe, expect, it } from 'vitest';
import { CONTROLS } from '../view/controls.ts';
import { RUN_STATES, type RunState } from '../view/states.ts';
import { describeFailure, describeNext, describeNotStarted, refuseControl } from './describe.ts';
import { FAILURE_KINDS, type NextStep, type StepFailure } from './step-failure.ts';

const counts = { total: 120, estimated: true, done: 45, failed: 0, skipped: 0 };
const runId = 'recording-x-run-1';

describe('describeFailure', () => {
  it.each<[string, StepFailure, string]>([
    [
      'everything that is known',
      {
        kind: 'timeout',
        step: 'transcribe',
        cause: 'no answer from the model within 30.0 s',
        counts,
        unit: 'segments',
        item: { key: 's46', label: 'segment 46' },
        action: { tool: 'transcribe', input: { path: 'call.wav' }, runningMs: 30_000, timeoutMs: 30_000 },
        attempt: { number: 3, allowed: 3 },
        tried: [
          { source: 'feed', outcome: 'error', note: 'HTTP 404' },
          { source: 'page', outcome: 'no link' },
        ],
        next: [
          { do: 'retry', runId, step: 'transcribe' },
          { do: 'raise-timeout', step: 'transcribe' },
        ],
      },
      "Timeout in step transcribe after 45 of ~120 segments, at 'segment 46' (attempt 3 of 3): no answer from the model within 30.0 s. " +
        "Last action: transcribe 'call.wav', which ran for 30.0 s of 30.0 s. " +
        'Tried: feed (error, HTTP 404); page (no link). ' +
        'Next: go on from step transcribe with "telltale retry recording-x-run-1"; or raise timeoutMs of step transcribe.',
    ],
    ['no more than is known', { kind: 'error', step: 'fetch', cause: 'HTTP 404.' }, 'Error in step fetch: HTTP 404.'],
    [
      'a count of nothing',
      { kind: 'stuck', step: 'fetch', cause: 'x', counts: { ...counts, done: 0, estimated: false }, unit: 'pages' },
      'Stuck in step fetch after 0 of 120 pages: x.',
    ],
    ['a run outside its steps', { kind: 'error', step: null, cause: 'x' }, 'Error outside its steps: x.'],
  ])('tells %s', (_, failure, text) => {
    expect(describeFailure(failure)).toBe(text);
  });

  it('has a head for each kind', () => {
    const heads = FAILURE_KINDS.map((kind) => describeFailure({ kind, step: 'a', cause: 'x' }));
    expect(heads).toEqual([
      'Error in step a: x.',
      'Timeout in step a: x.',
      'Stuck in step a: x.',
      'Given up in step a: x.',
      'Limit reached in step a: x.',
      'Too many failures in step a: x.',
    ]);
  });
});

/** Every option has its phrase: one that is missing does not compile. */
const PHRASES: { readonly [D in NextStep['do']]: readonly [Extract<NextStep, { readonly do: D }>, string] } = {
  retry: [{ do: 'retry', runId, step: 'a' }, `go on from step a with "telltale retry ${runId}"`],
  rerun: [{ do: 'rerun', runId, step: 'a' }, `begin again at step a with "telltale rerun ${runId} a"`],
  resume: [{ do: 'resume', runId }, `go on with "telltale resume ${runId}"`],
  trace: [{ do: 'trace', runId }, `see what it did with "telltale trace ${runId}"`],
  'raise-timeout': [{ do: 'raise-timeout', step: 'a' }, 'raise timeoutMs of step a'],
  'raise-stuck-after': [{ do: 'raise-stuck-after', step: 'a' }, 'raise stuckAfterMs of step a'],
  other: [{ do: 'other', text: 'free some disk space' }, 'free some disk space'],
};

it.each(Object.values(PHRASES))('says what to do next: %o', (next, phrase) => {
  expect(describeNext(next)).toBe(phrase);
});

describe('refuseControl', () => {
  const ADVICE: Readonly<Record<RunState, string>> = {
    queued: 'run r is queued: pause or cancel it',
    running: 'run r is running: pause or cancel it',
    pausing: 'run r is pausing: cancel it',
    paused: 'run r is paused: resume or cancel it',
    cancelling: 'run r is being cancelled: wait until it has ended',
    cancelled: 'run r was cancelled: retry or rerun it',
    succeeded: 'run r has succeeded: rerun it',
    failed: 'run r has failed: retry or rerun it',
  };

  it.each(RUN_STATES)('says what can be done with a run that is %s', (state) => {
    const refusals = CONTROLS.map((control) => refuseControl('r', state, control)).filter((text) => text !== null);
    expect(new Set(refusals)).toEqual(new Set([ADVICE[state]]));
  });

  it('refuses nothing that is allowed', () => {
    expect(refuseControl('r', 'paused', 'resume')).toBeNull();
  });
});

it.each([
  ['in-flight', 'run r of this subject is paused: no other one was started'],
  ['idempotency-key', 'run r was made by the same request and is paused: no other one was started'],
] as const)('says why no run was started: %s', (reason, sentence) => {
  expect(describeNotStarted('r', 'paused', reason)).toBe(sentence);
});
