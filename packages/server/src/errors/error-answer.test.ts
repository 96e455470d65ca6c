import { ERROR_CODES } from '@telltale/api';
import { TelltaleError } from '@telltale/core';
import { ArtifactStoreError } from '@telltale/engine/artifacts';
import { InvalidInputError } from '@telltale/engine/client';
import { DatabaseUnreachableError, FeedClosedError, LedgerQueryError, RunNotFoundError } from '@telltale/ledger';
import { describe, expect, test } from 'vitest';
import { errorAnswer } from './error-answer.ts';

describe('what a caller is told of an error', () => {
  test('its code, message, hint and details, with the status that belongs to the code', () => {
    expect(errorAnswer(new RunNotFoundError('x'))).toEqual({
      status: 404,
      error: {
        code: 'run_not_found',
        message: 'There is no run x.',
        hint: expect.stringContaining('Check the id'),
        details: { runId: 'x' },
      },
    });
  });

  test('each fault of an input', () => {
    const answer = errorAnswer(new InvalidInputError('episode', [{ path: 'url', message: 'is no URL' }]));
    expect(answer).toMatchObject({
      status: 422,
      error: { details: { faults: [{ path: 'url', message: 'is no URL' }] } },
    });
  });

  test.for([
    new DatabaseUnreachableError('db.internal:5432/telltale', new Error('no route to 10.0.0.7')),
    new LedgerQueryError(
      'db.internal:5432/telltale',
      { sqlState: '57014', retryable: true, hint: 'x' },
      new Error('SELECT'),
    ),
    new ArtifactStoreError('local folder /var/lib/10.0.0.7', 'open a file', {
      reason: 'x',
      hint: 'x',
      retryable: true,
    }),
  ])('but not where the parts are that it concerns: $code', (error) => {
    const answer = errorAnswer(error);
    expect(answer).toMatchObject({ status: 503, error: { code: error.code, hint: expect.stringContaining('log') } });
    expect(JSON.stringify(answer)).not.toMatch(/internal:|10\.0\.0|SELECT|\/var/);
    expect(answer?.error.details).toBeUndefined();
  });

  test('a part that was closed is a server that stops', () => {
    expect(errorAnswer(new FeedClosedError())).toMatchObject({ status: 503, error: { code: 'shutting_down' } });
  });

  test('nothing, if nobody expected it', () => {
    expect(errorAnswer(new Error('x'))).toBeNull();
    expect(errorAnswer(new TelltaleError('x', { code: 'toString' }))).toBeNull();
    expect(errorAnswer('x')).toBeNull();
  });
});

test('every code of the contract is answered with its status', () => {
  for (const [code, { status }] of Object.entries(ERROR_CODES)) {
    expect(errorAnswer(new TelltaleError('x', { code }))).toMatchObject({ status, error: { code } });
  }
});
