import type { WorkerHooks } from '@telltale/engine';
import { expect, test } from 'vitest';
import { joinHooks } from './join-hooks.ts';

const TAKEN = { runId: 'work-a-run-1', tries: 1 };

test('all are told, in order, each of what it asked for', () => {
  const told: string[] = [];
  const hooks = joinHooks(
    { runTaken: ({ runId }) => told.push(`first ${runId}`) },
    { runTaken: ({ runId }) => told.push(`second ${runId}`), log: ({ message }) => told.push(message) },
  );
  hooks.runTaken?.(TAKEN);
  hooks.log?.({ level: 'info', message: 'hello' });
  expect(told).toEqual(['first work-a-run-1', 'second work-a-run-1', 'hello']);
});

test('a moment that nobody asked for is not there', () => {
  expect(Object.keys(joinHooks({ log: () => undefined }, {}))).toEqual(['log']);
});

test('one that throws does not keep the others from being told, and its error is not swallowed', () => {
  const told: string[] = [];
  const fails = (): never => {
    throw new Error('broken');
  };
  const hooks = joinHooks({ runTaken: fails }, { runTaken: ({ runId }) => told.push(runId) });
  expect(() => hooks.runTaken?.(TAKEN)).toThrow('broken');
  expect(told).toEqual(['work-a-run-1']);
});

test('a commit point waits for all who wait there', async () => {
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
  const waits = gates.map(({ promise }): WorkerHooks => ({ commitPoint: () => promise }));
  let passed = false;
  const waited = Promise.resolve(
    joinHooks(...waits).commitPoint?.({ name: 'before-run-end', runId: 'r', step: null }),
  ).then(() => {
    passed = true;
  });
  gates[0].resolve();
  await gates[0].promise;
  expect(passed).toBe(false);
  gates[1].resolve();
  await waited;
  expect(passed).toBe(true);
});
