import { expect, test } from 'vitest';
import { TimedOutError } from '../errors/step-errors.ts';
import { plainError } from './plain-error.ts';

const TOKEN = 'sk-ant-api03-a1B2c3D4e5F6g7H8';

/** An error's chain of causes, outermost first, as messages. */
function chain(error: unknown): readonly string[] {
  return error instanceof Error ? [error.message, ...chain(error.cause)] : [];
}

test('an error keeps its name, its message and its code', () => {
  const error = plainError(Object.assign(new RangeError('too far'), { code: 'EFAR' }));
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name: 'RangeError', message: 'too far', code: 'EFAR' });
});

test('without a code or a cause it has none', () => {
  const error = plainError(new Error('a'));
  expect(Object.hasOwn(error, 'code')).toBe(false);
  expect(Object.hasOwn(error, 'cause')).toBe(false);
});

test('what a library hangs on its errors is left out', () => {
  const thrown = Object.assign(new Error('HTTP 401'), { request: { headers: { authorization: TOKEN } }, status: 401 });
  const error = plainError(thrown);
  expect(Object.keys(error)).toEqual(['name']);
});

test('the chain of causes stays, with names and codes', () => {
  const socket = Object.assign(new TypeError('closed'), { code: 'ECONNRESET' });
  const thrown = new TimedOutError('Step a', 100, { cause: new Error('no answer', { cause: socket }) });
  expect(plainError(thrown)).toMatchObject({ name: 'TimedOutError', code: 'timed_out' });
  expect(chain(plainError(thrown))).toEqual([
    'Step a took longer than its 100 ms.',
    'no answer',
    'TypeError: closed (ECONNRESET)',
  ]);
});

test('a chain that goes round in circles, or on and on, ends', () => {
  const circle = new Error('a');
  circle.cause = new Error('b', { cause: circle });
  expect(chain(plainError(circle))).toEqual(['a', 'b']);

  let deep = new Error('0');
  for (let depth = 1; depth <= 50; depth += 1) deep = new Error(String(depth), { cause: deep });
  expect(chain(plainError(deep))).toEqual(['50', '49', '48', '47', '46', '45', '… (more causes)']);
});

test('secrets are redacted in message, causes and stack', () => {
  const thrown = new Error(`no access with ${TOKEN}`, { cause: new Error(`https://anna:hunter2@example.com/ failed`) });
  const error = plainError(thrown);
  expect(thrown.stack).toContain(TOKEN);
  expect(`${chain(error).join('\n')}\n${error.stack}`).not.toMatch(/a1B2c3D4|hunter2/);
  expect(error.message).toBe('no access with [redacted]');
});

test('the stack is that of the error, and cut', () => {
  const thrown = new Error('a');
  expect(plainError(thrown).stack).toBe(thrown.stack);
  thrown.stack = `Error: a\n${'    at somewhere (file.ts:1:1)\n'.repeat(1_000)}`;
  expect(plainError(thrown).stack).toHaveLength(4_000);
});

test.each([
  ['a text', 'no luck', 'Error', 'no luck'],
  ['nothing', undefined, 'Error', 'undefined was thrown'],
  ['null', null, 'Error', 'null was thrown'],
  ['an empty error', Object.assign(new TypeError('a'), { message: '' }), 'TypeError', 'TypeError without a message'],
  ['an object', { code: 7 }, 'Error', '{"code":7}'],
])('%s becomes an error', (_, thrown, name, message) => {
  expect(plainError(thrown)).toMatchObject({ name, message });
});

test('what cannot be read is left out', () => {
  const hostile = Object.defineProperty(new Error('a'), 'stack', {
    get: () => {
      throw new Error('hostile');
    },
  });
  expect(plainError(hostile).message).toBe('a');
});
