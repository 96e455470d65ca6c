import type { ReadHandoffAnswer } from '@telltale/core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AgentTool, Tools } from '../tools/agent-tool.ts';
import { readHistory } from './history.ts';
import { type RebuildOptions, type ResumedAgent, rebuild } from './rebuild.ts';
import { answer, FINGERPRINT, Past, user } from './test/past.ts';

const tool = (options: Partial<AgentTool>): AgentTool => {
  return { description: 'does', input: z.unknown(), execute: () => 'ok', ...options };
};

const TOOLS: Tools = {
  read: tool({ replayable: true }),
  click: tool({}),
  send: tool({ replayable: true, once: true }),
};

function rebuilt(past: Past, options: Partial<RebuildOptions> & { readonly agent?: string } = {}) {
  const { agent = 'agent', tools = TOOLS, ...others } = options;
  return rebuild(readHistory(past.actions, { agent, tools }), {
    fingerprint: FINGERPRINT,
    tools,
    answers: new Map(),
    hasEnded: () => false,
    ...others,
  });
}

function resumed(past: Past, options?: Parameters<typeof rebuilt>[1]): ResumedAgent {
  const agent = rebuilt(past, options);
  if (agent.kind !== 'resumed') throw new Error(`it is ${JSON.stringify(agent)}`);
  return agent;
}

function anew(past: Past, options?: Parameters<typeof rebuilt>[1]) {
  const agent = rebuilt(past, options);
  if (agent.kind !== 'anew') throw new Error(`it is ${JSON.stringify(agent)}`);
  return agent;
}

const answers = (given: Record<number, ReadHandoffAnswer>) => {
  return new Map(Object.entries(given).map(([number, answered]) => [`question-${number}`, answered]));
};

/** What is said in messages, shortly. */
function said({ messages }: ResumedAgent): string[] {
  return messages.flatMap(({ role, content }) =>
    typeof content === 'string'
      ? [`${role}: ${content}`]
      : content.map((part) => {
          if (part.type === 'tool-call') return `call ${part.toolCallId} ${part.toolName}`;
          if (part.type !== 'tool-result') return `${role}: ${(part as { text: string }).text}`;
          return `result ${part.toolCallId}: ${part.output.type === 'text' ? part.output.value : part.output.type}`;
        }),
  );
}

const calls = ({ calls: list }: ResumedAgent) => list.map(({ toolCallId, told }) => [toolCallId, told]);

describe('nothing before', () => {
  it('is new', () => {
    expect(rebuilt(new Past())).toEqual({ kind: 'new' });
  });

  it('is new, too, if only the step itself did something, or the model was interrupted at its first answer', () => {
    expect(rebuilt(new Past().unkept('launch', 'success').unkept('model', 'interrupted'))).toEqual({ kind: 'new' });
  });

  it('is new for one agent of a step of which another did something', () => {
    expect(rebuilt(new Past().model(1, ['read']).tool('read', 1, 1), { agent: 'other' })).toEqual({ kind: 'new' });
  });
});

describe('a conversation of calls that may be repeated', () => {
  it('is gone on with: all that was said is as it was', () => {
    const past = new Past()
      .model(1, ['read'], { text: 'first I read', before: [user('go')] })
      .tool('read', 1, 1)
      .model(2, ['read', 'read'], { before: [user('hurry')] })
      .tool('read', 2, 1)
      .tool('read', 2, 2, { failed: true })
      .unkept('model', 'interrupted');
    const agent = resumed(past);
    expect(said(agent)).toEqual([
      'user: go',
      'assistant: first I read',
      'call call-1-1 read',
      'result call-1-1: read said ok',
      'user: hurry',
      'call call-2-1 read',
      'call call-2-2 read',
    ]);
    expect(agent.last.turn).toBe(2);
    expect(calls(agent)).toEqual([
      ['call-2-1', 'read said ok'],
      ['call-2-2', 'Error: it did not work'],
    ]);
    expect(agent.calls.map(({ failed }) => failed)).toEqual([false, true]);
  });

  it('has the calls that were never begun to make, and those that were interrupted to make again', () => {
    const past = new Past()
      .model(1, ['read', { tool: 'read', input: { b: 1, a: 2 } }, 'read'])
      .tool('read', 1, 1)
      .unkept('read', 'interrupted', { input: { a: 2, b: 1 } });
    expect(calls(resumed(past))).toEqual([
      ['call-1-1', 'read said ok'],
      ['call-1-2', null],
      ['call-1-3', null],
    ]);
  });

  it('is judged at its last answer if that called nothing', () => {
    const agent = resumed(new Past().model(1, [], { text: 'done' }));
    expect(agent.calls).toEqual([]);
    expect(agent.last).toMatchObject({ finishReason: 'stop', messages: [answer('done', [])] });
  });

  it('tells of a call that ran out of its time as it was told then', () => {
    const past = new Past().model(1, ['read']).unkept('read', 'timeout').model(2, []);
    expect(said(resumed(past))).toContain('result call-1-1: Error: Action read took too long.');
  });

  it('is that of all attempts together', () => {
    const past = new Past()
      .model(1, ['read', 'read'])
      .tool('read', 1, 1)
      .unkept('read', 'interrupted')
      // The second attempt.
      .tool('read', 1, 2)
      .model(2, ['read'])
      .unkept('read', 'interrupted')
      // The third, which died at the same place.
      .unkept('read', 'interrupted');
    const agent = resumed(past);
    expect(said(agent).filter((line) => line.startsWith('result'))).toEqual([
      'result call-1-1: read said ok',
      'result call-1-2: read said ok',
    ]);
    expect(calls(agent)).toEqual([['call-2-1', null]]);
  });

  it('knows which of two calls with the same input was interrupted', () => {
    const past = new Past().model(1, ['read', 'read']).unkept('read', 'timeout').unkept('read', 'interrupted');
    expect(calls(resumed(past))).toEqual([
      ['call-1-1', 'Error: Action read took too long.'],
      ['call-1-2', null],
    ]);
  });

  it('tells calls apart to which the model gave the same id', () => {
    const twice = { toolCallId: 'call-1-1', tool: 'read' };
    const past = new Past()
      .model(1, [twice, twice])
      .tool('read', 1, 1, { told: 'one' })
      .tool('read', 1, 1, { told: 'two' });
    expect(calls(resumed(past)).map(([, told]) => told)).toEqual(['one', 'two']);
  });

  it('knows an input that the row shows only in part, or not at all', () => {
    const input = { text: 'x'.repeat(10_000), password: 'hunter2' };
    const past = new Past().model(1, [{ tool: 'read', input }]).unkept('read', 'timeout', { input });
    expect(calls(resumed(past))).toEqual([['call-1-1', 'Error: Action read took too long.']]);
  });

  it('leaves out what calls did inside, and what others do in the step', () => {
    const past = new Past()
      .model(1, ['read'])
      .unkept('fetch', 'success', { parentId: 'action-9' })
      .unkept('model', 'success', { parentId: 'action-9' })
      .tool('read', 1, 1)
      .model(1, ['click'], { agent: 'other' })
      .tool('click', 1, 1, { agent: 'other' });
    expect(calls(resumed(past))).toEqual([['call-1-1', 'read said ok']]);
  });

  it('keeps calls that could not be made', () => {
    const past = new Past()
      .model(1, ['fly', 'click'])
      .tool('fly', 1, 1, { failed: true, skipped: 'unknown-tool', told: 'Error: no such tool' })
      .tool('click', 1, 2, { failed: true, skipped: 'invalid-input', told: 'Error: bad input' });
    expect(calls(resumed(past)).map(([, told]) => told)).toEqual(['Error: no such tool', 'Error: bad input']);
  });

  it('gives the loop detector its calls', () => {
    const tools = { ...TOOLS, read: tool({ replayable: true, signature: () => 'same', reached: () => [] }) };
    const past = new Past()
      .model(1, [{ tool: 'read', input: { url: 'https://a.test' } }, 'fly', 'read'])
      .tool('read', 1, 1, { reached: ['https://a.test'] })
      .tool('fly', 1, 2, { failed: true, skipped: 'unknown-tool' });
    expect(resumed(past, { tools }).observations).toEqual([
      { name: "read 'https://a.test'", signature: 'same', failed: false, reached: ['https://a.test'] },
      { name: 'fly', signature: 'fly {}', failed: true, reached: [] },
    ]);
  });

  it('counts what was spent, earlier conversations included', () => {
    const spent = { requests: 5, toolCalls: 7, tokens: { input: 1_000, output: 100 }, costUsd: 3, busyMs: 60_000 };
    const past = new Past()
      .model(1, ['read', 'read'], { spent })
      .tool('read', 1, 1)
      .unkept('read', 'interrupted', { durationMs: 99_999 })
      .tool('read', 1, 2)
      .model(2, []);
    expect(resumed(past).spent).toEqual({
      requests: 7,
      toolCalls: 9,
      tokens: { input: 1_200, output: 120 },
      costUsd: 4,
      busyMs: 62_100,
    });
  });

  it('counts what its tools asked models, however their calls ended', () => {
    const took = { tokens: { input: 7, output: 1 }, costUsd: 0.25 };
    const past = new Past()
      .model(1, ['read', 'read', 'read'])
      .tool('read', 1, 1)
      .unkept('model', 'success', { ...took, parentId: 'action-2' })
      .unkept('read', 'timeout')
      .unkept('inner', 'success', { ...took, parentId: 'action-4' })
      .unkept('model', 'error', { ...took, parentId: 'action-5' })
      .unkept('read', 'interrupted')
      .unkept('model', 'success', { ...took, parentId: 'action-7', costUsd: null })
      .unkept('model', 'interrupted', { parentId: 'action-7' })
      // Asked by the step itself.
      .unkept('model', 'success', took)
      .unkept('launch', 'success')
      .unkept('model', 'success', { ...took, parentId: 'action-11' });
    expect(resumed(past).spent).toMatchObject({
      requests: 1,
      toolCalls: 2,
      tokens: { input: 100 + 3 * 7, output: 10 + 3 },
      costUsd: 0.5 + 2 * 0.25,
    });
  });
});

describe('a conversation that cannot be had back', () => {
  const read = () => new Past().model(1, ['read']).tool('read', 1, 1);

  it.each([
    ['made a call that may not be repeated', read().model(2, ['click']).tool('click', 2, 1)],
    ['was in the middle of one', read().model(2, ['click']).unkept('click', 'interrupted')],
    ['made one that ran out of its time', read().model(2, ['click']).unkept('click', 'timeout')],
    ['was about something else', new Past().model(1, ['read'], { fingerprint: 'another' }).tool('read', 1, 1)],
    ['lacks an answer', read().model(3, ['read']).tool('read', 3, 1)],
    ['lacks its first answer', new Past().model(2, ['read']).tool('read', 2, 1)],
    ['lacks its last answer', read().model(2, [], { kept: undefined }).tool('read', 2, 1)],
    ['lacks a result', new Past().model(1, ['read', 'read']).tool('read', 1, 1).model(2, [])],
    ['has a result that could not be kept', new Past().model(1, ['read']).unkept('read', 'success').model(2, [])],
    [
      'was kept by another version',
      new Past().model(1, ['read'], { kept: { kind: 'model', version: 7 } }).tool('read', 1, 1),
    ],
  ])('is begun anew if it %s', (_, past) => {
    expect(anew(past).told).toMatch(/^You have worked on this task before .*\n.*\n1\. (read|click) \{\}: /);
  });

  it('is told of, with its calls and their ends, and what was spent counts', () => {
    const past = new Past()
      .model(1, [{ tool: 'click', input: { selector: '#more' } }, 'click', 'click'])
      .tool('click', 1, 1, { input: { selector: '#more' } })
      .tool('click', 1, 2, { failed: true })
      .unkept('click', 'interrupted');
    const { told, spent } = anew(past);
    expect(told.split('\n').slice(2)).toEqual([
      '1. click {"selector":"#more"}: succeeded: click said ok',
      '2. click {}: failed: it did not work',
      '3. click {}: was interrupted; nobody knows whether it took effect',
    ]);
    expect(spent).toMatchObject({ requests: 1, toolCalls: 2 });
  });

  it('is not mixed with the one that was begun after it', () => {
    const past = new Past()
      .model(1, ['click'])
      .tool('click', 1, 1)
      // The second attempt began anew.
      .model(1, ['read'], { before: [user('go. You have worked on this before.')] })
      .tool('read', 1, 1);
    const agent = resumed(past);
    expect(said(agent)).toEqual(['user: go. You have worked on this before.', 'call call-1-1 read']);
    expect(agent.spent.requests).toBe(1);
  });

  it('is told of together with those before it', () => {
    const past = new Past().model(1, ['click']).tool('click', 1, 1).model(1, ['click']).unkept('click', 'interrupted');
    expect(anew(past).told.split('\n').slice(2)).toHaveLength(2);
  });
});

describe('a conversation that had come to a bad end', () => {
  it('is begun anew with nothing spent: the step is being retried', () => {
    const past = new Past().model(1, ['read']).tool('read', 1, 1);
    const { told, spent } = anew(past, { hasEnded: ({ spent: used }) => used.requests >= 1 });
    expect(told).toContain('1. read {}: succeeded');
    expect(spent).toMatchObject({ requests: 0, toolCalls: 0, busyMs: 0 });
  });
});

describe('what people answered', () => {
  const asked = () => new Past().model(1, ['read', 'ask_human', 'read']).tool('read', 1, 1).question(1, 'call-1-2', 1);

  it('is the result of the call that asked, and the calls after it go on', () => {
    const agent = resumed(asked(), { answers: answers({ 1: { kind: 'answer', text: 'the left one' } }) });
    expect(calls(agent)).toEqual([
      ['call-1-1', 'read said ok'],
      ['call-1-2', 'A person answered: the left one'],
      ['call-1-3', null],
    ]);
  });

  it('is still there when more was said since', () => {
    const past = asked().tool('read', 1, 3).model(2, ['ask_human']).question(2, 'call-2-1', 2);
    const agent = resumed(past, {
      answers: answers({ 1: { kind: 'answer', text: 'left' }, 2: { kind: 'answer', text: 'red' } }),
    });
    expect(said(agent)).toContain('result call-1-2: A person answered: left');
    expect(calls(agent)).toEqual([['call-2-1', 'A person answered: red']]);
  });

  it('is what was answered to the question that was asked again', () => {
    const past = asked().question(2, 'call-1-2', 1, 'question-1');
    const agent = resumed(past, { answers: answers({ 2: { kind: 'answer', text: 'left' } }) });
    expect(calls(agent)[1]).toEqual(['call-1-2', 'A person answered: left']);
    expect(agent.spent.toolCalls).toBe(1);
  });

  it('is told to an agent that begins anew, with what it did', () => {
    const past = new Past().model(1, ['click', 'ask_human']).tool('click', 1, 1).question(1, 'call-1-2', 1);
    const { told, spent } = anew(past, { answers: answers({ 1: { kind: 'answer', text: 'the left one' } }) });
    expect(told.split('\n').slice(2)).toEqual([
      '1. click {}: succeeded: click said ok',
      'You asked a person: question 1?',
      'A person answered: the left one',
    ]);
    expect(spent.requests).toBe(1);
  });

  it.each([
    [null, 'A person has looked at it and says: try again.'],
    ['log in first', 'A person has looked at it and says: try again. log in first'],
  ])('lets the agent begin anew with nothing spent (hint: %j)', (hint, told) => {
    const agent = anew(asked(), { answers: answers({ 1: { kind: 'retry', hint } }) });
    expect(agent.told.split('\n').at(-1)).toBe(told);
    expect(agent.spent.requests).toBe(0);
  });

  it.each([
    [{ kind: 'answer', text: 'use the other site' } as const, 'A person answered: use the other site'],
    [
      { kind: 'retry', hint: 'it is up again' } as const,
      'A person has looked at it and says: try again. it is up again',
    ],
  ])('lets an agent that had failed begin anew: %j', (answered, told) => {
    const past = new Past().model(1, ['read']).tool('read', 1, 1).question(1, null, 1);
    const agent = anew(past, { answers: answers({ 1: answered }) });
    expect(agent.told.split('\n').slice(-2)).toEqual(['A person was asked: question 1?', told]);
    expect(agent.spent.requests).toBe(0);
  });

  it('does not let it begin anew a second time once it has begun', () => {
    const past = new Past().model(1, ['read']).question(1, null, 1).model(1, ['read']).tool('read', 1, 1);
    expect(calls(resumed(past, { answers: answers({ 1: { kind: 'retry', hint: null } }) }))).toEqual([
      ['call-1-1', 'read said ok'],
    ]);
  });

  it('ends the agent if that is what they want', () => {
    for (const past of [asked(), new Past().model(1, []).question(1, null, 1)]) {
      const ended = rebuilt(past, { answers: answers({ 1: { kind: 'giveUp', reason: 'the site is gone' } }) });
      expect(ended).toEqual({ kind: 'given-up', reason: 'the site is gone' });
    }
  });

  it('is there for an agent that failed before its model said anything', () => {
    const past = new Past().unkept('model', 'error').question(1, null, 0);
    expect(anew(past, { answers: answers({ 1: { kind: 'retry', hint: null } }) }).told).not.toContain('1. ');
  });
});

describe('calls that must not happen twice', () => {
  const send = { tool: 'send', input: { to: 'ann', text: 'hello' } };
  const input = { text: 'hello', to: 'ann' };

  it('are told of before they are made again, if the one before was interrupted', () => {
    const { calls: list, once } = resumed(
      new Past().model(1, [send]).unkept('send', 'interrupted', { input: send.input }),
    );
    expect(list.map(({ told }) => told)).toEqual([null]);
    expect(once.judge('send', input)).toEqual({
      kind: 'tell',
      told: expect.stringContaining(
        '- send {"text":"hello","to":"ann"}: was interrupted; nobody knows whether it took effect\n',
      ),
    });
    expect(once.judge('send', input)).toMatchObject({
      kind: 'run',
      earlier: [{ tool: 'send', outcome: 'interrupted' }],
    });
  });

  it('are made if they were asked for, and never begun', () => {
    expect(resumed(new Past().model(1, [send])).once.judge('send', input)).toEqual({ kind: 'run', earlier: [] });
  });

  it('are made again if the model itself remembers the first time', () => {
    const past = new Past().model(1, [send, send]).tool('send', 1, 1, { input });
    expect(resumed(past).once.judge('send', input)).toEqual({ kind: 'run', earlier: [] });
  });

  it.each([
    ['success', 'succeeded: send said ok', new Past().model(1, [send, 'click']).tool('send', 1, 1, { input })],
    [
      'error',
      'failed: it did not work',
      new Past().model(1, [send, 'click']).tool('send', 1, 1, { input, failed: true }),
    ],
    [
      'timeout',
      'timed out: Action send took too long.',
      new Past().model(1, [send, 'click']).unkept('send', 'timeout', { input }),
    ],
  ])('are told of to a model that does not remember: %s', (outcome, end, past) => {
    const { once } = anew(past.tool('click', 1, 2));
    const told = { kind: 'tell', told: expect.stringContaining(`: ${end}\n`) };
    expect(once.judge('send', { ...input, to: 'ben' })).toEqual({ kind: 'run', earlier: [] });
    expect(once.judge('send', input)).toEqual(told);
    expect(once.judge('send', input)).toMatchObject({ kind: 'run', earlier: [{ outcome }] });
  });

  it('are not told of twice, though the worker dies in between', () => {
    const past = new Past()
      .model(1, [send, 'click'])
      .tool('send', 1, 1, { input })
      .tool('click', 1, 2)
      // The second attempt began anew.
      .model(1, [send])
      .tool('send', 1, 1, { input, failed: true, skipped: 'once' })
      .model(2, [send]);
    expect(resumed(past).once.judge('send', input)).toMatchObject({ kind: 'run', earlier: [{ outcome: 'success' }] });
  });

  it('are known by what their row shows where the call itself is not known', () => {
    const past = new Past().model(1, [], { kept: undefined }).unkept('send', 'interrupted', { input: send.input });
    const { once } = anew(past);
    expect(once.judge('send', { to: 'ben' }).kind).toBe('run');
    expect(once.judge('send', input).kind).toBe('tell');
  });

  it('are told apart by their whole input', () => {
    const long = (end: string) => ({ text: 'x'.repeat(10_000) + end });
    const past = new Past()
      .model(1, [{ tool: 'send', input: long('a') }, 'click'])
      .unkept('send', 'timeout', { input: long('a') })
      .tool('click', 1, 2);
    const { once } = anew(past);
    expect(once.judge('send', long('b')).kind).toBe('run');
    expect(once.judge('send', long('a')).kind).toBe('tell');
  });
});
