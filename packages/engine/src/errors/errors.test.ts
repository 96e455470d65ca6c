import type { TelltaleError } from '@telltale/core';
import { expect, test } from 'vitest';
import * as pipeline from './pipeline-errors.ts';
import { RunFailedError } from './run-failed-error.ts';
import * as step from './step-errors.ts';
import { StepFailedError } from './step-failed-error.ts';
import * as worker from './worker-errors.ts';

const RUN = 'episode-a-run-1';

/** Each error as it is made, and what a person reads. */
const ERRORS: readonly (readonly [TelltaleError, code: string, message: string])[] = [
  [
    new pipeline.InvalidPipelineError('Episode', 'it has no steps'),
    'pipeline_invalid',
    'Pipeline "Episode" cannot be defined: it has no steps.',
  ],
  [
    new pipeline.UnknownPipelineError('episode', []),
    'pipeline_unknown',
    'There is no pipeline "episode" here; there is none.',
  ],
  [
    new pipeline.UnknownPipelineError('episode', ['a', 'b']),
    'pipeline_unknown',
    'There is no pipeline "episode" here; there is a, b.',
  ],
  [
    new pipeline.InvalidInputError('episode', [
      { path: 'steps[2].url', message: 'Invalid URL' },
      { path: '', message: 'too much' },
    ]),
    'input_invalid',
    'Pipeline episode does not take this input: steps[2].url: Invalid URL; too much.',
  ],
  [
    new pipeline.InvalidSubjectError('episode', { problem: 'it is empty' }),
    'subject_invalid',
    'Pipeline episode finds no subject in this input: it is empty.',
  ],
  [
    new step.StepMisuseError(RUN, 'save', 'step_undeclared', 'pipeline episode declares load', 'Add it.'),
    'step_undeclared',
    'Step "save" of run episode-a-run-1 cannot be called: pipeline episode declares load.',
  ],
  [
    new step.StepEndedError(RUN, 'save', 2),
    'step_ended',
    'Attempt 2 of step save of run episode-a-run-1 has ended; nothing more of it is recorded.',
  ],
  [new step.TimedOutError('Step save', 120_000), 'timed_out', 'Step save took longer than its 2 m 00 s.'],
  [
    new step.TimedOutError('Action fetch', 500, { ignoredMs: 10_000 }),
    'timed_out',
    'Action fetch took longer than its 500 ms, and ignored its signal for 10.0 s more.',
  ],
  [new step.ActionBlockedError('It may not buy anything.'), 'action_blocked', 'It may not buy anything.'],
  [
    new step.ItemKeyError('chunk', 3, 'item_key_repeated', 'has the key "a", which another one has already'),
    'item_key_repeated',
    'Item 3 of step chunk has the key "a", which another one has already.',
  ],
  [
    new step.ResultNotSerializableError('step save', 'result.run', 'a function'),
    'result_not_serializable',
    'The result of step save cannot be kept: result.run is a function.',
  ],
  [
    new step.ResultTooLargeError('item "a"', 2_000, 1_000),
    'result_too_large',
    'The result of item "a" takes at least 2000 bytes as JSON; 1000 may be kept in the database.',
  ],
  [
    new worker.WorkerExistsError('w1'),
    'worker_exists',
    'This process runs worker w1 already; a second worker cannot start in it.',
  ],
  [
    new worker.WorkerExistsError(null),
    'worker_exists',
    'This process runs DBOS already; a second worker cannot start in it.',
  ],
  [
    new worker.WorkerIdInUseError('w1'),
    'worker_id_in_use',
    'There is a worker w1 already, and it was heard from within the last half minute.',
  ],
  [
    new worker.InvalidWorkerError('it has no pipelines'),
    'worker_invalid',
    'This worker cannot be made: it has no pipelines.',
  ],
  [
    new worker.DbosLaunchError('localhost:5432/app', new Error('permission denied'), undefined),
    'dbos_launch_failed',
    'DBOS could not start on the database at localhost:5432/app: permission denied.',
  ],
  [
    new worker.StrayWorkflowError('stray', { pipeline: 'episode' }),
    'workflow_stray',
    'Workflow stray was put into the queue of pipeline episode past the client: it belongs to no run, and is not executed. Start runs with client.submit.',
  ],
  [
    new RunFailedError(RUN, { message: 'Error in step save: disk full.' }),
    'run_failed',
    'Error in step save: disk full.',
  ],
];

test.each(ERRORS)('%s', (error, code, message) => {
  expect(error.message).toBe(message);
  expect(error.code).toBe(code);
  expect(error.name).toBe(error.constructor.name);
});

test.each(ERRORS)('%s tells what to do in sentences, if it does', ({ hint }) => {
  if (hint !== undefined) expect(hint).toMatch(/^[A-Z].*\.$/);
});

test('every error class of a step is here', () => {
  const made = new Set(ERRORS.map(([error]) => error.constructor));
  const classes = [pipeline, step, worker].flatMap((file) => Object.values(file));
  expect(classes.filter((one) => !made.has(one as never))).toEqual([]);
});

test('a timeout can be tried again, and says whether what timed out still runs', () => {
  expect(new step.TimedOutError('a', 1)).toMatchObject({ retryable: true, leftBehind: false });
  expect(new step.TimedOutError('a', 1, { ignoredMs: 1 })).toMatchObject({ retryable: true, leftBehind: true });
});

test('misuse cannot be tried again', () => {
  expect(new step.StepMisuseError(RUN, 'a', 'step_nested', 'b', 'c').retryable).toBe(false);
});

test('causes stay', () => {
  const cause = new Error('why');
  expect(new step.TimedOutError('a', 1, { cause }).cause).toBe(cause);
  expect(new step.ActionBlockedError('a', { cause }).cause).toBe(cause);
  expect(new StepFailedError({ kind: 'error', step: 'a', cause: 'b' }, REPORT, cause).cause).toBe(cause);
});

const REPORT = {
  runId: RUN,
  step: 'a',
  item: null,
  kind: 'error',
  counts: null,
  openActions: [],
  lastActions: [],
  tried: [],
  next: [],
} as const;

test('names of any length are cut', () => {
  const long = 'x'.repeat(10_000);
  expect(new pipeline.InvalidPipelineError(long, 'a').message.length).toBeLessThan(200);
  expect(new pipeline.UnknownPipelineError(long, []).message.length).toBeLessThan(200);
  expect(new step.StepMisuseError(RUN, long, 'step_undeclared', 'a', 'b').message.length).toBeLessThan(200);
});
