import { describe, expect, it } from 'vitest';
import { Story } from '../view/test/story.ts';
import { estimateRun } from './estimate-run.ts';
import { NO_HISTORY, type PipelineHistory, type StepHistory } from './history.ts';

const past = (step: string, p50Ms: number): StepHistory => ({
  step,
  runs: 1_000_000,
  p50Ms,
  p95Ms: p50Ms,
  perUnit: null,
  gaps: null,
});
const history = (...steps: StepHistory[]): PipelineHistory => ({ steps, tools: [] });
const HISTORY = history(past('a', 10_000), past('b', 80_000), past('c', 10_000));

const begun = () => new Story().submit('a', 'b', 'c').start().startStep('a', 1, 3);
const atB = () => begun().tell('step.succeeded', { durationMs: 1 }, { step: 'a' }).startStep('b', 2, 3);
const estimate = (story: Story, past: PipelineHistory, afterMs = 0) =>
  estimateRun(story.view, past, story.now + afterMs);

describe('the percentage of a run', () => {
  it('weighs steps by how long they usually take', () => {
    expect(estimate(atB(), HISTORY).percent).toBe(10);
    const half = atB().tell('step.planned', { total: 4, kept: 2 }, { step: 'b' });
    expect(estimate(half, HISTORY).percent).toBe(50);
  });

  it('weighs all the same without a past, and those without a past like the mean of the others', () => {
    expect(estimate(atB(), NO_HISTORY).percent).toBe(33);
    expect(estimate(atB(), history(past('a', 10_000), past('b', 30_000))).percent).toBe(16);
  });

  it('moves with work and not with time', () => {
    expect(estimate(atB(), HISTORY, 3_600_000).percent).toBe(10);
  });

  it('does not change its weights when a step says how big it is', () => {
    const sized = { ...past('b', 80_000), perUnit: { unit: 's', runs: 10, p50MsPerUnit: 1_000, p95MsPerUnit: 1_000 } };
    const story = atB().tell('step.sized', { size: 10_000, unit: 's' }, { step: 'b' });
    expect(estimate(story, history(past('a', 10_000), sized, past('c', 10_000))).percent).toBe(10);
  });

  it('is 100 only when the run succeeded', () => {
    const story = atB().tell('step.succeeded', { durationMs: 1 }, { step: 'b' });
    story.tell('step.skipped', { reason: 'no model' }, { step: 'c' });
    expect(estimate(story, HISTORY).percent).toBe(99);
    expect(estimate(story.tell('run.succeeded', { durationMs: 1 }), HISTORY).percent).toBe(100);
  });

  it('is 0 for a run of which nothing is known', () => {
    expect(estimate(new Story(), HISTORY)).toMatchObject({ percent: 0, remaining: { known: false } });
  });
});

describe('the time that is left of a run', () => {
  it('is the rest of the step and what the later ones usually take', () => {
    const { remaining, unknownSteps } = estimate(atB(), HISTORY, 20_000);
    expect(remaining).toMatchObject({ known: true, source: 'sum' });
    expect(remaining.known && Math.round(remaining.lowMs / 100)).toBe(699);
    expect(remaining.known && Math.round(remaining.highMs / 100)).toBe(701);
    expect(unknownSteps).toEqual([]);
  });

  it('is unknown if one step is unknown, but says what is known', () => {
    const { remaining, knownPart, unknownSteps } = estimate(atB(), history(past('b', 80_000)));
    expect(remaining).toEqual({ known: false, why: 'no-history' });
    expect(unknownSteps).toEqual(['c']);
    expect(Math.round(knownPart.highMs / 1_000)).toBe(80);
  });

  it('does not ask for the past of steps that are behind', () => {
    expect(estimate(atB(), history(past('b', 1), past('c', 1))).remaining.known).toBe(true);
  });

  it('is nothing once the run has ended', () => {
    const story = atB().tell('run.failed', { durationMs: 1, error: { name: 'Error', message: 'no' } }, { step: 'b' });
    expect(estimate(story, NO_HISTORY).remaining).toMatchObject({ known: true, highMs: 0 });
  });
});
