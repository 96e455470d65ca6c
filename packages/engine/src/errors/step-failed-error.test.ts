import { DBOSJSON, deserializeResError, serializeResError } from '@dbos-inc/dbos-sdk/internal/serialization';
import type { StepFailure } from '@telltale/core';
import { expect, test } from 'vitest';
import { plainError } from '../execute/plain-error.ts';
import { type FailureReport, reportOf, StepFailedError } from './step-failed-error.ts';

const counts = { total: 120, done: 45, failed: 0, skipped: 0, estimated: true };

const FAILURE: StepFailure = {
  kind: 'timeout',
  step: 'transcribe',
  cause: 'no answer within 30 s',
  counts,
  unit: 'segments',
  item: { key: 's46', label: 'segment 46' },
  next: [{ do: 'retry', runId: 'recording-x-run-1', step: 'transcribe' }],
};

const REPORT: FailureReport = {
  runId: 'recording-x-run-1',
  step: 'transcribe',
  item: 's46',
  kind: 'timeout',
  counts,
  openActions: [{ actionId: 'a1', tool: 'transcribe', outcome: 'running' }],
  lastActions: [],
  tried: [{ source: 'feed', outcome: 'error', note: 'HTTP 404' }],
  next: ['go on from step transcribe with "telltale retry recording-x-run-1"'],
};

const SENTENCE =
  "Timeout in step transcribe after 45 of ~120 segments, at 'segment 46': no answer within 30 s. " +
  'Next: go on from step transcribe with "telltale retry recording-x-run-1".';

function failed(): StepFailedError {
  const cause = plainError(Object.assign(new Error('socket closed', { cause: new Error('reset') }), { code: 'ECONN' }));
  return new StepFailedError(FAILURE, REPORT, cause);
}

/** What DBOS gives to whoever asks for the error of a run. */
async function throughDatabase(error: Error): Promise<unknown> {
  const { serializedValue, serialization } = await serializeResError(error, DBOSJSON, undefined);
  return await deserializeResError(serializedValue, serialization, DBOSJSON);
}

test('a failed step is told in a sentence', () => {
  const error = failed();
  expect(error.message).toBe(SENTENCE);
  expect(error).toMatchObject({
    name: 'StepFailedError',
    code: 'step_failed',
    details: { runId: 'recording-x-run-1', step: 'transcribe', kind: 'timeout' },
  });
  expect(reportOf(error)).toBe(error.report);
});

test('it reads the same after a database, where it is no instance of its class any more', async () => {
  const back = await throughDatabase(failed());
  expect(back).not.toBeInstanceOf(StepFailedError);
  expect(back).toMatchObject({ name: 'StepFailedError', message: SENTENCE, code: 'step_failed' });
  expect(reportOf(back)).toEqual(REPORT);
  expect(back).toMatchObject({
    cause: { message: 'socket closed', code: 'ECONN', cause: { message: 'reset' } },
  });
});

test('its report is plain data', () => {
  expect(reportOf(JSON.parse(JSON.stringify(failed())))).toEqual(REPORT);
});

test.each([
  [undefined],
  [null],
  ['step_failed'],
  [new Error('a')],
  [Object.assign(new Error('a'), { code: 'step_failed' })],
  [{ code: 'step_failed', report: 'text' }],
  [{ code: 'step_failed', report: null }],
  [{ code: 'other', report: REPORT }],
])('%s has no report', (error) => {
  expect(reportOf(error)).toBeNull();
});
