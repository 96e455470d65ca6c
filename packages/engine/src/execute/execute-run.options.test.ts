import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { type Script, testEngine } from '../../test/engine.ts';

const db = testDatabase();
const engine = testEngine(db);

const thrown = (message: string) => () => {
  throw new Error(message);
};

test.each<[string, Script, string]>([
  [
    'a time that no timer can hold',
    ({ step }) => step('one', { timeoutMs: 3e9 }, () => 1),
    'timeoutMs has to be a number',
  ],
  [
    'a rest that is no number',
    ({ step }) => step('one', { retries: { attempts: 2, backoffMs: Number.NaN } }, thrown('first')),
    'retries.backoffMs has to be a number',
  ],
  [
    'no concurrency',
    ({ step }) => step('one', (s) => s.items([1], { key: String, concurrency: 0 }, (one) => one)),
    'concurrency has to be a whole number from 1',
  ],
  [
    'an action without time',
    ({ step }) => step('one', (s) => s.action('fetch', null, () => 1, { timeoutMs: 0 })),
    'timeoutMs has to be a number',
  ],
  ['a skipIf that throws', ({ step }) => step('one', { skipIf: thrown('no such file') }, () => 1), 'no such file'],
])('%s fails the step, which says so', async (_, script, why) => {
  const { runId, message } = await engine.failureOf(script);
  expect(message).toMatch(`Error in step one: ${why}`);
  expect(await engine.trace(runId)).toEqual([
    'run.submitted',
    'run.started',
    'step.started one',
    'step.failed one',
    'run.failed one',
  ]);
});

test.each(['output', 'failure', 'tokens', 'costUsd'] as const)(
  'an action whose %s throws has ended with that',
  async (option) => {
    const { runId, message } = await engine.failureOf(({ step }) =>
      step('one', (s) => s.action('fetch', null, () => 1, { [option]: thrown('no such member') })),
    );
    expect(message).toMatch('Error in step one: no such member');
    const finished = (await engine.events(runId)).filter(({ type }) => type === 'action.finished');
    expect(finished.map(({ data }) => data)).toMatchObject([
      { outcome: 'error', error: { message: 'no such member' } },
    ]);
  },
);
