import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { giveTo, makeRun } from '../../test/runs.ts';
import { changeRun } from './change-run.ts';
import { takeRun } from './take-run.ts';

const db = testDatabase();

test('takeRun gives what an execution begins with', async () => {
  const pool = db.pool();
  const { runId, owner } = await makeRun(pool, { subject: 'taken', title: 'Folge 1', retryOf: 'episode-taken-run-0' });
  expect(await takeRun(pool, runId)).toEqual({
    pipeline: 'episode',
    subject: 'taken',
    number: 1,
    version: '1',
    title: 'Folge 1',
    retryOf: 'episode-taken-run-0',
    state: 'running',
    control: null,
    lastSeq: 1,
    owner,
    tries: 0,
    answers: {},
    attempts: [],
  });

  const at = (second: number) => `2026-01-01T00:00:0${second}.000Z`;
  const data = { number: 1, of: 3 };
  await giveTo(pool, runId, 'w-2');
  await changeRun(pool, runId, (run) =>
    run.append([
      { type: 'run.started', data: { workerId: 'w-1', attempt: 1 } },
      { type: 'step.started', step: 'download', at: at(1), data: { ...data, attempt: 1 } },
      {
        type: 'step.failed',
        step: 'download',
        at: at(2),
        data: { durationMs: 1, error: { name: 'E', message: 'no' } },
      },
      { type: 'step.started', step: 'download', at: at(3), data: { ...data, attempt: 2 } },
      { type: 'run.paused', step: 'download', data: { key: 'k', question: 'Who?' } },
      { type: 'run.resumed', data: { answer: { name: 'me' } } },
      { type: 'run.pausing', data: { by: 'ann' } },
    ]),
  );
  expect(await takeRun(pool, runId)).toMatchObject({
    state: 'pausing',
    control: { control: 'pause', by: 'ann', reason: null },
    tries: 1,
    answers: { 'download/k': { name: 'me' } },
    attempts: [
      { step: 'download', attempt: 1, outcome: 'failed', startedAt: at(1) },
      { step: 'download', attempt: 2, outcome: null, startedAt: at(3) },
    ],
  });
  await expect(takeRun(pool, 'episode-x-run-1')).rejects.toMatchObject({ code: 'run_not_found' });
});
