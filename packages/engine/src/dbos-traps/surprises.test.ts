import { setImmediate } from 'node:timers/promises';
import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { scriptedPipeline, subjectOf, testEngine, untilPaused } from '../../test/engine.ts';

const db = testDatabase();
const child = scriptedPipeline({ name: 'child' });
const narrow = scriptedPipeline({ name: 'narrow', queue: { workerConcurrency: 1 } });
const engine = testEngine(db, { pipelines: [scriptedPipeline(), child, narrow] });

test('as many runs are started as the body asks for, each with its own handle', async () => {
  const subjects = Array.from({ length: 5 }, (_, index) => subjectOf(() => index));
  const started = (await engine.resultOf(async ({ spawn }) => {
    const runs: string[] = [];
    for (const subject of subjects) runs.push((await spawn(child, { subject })).runId);
    return runs;
  })) as string[];
  const ends = await Promise.all(started.map((runId) => engine.client.wait(runId)));
  expect(ends).toEqual(subjects.map((_, index) => ({ state: 'succeeded', result: index })));
});

test('items in lanes get their own results back after a replay, whatever the order in which they ended', async () => {
  const list = Array.from({ length: 12 }, (_, index) => `item ${index}`);
  const half = Promise.withResolvers<void>();
  let done = 0;
  const runId = await engine.start(
    async ({ step }) =>
      await step('one', (s) =>
        s.items(list, { key: String, concurrency: 4 }, async (key, { index }) => {
          // The later of each four end first.
          for (let turns = 4 - (index % 4); turns > 0; turns -= 1) await setImmediate();
          done += 1;
          if (done === 6) half.resolve();
          if (done >= 6 && s.attempt === 1) await untilPaused(s);
          return `result of ${key}`;
        }),
      ),
  );
  await half.promise;
  await engine.client.pause(runId);
  expect(await engine.left(runId)).toBe('paused');
  await engine.client.resume(runId);
  expect(await engine.client.wait(runId)).toEqual({
    state: 'succeeded',
    result: list.map((key) => `result of ${key}`),
  });
});

test('a body runs again from its start after a pause, and its finished steps do not', async () => {
  const begun = Promise.withResolvers<void>();
  const ran: string[] = [];
  const runId = await engine.start(async ({ step }) => {
    ran.push('body');
    const one = await step('one', () => {
      ran.push('one');
      return Math.random();
    });
    ran.push(`one gave ${one}`);
    await step('two', async (s) => {
      ran.push('two');
      if (s.attempt > 1) return;
      begun.resolve();
      await untilPaused(s);
    });
  });
  await begun.promise;
  await engine.client.pause(runId);
  expect(await engine.left(runId)).toBe('paused');
  await engine.client.resume(runId);
  await engine.client.wait(runId);
  const [gave] = ran.filter((what) => what.startsWith('one gave'));
  expect(ran).toEqual(['body', 'one', gave, 'two', 'body', gave, 'two']);
});

test('a run that waits for an answer leaves its place to the next one', async () => {
  const asking = await engine.start(async ({ step }) => await step('one', (s) => s.ask('go on?')), narrow);
  const { end } = await engine.run(() => 'meanwhile', narrow);
  expect(end).toEqual({ state: 'succeeded', result: 'meanwhile' });
  expect(await engine.client.reader.getRun(asking)).toMatchObject({
    state: 'paused',
    question: { question: 'go on?' },
  });
  await engine.client.resume(asking, { answer: 'yes' });
  expect(await engine.client.wait(asking)).toEqual({ state: 'succeeded', result: 'yes' });
});
