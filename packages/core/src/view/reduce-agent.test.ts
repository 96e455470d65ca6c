import { describe, expect, it } from 'vitest';
import { describeEntry } from '../wording/describe.ts';
import { Story } from './test/story.ts';

const AT = { step: 'fetch_details' };
const LABELS = ['Mehr Informationen', '⋮', 'Mehr Informationen (link)', 'Information'];

describe('a recovery agent whose four clicks time out', () => {
  const story = new Story().submit('fetch_details').start().startStep('fetch_details', 1, 1);
  story.tell('agent.started', { model: 'gpt-4.1-mini', limits: { requests: 30 } }, AT);

  it('shows each click while it runs and one line more when it ends', () => {
    LABELS.forEach((label, index) => {
      const place = { ...AT, actionId: `click-${index}` };
      story.after(200).tell('action.started', { tool: 'click', input: { label }, timeoutMs: 30_000 }, place);
      expect(story.view.openActions).toMatchObject([{ tool: 'click', input: { label }, startedAt: story.at }]);
      story.after(30_000).tell('action.finished', { tool: 'click', outcome: 'timeout', durationMs: 30_000 }, place);
      expect(story.view.openActions).toEqual([]);
      const actions = story.view.timeline.entries.filter((entry) => entry.kind === 'action');
      expect(actions).toHaveLength(index + 1);
    });
  });

  it('reads like a timeline, and ends with the pause for a person', () => {
    story.tell('agent.asked', { question: 'Where is the audio link?' }, AT);
    story.tell('agent.finished', { outcome: 'needs-human', durationMs: 120_800 }, AT);
    story.tell('run.paused', { by: 'agent', question: 'Where is the audio link?' });
    const lines = story.view.timeline.entries.map((entry) => describeEntry(entry, story.now));
    expect(lines.slice(3)).toEqual([
      'agent started with gpt-4.1-mini',
      "click 'Mehr Informationen' timed out after 30.0 s",
      "click '⋮' timed out after 30.0 s",
      "click 'Mehr Informationen (link)' timed out after 30.0 s",
      "click 'Information' timed out after 30.0 s",
      'agent asks: Where is the audio link?',
      'agent needs a person after 2 m 01 s',
      'paused by agent, asking: Where is the audio link?',
    ]);
    expect(story.view.agents.entries).toMatchObject([
      { model: 'gpt-4.1-mini', state: 'needs-human', question: { text: 'Where is the audio link?' } },
    ]);
  });
});

describe('agents one after another', () => {
  const story = new Story().submit('browse').start().startStep('browse', 1, 1);
  const place = { step: 'browse' };
  const question = { agent: 'agent', question: 'Which of the two?', reason: 'asked' };
  story.tell('agent.started', { model: 'a' }, place);
  story.tell('agent.spoke', { text: 'I look around.' }, place);
  story.tell('agent.finished', { outcome: 'succeeded', durationMs: 1, costUsd: 0.1 }, place);
  story.tell('agent.started', { model: 'b' }, place);
  story.tell('agent.asked', { question: question.question }, place);
  story.tell('agent.finished', { outcome: 'needs-human', durationMs: 1, costUsd: 0.2 }, place);
  story.tell('step.stopped', { durationMs: 1, reason: 'paused' }, place);
  story.tell('run.paused', { reason: 'step browse waits for an answer', key: 'agent/1', question }, place);

  it('stay themselves, and the one that needs a person does so while the run is paused', () => {
    expect(story.view.agents.entries).toMatchObject([
      { model: 'a', state: 'succeeded', lastWords: { text: 'I look around.' }, question: null },
      { model: 'b', state: 'needs-human', lastWords: null, question: { text: 'Which of the two?' } },
    ]);
    expect(story.view.usage.costUsd).toBeCloseTo(0.3);
  });

  it('ask in words, whatever else belongs to their question', () => {
    const last = story.view.timeline.entries.at(-1);
    expect(last && describeEntry(last, story.now)).toBe(
      'paused (step browse waits for an answer), asking: Which of the two?',
    );
  });

  it('begin anew with the attempt that has the answer', () => {
    story.tell('run.resumed', { answer: 'the first' }).start('w-2', 2).startStep('browse', 1, 1);
    story.tell('agent.started', { model: 'b' }, place);
    const states = story.view.agents.entries.map(({ state }) => state);
    expect(states).toEqual(['succeeded', 'needs-human', 'running']);
    expect(story.view.usage.costUsd).toBeCloseTo(0.3);
  });
});

describe('an agent that loops', () => {
  const looped = { rule: 'repetition', severity: 'warn', message: 'the same click 3 times' } as const;

  it('is looping since the first finding until it is out', () => {
    const story = new Story().tell('agent.started', { model: 'm' }, AT).tell('agent.looped', looped, AT);
    const since = story.at;
    story.after(5_000).tell('agent.looped', { ...looped, severity: 'stop' }, AT);
    expect(story.view.agents.entries[0]?.looping).toEqual({ ...looped, severity: 'stop', at: since });
    expect(story.tell('agent.unlooped', {}, AT).view.agents.entries[0]?.looping).toBeNull();
  });

  it('does not free another agent', () => {
    const story = new Story().tell('agent.looped', looped, { ...AT, item: 'x' });
    story.tell('agent.unlooped', {}, { ...AT, item: 'y' });
    expect(story.view.agents.entries.map((agent) => agent.looping !== null)).toEqual([true, false]);
  });

  it('is let go of with the attempt that it works in', () => {
    const story = new Story().tell('agent.started', { model: 'm' }, AT).tell('agent.looped', looped, AT);
    story.tell('step.failed', { durationMs: 1, error: { name: 'Error', message: 'no' } }, AT);
    expect(story.view.agents.entries).toMatchObject([{ state: 'interrupted', looping: null, finishedAt: story.at }]);
  });
});

describe('tokens and cost', () => {
  const call = { tool: 'model', outcome: 'success', durationMs: 1, tokens: { input: 100, output: 20 } } as const;
  const paid = { ...call, costUsd: 0.25 };

  it('add up from the actions as they end, and are not counted again in the total that the agent reports', () => {
    const story = new Story().tell('agent.started', { model: 'm' }, AT);
    story
      .tell('action.finished', paid, { ...AT, actionId: '1' })
      .tell('action.finished', paid, { ...AT, actionId: '2' });
    expect(story.view.usage).toEqual({ tokens: { input: 200, output: 40 }, costUsd: 0.5 });
    expect(story.view.agents.entries).toMatchObject([story.view.usage]);
    const total = { input: 250, output: 30 };
    story.tell('agent.finished', { outcome: 'succeeded', durationMs: 1, tokens: total, costUsd: 0.75 }, AT);
    expect(story.view.usage).toEqual({ tokens: { input: 250, output: 40 }, costUsd: 0.75 });
    expect(story.view.agents.entries).toMatchObject([story.view.usage]);
  });

  it('of an attempt that was interrupted stay counted', () => {
    const story = new Story().submit('fetch_details').start().startStep('fetch_details', 1, 1);
    story.tell('agent.started', { model: 'm' }, AT).tell('action.finished', paid, { ...AT, actionId: '1' });
    story.start('w-2', 2).startStep('fetch_details', 1, 1);
    story.tell('agent.started', { model: 'm' }, AT).tell('action.finished', paid, { ...AT, actionId: '2' });
    const since = { tokens: { input: 100, output: 20 }, costUsd: 0.25 };
    story.tell('agent.finished', { outcome: 'succeeded', durationMs: 1, ...since }, AT);
    expect(story.view.usage).toEqual({ tokens: { input: 200, output: 40 }, costUsd: 0.5 });
    expect(story.view.agents.entries).toMatchObject([since, since]);
  });

  it('of an agent whose start is not known are those that it reports', () => {
    const used = { tokens: { input: 5, output: 1 }, costUsd: 0.5 };
    const story = new Story().tell('agent.finished', { outcome: 'succeeded', durationMs: 1, ...used }, AT);
    expect(story.view.usage).toEqual(used);
    expect(story.view.agents.entries).toMatchObject([used]);
  });

  it('count for the run where no agent is at work', () => {
    const story = new Story().tell('action.finished', paid, { step: 'summarize', actionId: '1' });
    expect(story.view.usage).toEqual({ tokens: { input: 100, output: 20 }, costUsd: 0.25 });
    const entry = story.view.timeline.entries.at(-1);
    expect(entry).toMatchObject({ kind: 'action', action: { costUsd: 0.25 } });
    expect(story.view.agents.entries).toEqual([]);
  });
});

describe('actions', () => {
  it('may end without a start', () => {
    const story = new Story().tell('action.finished', { tool: 'click', outcome: 'error', durationMs: 500 });
    const entry = story.view.timeline.entries[0];
    const action = entry?.kind === 'action' ? entry.action : null;
    expect(action).toMatchObject({ startedAt: '2026-11-21T02:59:59.500Z', state: 'error' });
  });

  it('take their place in the timeline when they start', () => {
    const story = new Story().tell('action.started', { tool: 'a' }, { actionId: '1' });
    story.tell('action.started', { tool: 'b' }, { actionId: '2' });
    story.tell('action.finished', { tool: 'a', outcome: 'success', durationMs: 1 }, { actionId: '1' });
    const tools = story.view.timeline.entries.map((entry) => entry.kind === 'action' && entry.action.state);
    expect(tools).toEqual(['success', 'running']);
  });

  it('show up again at their end if the timeline has let go of their start', () => {
    const story = new Story().tell('action.started', { tool: 'long' }, { actionId: 'long' });
    for (let index = 0; index < 250; index++) {
      story.tell('action.started', { tool: 'short' }, { actionId: `${index}` });
      story.tell('action.finished', { tool: 'short', outcome: 'success', durationMs: 1 }, { actionId: `${index}` });
    }
    expect(story.view.timeline).toMatchObject({ dropped: 51 });
    expect(story.view.openActions).toHaveLength(1);
    story.tell('action.finished', { tool: 'long', outcome: 'success', durationMs: 9 }, { actionId: 'long' });
    const last = story.view.timeline.entries.at(-1);
    expect(last).toMatchObject({ kind: 'action', action: { tool: 'long', state: 'success' } });
    expect(story.view.timeline.entries).toHaveLength(200);
  });
});
