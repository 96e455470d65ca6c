import { describe, expect, it } from 'vitest';
import { readClock } from './clock.ts';
import { currentStep } from './run-view.ts';
import { Story } from './test/story.ts';

const STEP = { step: 'a' };
const error = { name: 'Error', message: 'no' };
const keys = (count: number) => Array.from({ length: count }, (_, index) => ({ key: `k${index}` }));
const recovered = { fromWorker: 'w-1', toWorker: null, reason: 'silent', interruptedActions: 0 };
const looped = { rule: 'cycle', severity: 'warn', message: 'back and forth' } as const;
const snapshot = { total: 9, done: 0, failed: 0, skipped: 0, current: keys(7), upNext: keys(7) };

const running = () => new Story().submit('a', 'b').start().startStep('a', 1, 2);
const stepOf = (story: Story) => currentStep(story.view)!;

describe('what is in work', () => {
  it('is at most five items of a snapshot', () => {
    const { current, upNext } = stepOf(running().tell('step.progressed', snapshot, STEP));
    expect([current.length, upNext.length]).toEqual([5, 5]);
  });

  it('is at most five items that started', () => {
    const story = running();
    for (const { key } of keys(7)) story.tell('item.started', {}, { ...STEP, item: key });
    expect(stepOf(story).current).toHaveLength(5);
  });

  it('is no longer next', () => {
    const story = running().tell('step.progressed', { ...snapshot, current: [] }, STEP);
    story.tell('item.started', {}, { ...STEP, item: 'k0' });
    expect(stepOf(story)).toMatchObject({ current: [{ key: 'k0' }], upNext: [{ key: 'k1' }, {}, {}, {}] });
  });

  it('comes first when the step runs again, each item once', () => {
    const story = running().tell('step.progressed', { ...snapshot, current: keys(2) }, STEP);
    story.tell('step.stopped', { durationMs: 0, reason: 'interrupted' }, STEP);
    expect(stepOf(story)).toMatchObject({ current: [], upNext: keys(5) });
  });
});

describe('a new attempt', () => {
  it('begins without failed items', () => {
    const story = running().tell('step.planned', { total: 2, kept: 0 }, STEP);
    story.tell('item.failed', { error }, { ...STEP, item: 'x' }).tell('run.recovered', recovered);
    expect(stepOf(story).failedItems.entries).toHaveLength(1);
    story.start('w-2', 2).startStep('a', 1, 2, 2);
    expect(stepOf(story)).toMatchObject({ failedItems: { entries: [] }, counts: { failed: 0 } });
  });

  it('counts no time between the last event and a start that no recovery announced', () => {
    const story = running()
      .after(1_000)
      .tell('item.started', {}, { ...STEP, item: 'x' });
    story.after(60_000).start('w-2', 2).startStep('a', 1, 2, 2).after(500);
    expect(readClock(story.view.clock, story.now)).toBe(1_500);
  });
});

describe('the pace', () => {
  it('is timed from when the list is known, not from the start of the step', () => {
    const story = running().after(60_000).tell('step.planned', { total: 9, kept: 0 }, STEP).items('a', ['x'], 2_000);
    expect(stepOf(story).pace).toMatchObject({ items: 1, ms: 2_000 });
  });

  it('does not count items that were kept', () => {
    const story = running().tell('step.planned', { total: 9, kept: 5 }, STEP);
    expect(stepOf(story).pace).toMatchObject({ items: 0, advances: 0 });
  });
});

describe('a run that its worker lets go of', () => {
  it('stops a step that waits for its next attempt', () => {
    const story = running().tell('step.retrying', { attempt: 2, delayMs: 9_000, error }, STEP).tell('run.paused', {});
    expect(stepOf(story)).toMatchObject({ state: 'stopped', retry: null });
  });

  it('stops its agents, and their loops', () => {
    const story = running().tell('agent.started', { model: 'm' }, STEP).tell('agent.looped', looped, STEP);
    story.tell('run.recovered', recovered);
    expect(story.view.agents.entries).toMatchObject([{ state: 'interrupted', looping: null }]);
  });

  it('counts the time of a step once, even if the step says so later', () => {
    const story = running().after(4_000).tell('run.paused', {});
    story.tell('step.stopped', { durationMs: 4_000, reason: 'paused' }, STEP);
    expect(stepOf(story).clock).toEqual({ ms: 4_000, since: null });
  });

  it('does not go back to the queue if it is not in hand', () => {
    const story = running().tell('run.paused', {}).tell('run.recovered', recovered);
    expect(story.view).toMatchObject({ state: 'paused', recoveries: { entries: [{ fromWorker: 'w-1' }] } });
  });
});

describe('a request to cancel', () => {
  it('still stands for the worker that takes the run over', () => {
    const story = running().tell('run.cancelling', { by: 'anna' }).tell('run.recovered', recovered).start('w-2', 2);
    expect(story.view.state).toBe('cancelling');
  });

  it('is forgotten when the run is resumed', () => {
    const story = running().tell('run.cancelling', {}).tell('run.cancelled', {}).tell('run.resumed', {});
    expect(story.view).toMatchObject({ state: 'queued', cancel: null, finishedAt: null });
    expect(story.start('w-2', 2).view.state).toBe('running');
  });

  it('changes nothing once the run has ended', () => {
    const story = running().tell('run.succeeded', { durationMs: 1 }).tell('run.cancelling', {});
    expect(story.view).toMatchObject({ state: 'succeeded', cancel: null });
  });
});

describe('a resume that arrives late', () => {
  it('does not take a running run back to the queue', () => {
    const story = running().tell('run.paused', {}).tell('run.resumed', {}).start('w-2', 2).tell('run.resumed', {});
    expect(story.view).toMatchObject({ state: 'running', workerId: 'w-2' });
  });
});

describe('an end', () => {
  it('is taken back by a later start', () => {
    const story = running().tell('run.failed', { durationMs: 1, error }).start('w-2', 2);
    expect(story.view).toMatchObject({ state: 'running', failure: null, finishedAt: null });
  });
});

describe('an action', () => {
  it('began when its start says, whatever its duration', () => {
    const story = running();
    const begun = story.at;
    story.tell('action.started', { tool: 't' }, { ...STEP, actionId: '1' }).after(2_000);
    story.tell('action.finished', { tool: 't', outcome: 'success', durationMs: 1_990 }, { ...STEP, actionId: '1' });
    const entry = story.view.timeline.entries.at(-1);
    expect(entry).toMatchObject({ kind: 'action', action: { startedAt: begun, durationMs: 1_990 } });
  });

  it('counts its tokens and its cost to no agent that has finished', () => {
    const story = running().tell('agent.finished', { outcome: 'succeeded', durationMs: 1 }, STEP);
    const tokens = { input: 5, output: 5 };
    const ended = { tool: 't', outcome: 'success', durationMs: 1, tokens, costUsd: 0.5 } as const;
    story.tell('action.finished', ended, { ...STEP, actionId: '1' });
    expect(story.view.agents.entries).toMatchObject([{ tokens: { input: 0, output: 0 }, costUsd: 0 }]);
    expect(story.view.usage).toEqual({ tokens, costUsd: 0.5 });
  });
});

describe('steps', () => {
  it('stand in the view once, however often they were declared', () => {
    expect(new Story().submit('a', 'b', 'a').view.steps.map((step) => step.name)).toEqual(['a', 'b']);
  });

  it('keep what was said of them before they were declared, and stand after the declared ones if they never are', () => {
    const story = new Story().tell('step.skipped', { reason: 'r' }, { step: 'x' });
    story.tell('step.skipped', { reason: 'r' }, { step: 'b' }).submit('a', 'b');
    expect(story.view.steps.map(({ name, number, state }) => [name, number, state])).toEqual([
      ['a', 1, 'pending'],
      ['b', 2, 'skipped'],
      ['x', 3, 'skipped'],
    ]);
  });
});
