import { describe, expect, it } from 'vitest';
import { readClock } from './clock.ts';
import { currentStep, type RunView } from './run-view.ts';
import type { StepView } from './step-view.ts';
import { Story } from './test/story.ts';

const KEYS = Array.from({ length: 10 }, (_, index) => `k${index + 1}`);
const stepOf = (view: RunView, name: string): StepView => view.steps.find((step) => step.name === name)!;
const statesOf = (view: RunView) => view.steps.map((step) => step.state);
const failure = (message: string) => ({ name: 'Error', message });

describe('a run of three steps with items', () => {
  const story = new Story().submit('fetch', 'transcribe', 'embed').after(2_000).start();

  it('is queued once submitted and running once a worker has it', () => {
    const queued = new Story().submit('fetch', 'transcribe', 'embed').view;
    expect(queued).toMatchObject({ state: 'queued', pipeline: 'episode', subject: 'x', number: 1, title: 'Folge 12' });
    expect(queued.submitted).toEqual({ at: '2026-11-21T03:00:00.000Z', by: 'anna', reason: 'new episode' });
    expect(story.view).toMatchObject({ state: 'running', stateSince: '2026-11-21T03:00:02.000Z', workerId: 'w-1' });
    expect(statesOf(story.view)).toEqual(['pending', 'pending', 'pending']);
  });

  it('is called what a step found out', () => {
    const titled = new Story().submit('fetch').start().tell('run.titled', { title: 'The Lamp' }, { step: 'fetch' });
    expect(titled.view.title).toBe('The Lamp');
  });

  it('shows counts, percent, current items and what is up next', () => {
    story.startStep('fetch', 1, 3).after(500).tell('step.succeeded', { durationMs: 500 }, { step: 'fetch' });
    story
      .startStep('transcribe', 2, 3)
      .tell('step.sized', { size: 300, unit: 'audio seconds' }, { step: 'transcribe' });
    story.tell('step.planned', { total: 10, kept: 0, unit: 'segments' }, { step: 'transcribe' });
    story.items('transcribe', KEYS.slice(0, 7));
    story.after(1_000).tell('item.started', { label: 'segment 8' }, { step: 'transcribe', item: 'k8' });
    const step = currentStep(story.view);
    expect(step).toMatchObject({ name: 'transcribe', number: 2, state: 'running', percent: 70, unit: 'segments' });
    expect(step?.counts).toEqual({ total: 10, done: 7, failed: 0, skipped: 0, estimated: false });
    expect(step?.current).toEqual([{ key: 'k8', label: 'segment 8', since: story.at }]);
    expect(step?.size).toEqual({ size: 300, unit: 'audio seconds' });
  });

  it('takes a snapshot of progress for the truth, and keeps since when an item has been in work', () => {
    const since = story.at;
    const [current, upNext] = [[{ key: 'k8', label: 'segment 8' }], [{ key: 'k9' }, { key: 'k10' }]];
    story
      .after(500)
      .tell('step.progressed', { total: 10, done: 6, failed: 1, skipped: 0, current, upNext }, { step: 'transcribe' });
    const step = stepOf(story.view, 'transcribe');
    expect(step.counts).toMatchObject({ done: 6, failed: 1 });
    expect(step.current).toEqual([{ key: 'k8', label: 'segment 8', since }]);
    expect(step.upNext).toEqual(upNext);
  });

  it('lists failed items and goes on', () => {
    story.tell('item.failed', { label: 'segment 8', error: failure('silence') }, { step: 'transcribe', item: 'k8' });
    story.items('transcribe', ['k9', 'k10']);
    const step = stepOf(story.view, 'transcribe');
    expect(step.counts).toMatchObject({ done: 8, failed: 2, total: 10 });
    expect(step.percent).toBe(100);
    expect(step.failedItems.entries).toMatchObject([{ key: 'k8', label: 'segment 8', error: { message: 'silence' } }]);
    expect(step.upNext).toEqual([]);
  });

  it('stays whole at the end', () => {
    story.tell('step.succeeded', { durationMs: 10_500 }, { step: 'transcribe' });
    story.tell('step.skipped', { reason: 'no embedding model' }, { step: 'embed' });
    story.tell('run.succeeded', { durationMs: 13_000 });
    expect(story.view).toMatchObject({ state: 'succeeded', finishedAt: story.at, workerId: null, failure: null });
    expect(statesOf(story.view)).toEqual(['succeeded', 'succeeded', 'skipped']);
    expect(stepOf(story.view, 'embed').reason).toBe('no embedding model');
    expect(readClock(story.view.clock, story.now + 60_000)).toBe(11_000);
  });
});

describe('a pause in the middle, and a resume on another worker', () => {
  const story = new Story().submit('transcribe').start().startStep('transcribe', 1, 1);
  story.tell('step.planned', { total: 10, kept: 0 }, { step: 'transcribe' }).items('transcribe', KEYS.slice(0, 4));
  story.tell('run.pausing', { by: 'anna', reason: 'lunch' });

  it('is pausing while the item in work finishes', () => {
    expect(story.view).toMatchObject({ state: 'pausing', pause: { by: 'anna', reason: 'lunch', pausedAt: null } });
    story.items('transcribe', ['k5']);
    expect(stepOf(story.view, 'transcribe').counts.done).toBe(5);
  });

  it('keeps its last progress while paused', () => {
    story.tell('step.stopped', { durationMs: 5_000, reason: 'paused' }, { step: 'transcribe' });
    story.tell('run.paused', {});
    expect(story.view).toMatchObject({ state: 'paused', pause: { by: 'anna', pausedAt: story.at }, workerId: null });
    expect(stepOf(story.view, 'transcribe')).toMatchObject({ state: 'stopped', percent: 50, counts: { done: 5 } });
  });

  it('goes back to the queue when resumed, and shows what was done until the list is known again', () => {
    story.after(3_600_000).tell('run.resumed', { by: 'anna' });
    expect(story.view.state).toBe('queued');
    story.after(1_000).start('w-2', 2).startStep('transcribe', 1, 1, 2);
    expect(story.view).toMatchObject({ state: 'running', workerId: 'w-2', attempt: 2 });
    expect(stepOf(story.view, 'transcribe')).toMatchObject({ attempt: 2, percent: 50, counts: { done: 5, total: 10 } });
  });

  it('counts on where it was, with the same total', () => {
    story.tell('step.planned', { total: 10, kept: 5 }, { step: 'transcribe' }).items('transcribe', ['k6']);
    expect(stepOf(story.view, 'transcribe')).toMatchObject({ percent: 60, counts: { done: 6, total: 10 } });
  });

  it('does not count the pause as time at work', () => {
    expect(readClock(stepOf(story.view, 'transcribe').clock, story.now)).toBe(6_000);
    expect(readClock(story.view.clock, story.now)).toBe(6_000);
    expect(story.view.workers.entries.map((stint) => stint.workerId)).toEqual(['w-1', 'w-2']);
  });
});

describe('a pause that asks a question', () => {
  it('keeps the question and the answer', () => {
    const story = new Story().submit('review').start().tell('run.paused', { by: 'agent', question: 'Publish?' });
    expect(story.view.pause).toMatchObject({ by: 'agent', question: 'Publish?', answer: null, pausedAt: story.at });
    story.after(60_000).tell('run.resumed', { by: 'anna', answer: 'yes' });
    expect(story.view.pause).toMatchObject({ question: 'Publish?', answer: 'yes', resumedAt: story.at });
  });
});

describe('a request to pause', () => {
  it('is withdrawn by a resume that comes before the pause', () => {
    const story = new Story().submit('a').start().tell('run.pausing', {}).tell('run.resumed', {});
    expect(story.view.state).toBe('running');
  });

  it('stands while the run is queued, and is withdrawn there as well', () => {
    const story = new Story().submit('a').tell('run.pausing', {});
    expect(story.view).toMatchObject({ state: 'queued', pause: { pausedAt: null } });
    expect(story.tell('run.resumed', {}).view.state).toBe('queued');
    expect(story.start().view.state).toBe('running');
  });

  it('still stands for the worker that takes the run over', () => {
    const story = new Story().submit('a').start().tell('run.pausing', {});
    story.tell('run.recovered', { fromWorker: 'w-1', toWorker: null, reason: 'silent', interruptedActions: 0 });
    expect(story.view.state).toBe('queued');
    expect(story.start('w-2', 2).view.state).toBe('pausing');
  });

  it('changes nothing once the run has ended', () => {
    const story = new Story().submit('a').start().tell('run.succeeded', { durationMs: 1 }).tell('run.pausing', {});
    expect(story.view).toMatchObject({ state: 'succeeded', pause: null });
  });
});

describe('a crash in the middle of an action', () => {
  const story = new Story().submit('download').start().startStep('download', 1, 1);
  story.tell('step.planned', { total: 3, kept: 0 }, { step: 'download' }).items('download', ['a']);
  story.tell('item.started', {}, { step: 'download', item: 'b' });
  story.tell('action.started', { tool: 'fetch', input: { url: 'u' } }, { step: 'download', item: 'b', actionId: '1' });
  story.after(40_000);
  story.tell('run.recovered', { fromWorker: 'w-1', toWorker: null, reason: 'silent for 40 s', interruptedActions: 1 });

  it('closes the action as interrupted and puts its item first', () => {
    expect(story.view.openActions).toEqual([]);
    const action = story.view.timeline.entries.find((entry) => entry.kind === 'action')?.action;
    expect(action).toMatchObject({ tool: 'fetch', state: 'interrupted', durationMs: 40_000 });
    expect(stepOf(story.view, 'download')).toMatchObject({ state: 'stopped', reason: 'interrupted', current: [] });
    expect(stepOf(story.view, 'download').upNext).toEqual([{ key: 'b' }]);
  });

  it('says from whom to whom and goes back to the queue', () => {
    expect(story.view).toMatchObject({ state: 'queued', workerId: null });
    expect(story.view.recoveries.entries).toMatchObject([{ fromWorker: 'w-1', toWorker: null, at: story.at }]);
  });

  it('does not count the silence of the dead worker as work', () => {
    expect(readClock(stepOf(story.view, 'download').clock, story.now)).toBe(1_000);
  });

  it('goes on with another worker', () => {
    story.after(5_000).start('w-2', 2).startStep('download', 1, 1, 2);
    story.tell('step.planned', { total: 3, kept: 1 }, { step: 'download' }).items('download', ['b', 'c']);
    story.tell('step.succeeded', { durationMs: 2_000 }, { step: 'download' }).tell('run.succeeded', { durationMs: 1 });
    expect(stepOf(story.view, 'download')).toMatchObject({ state: 'succeeded', attempt: 2, counts: { done: 3 } });
    expect(readClock(stepOf(story.view, 'download').clock, story.now)).toBe(3_000);
  });
});

describe('a step that is tried again', () => {
  const story = new Story().submit('download').start().startStep('download', 1, 1);

  it('waits for its next attempt', () => {
    story
      .after(800)
      .tell(
        'step.progressed',
        { total: 1_000, done: 400, failed: 0, skipped: 0, unit: 'bytes', current: [], upNext: [] },
        { step: 'download' },
      );
    const error = failure('connection reset');
    story.tell('step.retrying', { attempt: 2, delayMs: 10_000, error }, { step: 'download' });
    const step = stepOf(story.view, 'download');
    expect(step).toMatchObject({ state: 'retrying', retries: 1, error, percent: 40 });
    expect(step.retry).toEqual({ attempt: 2, delayMs: 10_000, at: story.at });
  });

  it('begins from nothing if it has no items that are kept', () => {
    story.after(10_000).startStep('download', 1, 1, 2);
    expect(stepOf(story.view, 'download')).toMatchObject({ state: 'running', retry: null, percent: null, attempt: 2 });
    story.after(200).tell('step.succeeded', { durationMs: 200 }, { step: 'download' });
    expect(stepOf(story.view, 'download')).toMatchObject({ state: 'succeeded', error: null, retries: 1 });
    expect(readClock(stepOf(story.view, 'download').clock, story.now)).toBe(1_000);
  });
});

describe('a step without items', () => {
  it('is at 0 of 0 while it runs and complete when it ends', () => {
    const story = new Story().submit('cluster').start().startStep('cluster', 1, 1);
    story.tell('step.planned', { total: 0, kept: 0 }, { step: 'cluster' });
    expect(stepOf(story.view, 'cluster')).toMatchObject({ percent: 0, counts: { total: 0 }, current: [], upNext: [] });
    story.tell('step.succeeded', { durationMs: 1 }, { step: 'cluster' });
    expect(stepOf(story.view, 'cluster')).toMatchObject({ state: 'succeeded', percent: 100, counts: { total: 0 } });
  });
});

describe('a step that plans several lists', () => {
  it('adds them up, and is not taken back by the second', () => {
    const story = new Story().submit('a').start().startStep('a', 1, 1);
    story.tell('step.planned', { total: 2, kept: 1 }, { step: 'a' }).items('a', ['x']);
    story.tell('step.planned', { total: 8, kept: 0 }, { step: 'a' });
    expect(stepOf(story.view, 'a')).toMatchObject({ counts: { total: 10, done: 2 }, percent: 100 });
  });
});

describe('a step with a guessed total', () => {
  it('stays below 100 percent when more is done than was guessed', () => {
    const story = new Story().submit('transcribe').start().startStep('transcribe', 1, 1);
    const progress = { total: 120, estimated: true, failed: 0, skipped: 0, current: [], upNext: [] };
    story.tell('step.progressed', { ...progress, done: 126, unit: 'segments' }, { step: 'transcribe' });
    expect(stepOf(story.view, 'transcribe')).toMatchObject({ percent: 99, counts: { done: 126, estimated: true } });
  });
});

describe('a run that fails', () => {
  it('blames the step and says what is known', () => {
    const story = new Story().submit('fetch', 'transcribe').start().startStep('fetch', 1, 2).after(10);
    const error = failure('Timeout in step fetch.');
    story.tell('run.failed', { durationMs: 10, error, next: ['retry it'] }, { step: 'fetch' });
    expect(story.view).toMatchObject({ state: 'failed', finishedAt: story.at });
    expect(story.view.failure).toMatchObject({ step: 'fetch', error, next: ['retry it'], tried: [], counts: null });
    expect(statesOf(story.view)).toEqual(['failed', 'pending']);
  });
});

describe('a run that goes on from another', () => {
  it('shows the steps before its first as kept', () => {
    const submitted = { pipeline: 'p', version: '1', subject: 'x', number: 2, steps: ['a', 'b', 'c'] };
    const story = new Story().tell('run.submitted', { ...submitted, retryOf: 'p-x-run-1', fromStep: 'b' });
    expect(statesOf(story.view)).toEqual(['kept', 'pending', 'pending']);
    expect(story.view).toMatchObject({ retryOf: 'p-x-run-1', fromStep: 'b' });
  });

  it('is named by the one that it goes on from', () => {
    const story = new Story().submit('a').tell('run.retried', { newRunId: 'p-x-run-2', fromStep: 'a' });
    expect(story.view.retriedAs).toEqual({ runId: 'p-x-run-2', fromStep: 'a', at: story.at });
  });
});

describe('a cancelled run', () => {
  it('stops what is open and keeps who asked', () => {
    const story = new Story().submit('a').start().startStep('a', 1, 1);
    story.tell('action.started', { tool: 'click' }, { step: 'a', actionId: '1' });
    story.tell('run.cancelling', { by: 'anna', reason: 'wrong file' });
    expect(story.view).toMatchObject({ state: 'cancelling', cancel: { by: 'anna', reason: 'wrong file' } });
    story.after(100).tell('run.cancelled', {});
    expect(story.view).toMatchObject({ state: 'cancelled', openActions: [], cancel: { by: 'anna' } });
    expect(stepOf(story.view, 'a')).toMatchObject({ state: 'stopped', reason: 'cancelled' });
  });

  it('may be cancelled while it is paused', () => {
    const story = new Story().submit('a').start().tell('run.paused', {}).tell('run.cancelling', {});
    expect(story.view.state).toBe('paused');
    expect(story.tell('run.cancelled', {}).view.state).toBe('cancelled');
  });
});

describe('a stuck run', () => {
  const stuck = { silentMs: 960_000, thresholdMs: 900_000, message: 'Stuck in step a.' };

  it('goes back to the queue if the watchdog says so', () => {
    const story = new Story().submit('a').start().startStep('a', 1, 1).after(960_000);
    expect(story.tell('run.stuck', { ...stuck, decision: 'reported' }).view.state).toBe('running');
    expect(story.tell('run.stuck', { ...stuck, decision: 'requeued' }).view.state).toBe('queued');
    expect(statesOf(story.view)).toEqual(['stopped']);
  });
});

describe('advancedAt', () => {
  it('follows progress, and not words about it', () => {
    const story = new Story().submit('a').start().startStep('a', 1, 1);
    const begun = story.at;
    story.after(1_000).tell('log.written', { level: 'info', message: 'still waiting' }, { step: 'a' });
    story.after(1_000).tell('run.pausing', {});
    expect(story.view.advancedAt).toBe(begun);
    story.after(1_000).tell('item.started', {}, { step: 'a', item: 'x' });
    expect(story.view.advancedAt).toBe(story.at);
  });

  it('is not taken back by a clock that is behind', () => {
    const story = new Story().submit('a').start();
    const begun = story.at;
    expect(story.after(-5_000).startStep('a', 1, 1).view.advancedAt).toBe(begun);
  });
});
