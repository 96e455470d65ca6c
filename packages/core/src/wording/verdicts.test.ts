import { describe, expect, it } from 'vitest';
import type { RunEstimate } from '../estimate/estimate-run.ts';
import type { Estimate } from '../estimate/estimate-step.ts';
import type { RunFacts } from '../verdict/run-facts.ts';
import { ago, click, facts, loop, NOW } from '../verdict/test/facts.ts';
import { type VerdictName, verdict } from '../verdict/verdict.ts';
import { describeVerdict } from './describe.ts';

const unknown: Estimate = { known: false, why: 'no-history' };
const minutes = (low: number, high: number): Estimate => {
  return { known: true, source: 'sum', lowMs: low * 60_000, highMs: high * 60_000 };
};

function estimate(remaining: Estimate, ofStep: Estimate = remaining): RunEstimate {
  const knownPart = { known: true, source: 'done', lowMs: 0, highMs: 0 } as const;
  return { percent: 0, remaining, knownPart, unknownSteps: [], steps: [{ step: 'transcribe', remaining: ofStep }] };
}

function say(differences: Partial<RunFacts>, left: RunEstimate | null = null): string {
  const about = facts(differences);
  return describeVerdict(verdict(about, NOW), { facts: about, estimate: left, now: NOW });
}

const SENTENCES: { readonly [N in VerdictName]: readonly [Partial<RunFacts>, string][] } = {
  queued: [[{ state: 'queued', stateSince: ago(12_000) }, 'Queued for 12 s: waiting for a worker']],
  working: [
    [{}, "Working: step 3 of 8 'transcribe', 45 of ~120 segments"],
    [{ step: null }, 'Working: between steps'],
    [
      { action: click(28_400) },
      "Working: step 3 of 8 'transcribe', 45 of ~120 segments, click 'Mehr Informationen' has been running for 28.4 s of 30.0 s",
    ],
    [
      { action: click(28_400, { timeoutMs: null, usualMs: 40_000 }) },
      "Working: step 3 of 8 'transcribe', 45 of ~120 segments, click 'Mehr Informationen' has been running for 28.4 s, usually up to 40.0 s",
    ],
    [{ retryAt: ago(-8_000) }, "Working: step 3 of 8 'transcribe', 45 of ~120 segments, trying again in 8 s"],
    [
      { state: 'cancelling', stateSince: ago(3_000) },
      "Working: cancelling for 3 s, step 3 of 8 'transcribe', 45 of ~120 segments",
    ],
  ],
  quiet: [
    [
      { advancedAt: ago(130_000), action: click(40_000) },
      "Quiet for 2 m 10 s: click 'Mehr Informationen' has been running for 40.0 s of 30.0 s",
    ],
    [
      { advancedAt: ago(130_000) },
      "Quiet for 2 m 10 s: step 3 of 8 'transcribe', 45 of ~120 segments, in work: 'segment 46', news is expected within 1 m 00 s",
    ],
    [
      { advancedAt: ago(130_000), usualGapMs: 12_000 },
      "Quiet for 2 m 10 s: step 3 of 8 'transcribe', 45 of ~120 segments, in work: 'segment 46', news is usual within 12.0 s",
    ],
  ],
  looping: [[{ looping: loop(70_000) }, 'Looping for 1 m 10 s: the same click 3 times']],
  stuck: [
    [
      { advancedAt: ago(960_000) },
      "Stuck: nothing has advanced for 16 m 00 s (limit 15 m 00 s), step 3 of 8 'transcribe', 45 of ~120 segments, in work: 'segment 46'",
    ],
    [
      { advancedAt: ago(960_000), action: click(960_000), step: null },
      "Stuck: nothing has advanced for 16 m 00 s (limit 15 m 00 s), click 'Mehr Informationen' has been running for 16 m 00 s of 30.0 s",
    ],
  ],
  orphaned: [
    [
      { aliveAt: ago(42_000) },
      'Orphaned: worker w-1 was last heard from 42 s ago; its work is moved to another worker within 10 s',
    ],
    [
      { aliveAt: ago(42_000), workerId: null },
      'Orphaned: its worker was last heard from 42 s ago; its work is moved to another worker within 10 s',
    ],
  ],
  pausing: [
    [{ state: 'pausing' }, 'Pausing: 1 segment finishing'],
    [{ state: 'pausing', step: null }, 'Pausing: letting go at the next item or action'],
  ],
  paused: [
    [
      { state: 'paused', stateSince: ago(300_000) },
      "Paused for 5 m 00 s at step 3 of 8 'transcribe', 45 of ~120 segments",
    ],
    [{ state: 'paused', stateSince: null, step: null }, 'Paused'],
    [
      {
        state: 'paused',
        stateSince: ago(300_000),
        question: { question: { agent: 'agent', question: 'Which\nlink?' } },
      },
      "Paused for 5 m 00 s at step 3 of 8 'transcribe', 45 of ~120 segments, waits for an answer: Which link?",
    ],
    [
      { state: 'paused', stateSince: null, step: null, question: { question: { n: 1 } } },
      'Paused, waits for an answer',
    ],
  ],
  succeeded: [[{ state: 'succeeded', stateSince: ago(42_000) }, 'Succeeded 42 s ago']],
  failed: [
    [{ state: 'failed', stateSince: ago(42_000) }, "Failed 42 s ago at step 3 of 8 'transcribe', 45 of ~120 segments"],
  ],
  cancelled: [[{ state: 'cancelled', stateSince: ago(42_000), step: null }, 'Cancelled 42 s ago']],
};

const CASES = Object.entries(SENTENCES).flatMap(([name, cases]) =>
  cases.map(([given, text]) => ({ name, given, text })),
);

it.each(CASES)('says $name: $text', ({ name, given, text }) => {
  expect(verdict(facts(given), NOW).name).toBe(name);
  expect(say(given)).toBe(text);
});

describe('the time that is left', () => {
  it.each([
    ['that of the run', estimate(minutes(3, 5)), ', about 3–5 min left'],
    ['that of the step if the run is unknown', estimate(unknown, minutes(3, 5)), ', about 3–5 min left in this step'],
    ['left out if nothing is known', estimate(unknown), ''],
    ['left out if there is none', estimate({ known: true, source: 'done', lowMs: 0, highMs: 0 }), ''],
  ])('is %s', (_, left, text) => {
    expect(say({}, left)).toBe(`Working: step 3 of 8 'transcribe', 45 of ~120 segments${text}`);
  });
});

it('leaves out counts of which there are none', () => {
  const { step } = facts();
  const uncounted = { ...step!, counts: { total: null, done: 0, failed: 0, skipped: 0 } };
  expect(say({ step: uncounted })).toBe("Working: step 3 of 8 'transcribe'");
});

it('says at least how many finish if more may be in work than a snapshot shows', () => {
  const { step } = facts();
  const current = ['a', 'b', 'c', 'd', 'e'].map((key) => ({ key }));
  expect(say({ state: 'pausing', step: { ...step!, current } })).toBe('Pausing: at least 5 segments finishing');
});
