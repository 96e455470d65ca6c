import { expect, test } from 'vitest';
import { errorSchema } from '../schemas/error.ts';
import { readErrorBody } from './read-error-body.ts';

const told = { code: 'run_not_found', message: 'There is no such run.' };

test.for<[unknown]>([
  [{ error: told }],
  [{ error: { ...told, hint: 'Look again.', details: { runId: 'a', faults: [] } } }],
  [{ error: { ...told, newer: 1 } }],
  [{ error: { ...told, hint: null } }],
  [{ error: { ...told, details: null } }],
  [{ error: { ...told, details: [] } }],
  [{ error: { ...told, details: 'none' } }],
  [{ error: { code: 404, message: 'No.' } }],
  [{ error: { code: 'x' } }],
  [{ error: 'No.' }],
  [{ error: [] }],
  [{}],
  [[]],
  [null],
  [undefined],
  ['<html>'],
])('reads what the schema takes, and nothing else: %j', ([json]) => {
  const { success, data } = errorSchema.safeParse(json);
  expect(readErrorBody(json)).toEqual(success ? data.error : null);
});
