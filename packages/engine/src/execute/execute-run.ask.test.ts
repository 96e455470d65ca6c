import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { testEngine } from '../../test/engine.ts';
import { itemsOf, recordedOf } from '../../test/rows.ts';

const db = testDatabase();
const engine = testEngine(db);

test('a step asks one question after the other, and has all answers whenever it runs again', async () => {
  const runId = await engine.start(
    async ({ step }) =>
      await step('one', async (s) => ({
        who: await s.ask('Who speaks first?', { key: 'first' }),
        sure: await s.ask({ text: 'Is that sure?', choices: ['yes', 'no'] }, { key: 'sure' }),
        attempt: s.attempt,
      })),
  );
  expect(await engine.left(runId)).toBe('paused');
  expect(await engine.client.reader.getRun(runId)).toMatchObject({
    state: 'paused',
    question: { step: 'one', key: 'first', question: 'Who speaks first?' },
  });
  await expect(engine.client.resume(runId)).rejects.toMatchObject({
    code: 'answer_missing',
    message: expect.stringContaining(`Run ${runId} waits for an answer in step one to “Who speaks first?”`),
  });

  const asksAgain = engine.leaves(runId);
  await engine.client.resume(runId, { answer: { name: 'Ann' }, by: 'ben' });
  expect(await asksAgain).toBe('paused');
  expect(await engine.client.reader.getRun(runId)).toMatchObject({
    question: { key: 'sure', question: { text: 'Is that sure?', choices: ['yes', 'no'] } },
  });
  await engine.client.resume(runId, { answer: 'yes' });
  expect(await engine.client.wait(runId)).toEqual({
    state: 'succeeded',
    result: { who: { name: 'Ann' }, sure: 'yes', attempt: 3 },
  });
  expect(await recordedOf(db, runId)).toEqual(['one']);
});

test('what an item asks is asked once the others in work have finished, and they are not done again', async () => {
  const did: string[] = [];
  const asked = Promise.withResolvers<void>();
  const runId = await engine.start(
    async ({ step }) =>
      await step('one', (s) =>
        s.items(['a', 'b', 'c'], { key: String, concurrency: 2 }, async (key) => {
          if (key === 'a') {
            asked.resolve();
            return await s.ask('Is this a tree?', { key });
          }
          await asked.promise;
          did.push(`${key}${s.attempt}`);
          return key;
        }),
      ),
  );
  expect(await engine.left(runId)).toBe('paused');
  expect(await itemsOf(db, runId, 'one')).toEqual({ b: 'succeeded' });
  await engine.client.resume(runId, { answer: 'it is' });
  expect(await engine.client.wait(runId)).toEqual({ state: 'succeeded', result: ['it is', 'b', 'c'] });
  expect(did).toEqual(['b1', 'c2']);
});

test('the same question in two steps has two answers', async () => {
  const runId = await engine.start(async ({ step }) => [
    await step('one', (s) => s.ask('go on?')),
    await step('two', (s) => s.ask('go on?')),
  ]);
  expect(await engine.left(runId)).toBe('paused');
  const asksAgain = engine.leaves(runId);
  await engine.client.resume(runId, { answer: 1 });
  expect(await asksAgain).toBe('paused');
  await engine.client.resume(runId, { answer: null });
  expect(await engine.client.wait(runId)).toEqual({ state: 'succeeded', result: [1, null] });
});
