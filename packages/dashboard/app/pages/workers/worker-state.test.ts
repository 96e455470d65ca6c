import { describe, expect, test } from 'vitest';
import { runSummary } from '../../live/test/run-summary.ts';
import { capacityOf, percentIn, runsByWorker, stateOf } from './worker-state.ts';

const heartbeatAt = '2026-11-21T12:00:00.000Z';
const later = (seconds: number) => Date.parse(heartbeatAt) + seconds * 1_000;

describe('stateOf', () => {
  test('is silent once its heartbeat is 30 s old', () => {
    expect(stateOf({ stoppedAt: null, heartbeatAt }, later(29))).toBe('alive');
    expect(stateOf({ stoppedAt: null, heartbeatAt }, later(30))).toBe('silent');
  });

  test('is stopped when it said so, however long ago', () => {
    expect(stateOf({ stoppedAt: heartbeatAt, heartbeatAt }, later(1))).toBe('stopped');
  });
});

describe('capacityOf', () => {
  const pipelines = [
    { name: 'episode', workerConcurrency: 4 },
    { name: 'browse', workerConcurrency: 2 },
    { name: 'other', workerConcurrency: 9 },
  ];

  test('adds up what it takes of each of its queues', () => {
    expect(capacityOf(['episode', 'browse'], pipelines)).toBe(6);
  });

  test('is unknown where one of its pipelines is', () => {
    expect(capacityOf(['episode', 'elsewhere'], pipelines)).toBeNull();
  });
});

test('runsByWorker leaves out runs that nobody has', () => {
  const mine = runSummary({ workerId: 'a' });
  const runs = runsByWorker([mine, runSummary({ workerId: null }), runSummary({ workerId: 'b' })]);
  expect(runs.get('a')).toEqual([mine]);
  expect([...runs.keys()]).toEqual(['a', 'b']);
});

test('percentIn stays between 0 and 100', () => {
  expect([percentIn(1, 3), percentIn(5, 3), percentIn(0, 0)]).toEqual([33, 100, 0]);
});
