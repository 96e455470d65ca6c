import { describe, expect, it } from 'vitest';
import type { PipelineHistory } from '../estimate/history.ts';
import { Story } from '../view/test/story.ts';
import { factsOf } from './facts-of.ts';
import { verdict } from './verdict.ts';

const STEP = { step: 'transcribe' };
const begun = () => new Story().submit('fetch', 'transcribe').start().startStep('transcribe', 2, 2);

describe('factsOf', () => {
  it('takes the facts from a view', () => {
    const story = begun()
      .tell('step.planned', { total: 3, kept: 0, unit: 'segments' }, STEP)
      .items('transcribe', ['a']);
    story.tell('action.started', { tool: 'fetch', input: 'x', timeoutMs: 9_000 }, { ...STEP, actionId: '1' });
    expect(factsOf(story.view, { aliveAt: story.at })).toEqual({
      state: 'running',
      stateSince: '2026-11-21T03:00:00.000Z',
      advancedAt: story.at,
      workerId: 'w-1',
      aliveAt: story.at,
      step: {
        name: 'transcribe',
        number: 2,
        of: 2,
        startedAt: '2026-11-21T03:00:00.000Z',
        counts: { total: 3, done: 1, failed: 0, skipped: 0, estimated: false },
        unit: 'segments',
        current: [],
      },
      action: { tool: 'fetch', input: 'x', startedAt: story.at, timeoutMs: 9_000, usualMs: null },
      looping: null,
      question: null,
      retryAt: null,
      stuckAfterMs: null,
      usualGapMs: null,
    });
  });

  it('adds what is usual once enough is known of it', () => {
    const past = (cases: number): PipelineHistory => ({
      steps: [{ step: 'transcribe', runs: 9, p50Ms: 1, p95Ms: 1, perUnit: null, gaps: { gaps: cases, p95Ms: 7_000 } }],
      tools: [{ tool: 'fetch', actions: cases, p95Ms: 8_000 }],
    });
    const { view, at } = begun().tell('action.started', { tool: 'fetch' }, { ...STEP, actionId: '1' });
    const usual = (cases: number) => {
      const facts = factsOf(view, { aliveAt: at, history: past(cases) });
      return [facts.usualGapMs, facts.action?.usualMs];
    };
    expect(usual(19)).toEqual([null, null]);
    expect(usual(20)).toEqual([7_000, 8_000]);
  });

  it("takes the step's own limit for stuck", () => {
    const story = new Story().submit('a').start();
    story.tell('step.started', { number: 1, of: 1, attempt: 1, stuckAfterMs: 60_000 }, { step: 'a' });
    const facts = factsOf(story.view, { aliveAt: story.after(60_001).at });
    expect(verdict(facts, story.now)).toMatchObject({ name: 'stuck', thresholdMs: 60_000 });
  });

  it('knows when the next attempt begins', () => {
    const error = { name: 'Error', message: 'no' };
    const story = begun().tell('step.retrying', { attempt: 2, delayMs: 10_000, error }, STEP);
    expect(factsOf(story.view, { aliveAt: null }).retryAt).toBe('2026-11-21T03:00:10.000Z');
  });

  it('knows the loop of any agent', () => {
    const looped = { rule: 'cycle', severity: 'warn', message: 'back and forth' } as const;
    const story = begun().tell('agent.looped', looped, { ...STEP, item: 'b' });
    expect(verdict(factsOf(story.view, { aliveAt: story.at }), story.now)).toMatchObject({ name: 'looping' });
  });

  it('takes of several loops the one that has lasted for longest', () => {
    const looped = (message: string) => ({ rule: 'cycle', severity: 'warn', message }) as const;
    const story = begun();
    for (const item of ['b', 'c']) story.tell('agent.started', { model: 'm' }, { ...STEP, item });
    story.tell('agent.looped', looped('the second agent'), { ...STEP, item: 'c' });
    story.after(1_000).tell('agent.looped', looped('the first agent'), { ...STEP, item: 'b' });
    expect(factsOf(story.view, { aliveAt: null }).looping?.message).toBe('the second agent');
    story.tell('agent.unlooped', {}, { ...STEP, item: 'c' });
    expect(factsOf(story.view, { aliveAt: null }).looping?.message).toBe('the first agent');
  });

  it('knows what a paused run asks, until it is answered', () => {
    const question = { agent: 'agent', question: 'Which link?' };
    const story = begun().tell('run.paused', { question });
    expect(factsOf(story.view, { aliveAt: null }).question).toEqual({ question });
    story.tell('run.resumed', { answer: 'the first' });
    expect(factsOf(story.view, { aliveAt: null }).question).toBeNull();
  });

  it('says nothing of a view without events', () => {
    const facts = factsOf(new Story().view, { aliveAt: null });
    expect(facts).toMatchObject({ state: 'queued', step: null, action: null, advancedAt: null });
  });
});
