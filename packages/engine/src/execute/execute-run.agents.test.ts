import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { testEngine } from '../../test/engine.ts';

const db = testDatabase();
const engine = testEngine(db);

test('what is said of an agent is in the trace with its step and its item, also from within an action', async () => {
  const { runId } = await engine.run(
    async ({ step }) =>
      await step('one', async (s) => {
        await s.tell('agent.started', { model: 'm-1', limits: { modelRequests: 30 } });
        await s.items(['a'], { key: String }, async () => {
          await s.action('click', null, () => s.tell('agent.spoke', { text: 'I click.' }));
        });
        await s.tell('agent.finished', { outcome: 'succeeded', durationMs: 5, costUsd: 0.01 });
      }),
  );
  const told = (await engine.events(runId)).filter(({ type }) => type.startsWith('agent.'));
  expect(told).toEqual([
    { type: 'agent.started', step: 'one', item: null, data: { model: 'm-1', limits: { modelRequests: 30 } } },
    { type: 'agent.spoke', step: 'one', item: 'a', data: { text: 'I click.' } },
    { type: 'agent.finished', step: 'one', item: null, data: { outcome: 'succeeded', durationMs: 5, costUsd: 0.01 } },
  ]);
});

test('a run in which an agent needs a person says what it waits for', async () => {
  const question = { agent: 'agent', question: 'Which of the two links?', reason: 'asked' };
  const runId = await engine.start(
    async ({ step }) =>
      await step('one', async (s) => {
        await s.tell('agent.started', { model: 'm-1' });
        if (s.attempt === 1) {
          await s.tell('agent.asked', { question: question.question });
          await s.tell('agent.finished', { outcome: 'needs-human', durationMs: 5 });
        }
        return await s.ask(question, { key: 'agent/1' });
      }),
  );
  expect(await engine.left(runId)).toBe('paused');
  expect(await engine.client.reader.getRun(runId)).toMatchObject({
    state: 'paused',
    looping: null,
    question: { step: 'one', key: 'agent/1', question },
  });
  await expect(engine.client.resume(runId)).rejects.toMatchObject({
    message: expect.stringContaining('to “Which of the two links?”'),
  });
  await engine.client.resume(runId, { answer: 'the first' });
  expect(await engine.client.wait(runId)).toEqual({ state: 'succeeded', result: 'the first' });
});
