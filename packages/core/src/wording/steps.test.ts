import { describe, expect, it } from 'vitest';
import type { StepState } from '../view/states.ts';
import { NO_COUNTS, pendingStep, type StepView } from '../view/step-view.ts';
import { describeRemaining, describeStep } from './describe.ts';

const NOW = Date.parse('2026-11-21T03:14:15.926Z');
const ago = (ms: number) => new Date(NOW - ms).toISOString();
const counts = { ...NO_COUNTS, total: 120, done: 45, estimated: true };
const error = { name: 'Error', message: 'connection\nreset' };
const stopped = { clock: { ms: 125_000, since: null } };

/** Every state has its line: one that is missing does not compile. */
const LINES: { readonly [S in StepState]: readonly [Partial<StepView>, string][] } = {
  pending: [[{}, 'not started yet']],
  running: [
    [{ clock: { ms: 5_000, since: ago(60_000) } }, 'running for 1 m 05 s'],
    [
      { clock: { ms: 0, since: ago(9_000) }, counts, percent: 38, unit: 'segments' },
      'running for 9 s, 45 of ~120 segments, 38%',
    ],
    [
      { clock: { ms: 0, since: ago(9_000) }, counts: { ...NO_COUNTS, total: 0 }, percent: 0 },
      'running for 9 s, no items to process, 0%',
    ],
  ],
  retrying: [
    [{ error, retry: { attempt: 2, at: ago(2_000), delayMs: 10_000 } }, 'failed: connection reset; attempt 2 in 8 s'],
  ],
  stopped: [
    [
      { ...stopped, reason: 'paused', counts, unit: 'segments' },
      'stopped (paused) after 2 m 05 s, 45 of ~120 segments',
    ],
  ],
  succeeded: [
    [stopped, 'done in 2 m 05 s'],
    [
      { ...stopped, counts: { ...NO_COUNTS, total: 3, done: 2, failed: 1 } },
      'done in 2 m 05 s, 3 of 3 items (1 failed)',
    ],
  ],
  failed: [[{ ...stopped, error }, 'failed after 2 m 05 s: connection reset']],
  skipped: [[{ reason: 'too long' }, 'skipped: too long']],
  kept: [[{}, 'done by an earlier run']],
};

const CASES = Object.entries(LINES).flatMap(([state, lines]) => lines.map(([given, line]) => ({ state, given, line })));

it.each(CASES)('says of a step that is $state: $line', ({ state, given, line }) => {
  const step = { ...pendingStep('transcribe', 3), ...given, state: state as StepState };
  expect(describeStep(step, NOW)).toBe(line);
});

describe('describeRemaining', () => {
  it.each([
    [{ known: true, source: 'pace', lowMs: 180_000, highMs: 300_000 }, 'about 3–5 min left'],
    [{ known: true, source: 'done', lowMs: 0, highMs: 0 }, 'nothing left'],
    [{ known: false, why: 'no-history' }, 'time left unknown'],
    [{ known: false, why: 'overdue' }, 'taking longer than before'],
  ] as const)('says %o as %s', (estimate, text) => {
    expect(describeRemaining(estimate)).toBe(text);
  });
});
