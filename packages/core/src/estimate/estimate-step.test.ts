import { describe, expect, it } from 'vitest';
import { currentStep } from '../view/run-view.ts';
import { Story } from '../view/test/story.ts';
import { type Estimate, estimateStep, type KnownEstimate } from './estimate-step.ts';
import type { StepHistory } from './history.ts';
import { logNormal, seeded } from './test/seeded.ts';

const STEP = { step: 'transcribe' };
const PAST: StepHistory = {
  step: 'transcribe',
  runs: 100,
  p50Ms: 100_000,
  p95Ms: 150_000,
  perUnit: { unit: 'audio seconds', runs: 100, p50MsPerUnit: 50, p95MsPerUnit: 80 },
  gaps: null,
};

const begun = () => new Story().submit('transcribe').start().startStep('transcribe', 1, 1);
const planned = (total: number) => begun().tell('step.planned', { total, kept: 0, unit: 'segments' }, STEP);
const keys = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `k${from + index}`);

function left(story: Story, history: StepHistory | null, afterMs = 0): Estimate {
  return estimateStep(currentStep(story.view)!, history, story.now + afterMs);
}

function known(estimate: Estimate): KnownEstimate {
  if (!estimate.known) throw new Error(`The estimate is unknown: ${estimate.why}.`);
  return estimate;
}

describe('a step by its own pace', () => {
  it('is estimated once five items are done', () => {
    expect(left(planned(100).items('transcribe', keys(4)), null)).toEqual({ known: false, why: 'no-history' });
    const estimate = known(left(planned(100).items('transcribe', keys(5)), null));
    expect(estimate).toMatchObject({ source: 'pace', lowMs: 95_000, highMs: 95_000 });
  });

  it('is estimated once a tenth of a short list is done, but not from a single item', () => {
    expect(left(planned(4).items('transcribe', keys(1), 5_000), null).known).toBe(false);
    expect(left(planned(4).items('transcribe', keys(2), 5_000), null).known).toBe(true);
  });

  it('is not estimated within its first three seconds', () => {
    expect(left(planned(100).items('transcribe', keys(29), 100), null).known).toBe(false);
    expect(left(planned(100).items('transcribe', keys(30), 100), null).known).toBe(true);
  });

  it('is not estimated without a total', () => {
    expect(left(begun().items('transcribe', keys(20)), null).known).toBe(false);
  });

  it('becomes less with time, and more once the item in work takes longer than usual', () => {
    const story = planned(10).items('transcribe', keys(5), 10_000);
    const middles = [0, 5_000, 10_000, 15_000, 40_000].map((ms) => {
      const { lowMs, highMs } = known(left(story, null, ms));
      return Math.round((lowMs + highMs) / 2_000);
    });
    expect(middles.slice(0, 3)).toEqual([50, 45, 40]);
    expect(middles[3]).toBeGreaterThan(40);
    expect(middles[4]).toBeGreaterThan(middles[3]!);
  });

  it('is a wider range when its items differ more', () => {
    const even = planned(50).items('transcribe', keys(10), 2_000);
    const uneven = planned(50);
    for (let index = 0; index < 5; index++) {
      uneven.items('transcribe', [`a${index}`], 500).items('transcribe', [`b${index}`], 3_500);
    }
    const [narrow, wide] = [known(left(even, null)), known(left(uneven, null))];
    expect(narrow.highMs - narrow.lowMs).toBe(0);
    expect(wide.lowMs).toBeLessThan(narrow.lowMs);
    expect(wide.highMs).toBeGreaterThan(narrow.highMs);
  });

  it('is the prediction interval of the sum of the items that are left', () => {
    const story = planned(100);
    [1_000, 3_000, 1_000, 3_000, 2_000].forEach((ms, index) => void story.items('transcribe', [`k${index}`], ms));
    // n = 5, m = 2 s, s = 1 s, R = 95, t = 1.53: 190 s ± 1.53 · √(95 · (1 + 95 / 5)) s
    const { lowMs, highMs } = known(left(story, null));
    expect((lowMs + highMs) / 2).toBeCloseTo(190_000);
    expect((highMs - lowMs) / 2_000).toBeCloseTo(1.529 * Math.sqrt(1_900), 0);
  });

  it('does not measure a pause, and takes the pace along', () => {
    const story = planned(20).items('transcribe', keys(10), 2_000);
    const before = left(story, null);
    story.tell('step.stopped', { durationMs: 20_000, reason: 'paused' }, STEP).tell('run.paused', {});
    expect(left(story, null, 3_600_000)).toEqual(before);
    story.after(3_600_000).tell('run.resumed', {}).start('w-2', 2).startStep('transcribe', 1, 1, 2);
    story.tell('step.planned', { total: 20, kept: 10 }, STEP);
    expect(left(story, null)).toEqual(before);
    expect(known(left(story.items('transcribe', keys(1, 10), 2_000), null)).highMs).toBeCloseTo(18_000);
  });

  it('is made of snapshots as well, in whatever unit', () => {
    const story = begun();
    const snapshot = { total: 80_000_000, failed: 0, skipped: 0, unit: 'bytes', current: [], upNext: [] };
    for (let second = 1; second <= 10; second++) {
      story.after(1_000).tell('step.progressed', { ...snapshot, done: second * 1_000_000 }, STEP);
    }
    expect(left(story, null)).toMatchObject({ source: 'pace', lowMs: 70_000, highMs: 70_000 });
    expect(known(left(story, null, 1_000)).highMs).toBeCloseTo(69_000);
  });

  it('is unknown once more is done than a guessed total had', () => {
    const story = begun();
    const snapshot = { total: 10, estimated: true, failed: 0, skipped: 0, current: [], upNext: [] };
    for (let done = 1; done <= 10; done++) story.after(1_000).tell('step.progressed', { ...snapshot, done }, STEP);
    expect(left(story, PAST)).toEqual({ known: false, why: 'overdue' });
  });

  it('knows the end of an hour of audio within a fifth once a tenth of it is done', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const random = seeded(seed);
      const pieceMs = () => 4_000 + 1_200 * (random() - 0.5);
      // It is decoded before anybody knows how many pieces there are.
      const story = begun().after(8_000).tell('step.planned', { total: 60, kept: 0, unit: 'segments' }, STEP);
      for (let piece = 0; piece < 6; piece++) story.items('transcribe', [`k${piece}`], pieceMs());
      const { source, lowMs, highMs } = known(left(story, null));
      const truth = Array.from({ length: 54 }, pieceMs).reduce((a, b) => a + b);
      expect(source).toBe('pace');
      expect((lowMs + highMs) / 2 / truth).toBeGreaterThan(0.8);
      expect((lowMs + highMs) / 2 / truth).toBeLessThan(1.2);
    }
  });

  it.each([8, 20, 60])('holds what %i of 100 items leave in about four of five cases', (done) => {
    const random = seeded(done);
    let held = 0;
    for (let round = 0; round < 400; round++) {
      const story = planned(100);
      for (let item = 0; item < done; item++) story.items('transcribe', [`k${item}`], logNormal(random, 2_000, 0.6));
      const truth = Array.from({ length: 100 - done }, () => logNormal(random, 2_000, 0.6)).reduce((a, b) => a + b);
      const { lowMs, highMs } = known(left(story, null));
      if (lowMs <= truth && truth <= highMs) held++;
    }
    expect(held / 400).toBeGreaterThan(0.72);
    expect(held / 400).toBeLessThan(0.88);
  });
});

describe('a step by its past', () => {
  it('is unknown without one', () => {
    expect(left(begun(), null)).toEqual({ known: false, why: 'no-history' });
  });

  it('is a range around the median', () => {
    const { lowMs, highMs, source } = known(left(begun(), PAST));
    expect(source).toBe('past');
    expect([lowMs, highMs].map((ms) => Math.round(ms / 1_000))).toEqual([72, 138]);
  });

  it('is scaled by its size, if that is counted in the same unit', () => {
    const sized = (unit: string) => begun().tell('step.sized', { size: 1_000, unit }, STEP);
    const { lowMs, highMs, source } = known(left(sized('audio seconds'), PAST));
    expect(source).toBe('size');
    expect(lowMs).toBeLessThan(50_000);
    expect(highMs).toBeGreaterThan(50_000);
    expect(known(left(sized('bytes'), PAST)).source).toBe('past');
  });

  it('passes with time, and is unknown once it is over', () => {
    const whole = known(left(begun(), PAST));
    const later = known(left(begun(), PAST, 80_000));
    expect(later.lowMs).toBe(0);
    expect(later.highMs).toBeCloseTo(whole.highMs - 80_000);
    expect(left(begun(), PAST, 140_000)).toEqual({ known: false, why: 'overdue' });
  });

  it('counts only the share that is left', () => {
    const whole = known(left(begun(), PAST));
    const half = begun().tell('step.planned', { total: 10, kept: 5 }, STEP);
    expect(known(left(half, PAST)).highMs).toBeCloseTo(whole.highMs / 2);
  });

  it('does not pass while the step waits for its next attempt', () => {
    const error = { name: 'Error', message: 'no' };
    const story = begun().after(10_000).tell('step.retrying', { attempt: 2, delayMs: 60_000, error }, STEP);
    expect(left(story, PAST, 60_000)).toEqual(left(begun(), PAST));
  });
});

describe('a step that is over', () => {
  it('has nothing left', () => {
    const story = begun().tell('step.succeeded', { durationMs: 1 }, STEP);
    expect(left(story, PAST)).toEqual({ known: true, source: 'done', lowMs: 0, highMs: 0 });
  });
});
