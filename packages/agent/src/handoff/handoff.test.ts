import { testDatabase } from '@telltale/testing';
import { call, calls, say, startModelServer } from '@telltale/testing/model';
import { expect, test } from 'vitest';
import { AgentWorkers } from '../../test/agent-workers.ts';

const db = testDatabase();
const ask = call('ask_human', { question: 'Left or right?', options: ['left', 'right'] });

test('an agent asks, its run pauses without a worker, and it goes on where it asked once somebody has answered', async () => {
  await using model = await startModelServer();
  await using workers = await AgentWorkers.open(db);
  model.script([calls([call('read', { what: 'a' }), ask, call('read', { what: 'b' })]), say('went left')]);
  const runId = await workers.submit(model);
  const { child } = await workers.start();
  expect(await child.message('left')).toMatchObject({ how: 'paused' });
  expect(await workers.client.reader.getRun(runId)).toMatchObject({
    state: 'paused',
    question: {
      step: 'work',
      question: { agent: 'agent', question: 'Left or right?', options: ['left', 'right'], reason: 'asked' },
    },
  });
  expect(await workers.story(runId)).toEqual([
    'agent.started',
    'agent.asked',
    'agent.finished needs-human',
    'run.paused',
  ]);

  // Its worker has one place, which is free.
  await using other = await startModelServer();
  other.script([say('meanwhile')]);
  expect(await workers.end(await workers.submit(other))).toMatchObject({ result: 'meanwhile' });
  expect(await child.message('left')).toMatchObject({ how: 'succeeded' });

  // Nobody understands this.
  await workers.client.resume(runId, { answer: 7 });
  expect(await child.message('left')).toMatchObject({ how: 'paused' });
  expect(await workers.client.reader.getRun(runId)).toMatchObject({
    question: {
      question: { question: expect.stringMatching(/^Left or right\? \(The last answer was not understood/) },
    },
  });

  await workers.client.resume(runId, { answer: 'left' });
  expect(await workers.end(runId)).toEqual({ state: 'succeeded', result: 'went left' });
  expect(model.requests.at(-1)?.toolResults.map(({ text }) => text)).toEqual([
    'read a: ok',
    'A person answered: left',
    'read b: ok',
  ]);
  expect(model.problems).toEqual([]);
});

test('an agent that met a limit may try again with a hint, and give up', async () => {
  await using model = await startModelServer();
  await using workers = await AgentWorkers.open(db);
  const tries = () => [call('read', { what: 'a' }), call('read', { what: 'b' })];
  model.script([...tries(), ...tries()]);
  const runId = await workers.submit(model, { handoff: 'on-failure', modelRequests: 2 });
  const { child } = await workers.start();
  expect(await child.message('left')).toMatchObject({ how: 'paused' });
  expect(await workers.client.reader.getRun(runId)).toMatchObject({
    question: {
      question: {
        agent: 'agent',
        reason: 'limited',
        question: expect.stringContaining('let it try again'),
        whatHappened: expect.stringContaining('1. read {"what":"a"}: succeeded: read a: ok'),
      },
    },
  });

  await workers.client.resume(runId, { answer: { retry: true, hint: 'it is in c' } });
  expect(await child.message('left')).toMatchObject({ how: 'paused' });
  expect(model.requests[2]?.lastText).toMatch(/A person has looked at it and says: try again\. it is in c$/);

  await workers.client.resume(runId, { answer: { giveUp: true, reason: 'nobody needs it' } });
  const end = await workers.end(runId);
  expect(end).toMatchObject({ state: 'failed', error: { message: expect.stringContaining('nobody needs it') } });
  expect((await workers.story(runId)).at(-1)).toBe('agent.finished failed');
  expect(model.problems).toEqual([]);
});
