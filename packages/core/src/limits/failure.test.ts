import fc from 'fast-check';
import { expect, test } from 'vitest';
import { failureSchema } from '../events/shapes.ts';
import { toFailure } from './failure.ts';

class StepFailedError extends Error {
  readonly code = 'step_failed';
}

function withoutMessage(error: Error): Error {
  return Object.assign(error, { message: '' });
}

const refused = Object.assign(new Error('connect ECONNREFUSED ::1:5432'), { code: 'ECONNREFUSED' });
const timedOut = Object.assign(new Error('connect timed out'), { code: 'ETIMEDOUT' });
const disposal = new Error('disposal');

test.each([
  ['an error', new TypeError('x is not a function'), { name: 'TypeError', message: 'x is not a function' }],
  [
    'an error of a class that sets no name',
    new StepFailedError('transcribe failed'),
    { name: 'StepFailedError', message: 'transcribe failed', code: 'step_failed' },
  ],
  [
    'an error of a database',
    Object.assign(new Error('duplicate key'), { code: '23505' }),
    { name: 'Error', message: 'duplicate key', code: '23505' },
  ],
  [
    'an error with a number for code',
    Object.assign(new Error('Not Found'), { code: 404 }),
    { name: 'Error', message: 'Not Found', code: '404' },
  ],
  [
    'an abort',
    new DOMException('This operation was aborted', 'AbortError'),
    { name: 'AbortError', message: 'This operation was aborted' },
  ],
  [
    'an error with causes',
    new Error('download failed', { cause: new TypeError('fetch failed', { cause: refused }) }),
    {
      name: 'Error',
      message: 'download failed',
      causes: ['TypeError: fetch failed', 'connect ECONNREFUSED ::1:5432'],
    },
  ],
  [
    'an AggregateError without a message, as Node throws for a host with two addresses',
    Object.assign(withoutMessage(new AggregateError([refused, timedOut], 'x')), { code: 'ECONNREFUSED' }),
    {
      name: 'AggregateError',
      message: 'connect ECONNREFUSED ::1:5432',
      code: 'ECONNREFUSED',
      causes: ['connect ECONNREFUSED ::1:5432', 'connect timed out (ETIMEDOUT)'],
    },
  ],
  [
    'a SuppressedError',
    new SuppressedError(disposal, new Error('body'), 'both failed'),
    { name: 'SuppressedError', message: 'both failed', causes: ['disposal', 'body'] },
  ],
  [
    'an error that crossed a database',
    {
      name: 'ProviderError',
      message: 'rate limited',
      code: 'rate_limited',
      stack: '…',
      cause: { name: 'Error', message: '429' },
    },
    { name: 'ProviderError', message: 'rate limited', code: 'rate_limited', causes: ['429'] },
  ],
  [
    'an object of an API',
    { error: { type: 'overloaded', status: 529 } },
    { name: 'Error', message: '{"error":{"type":"overloaded","status":529}}' },
  ],
  ['a string', 'boom', { name: 'Error', message: 'boom' }],
  ['a number', 42, { name: 'Error', message: '42' }],
  ['undefined', undefined, { name: 'Error', message: 'undefined was thrown' }],
  ['null', null, { name: 'Error', message: 'null was thrown' }],
  ['an empty string', '', { name: 'Error', message: 'An empty string was thrown' }],
  ['an empty object', {}, { name: 'Error', message: 'Error without a message' }],
  [
    'an error without a message',
    withoutMessage(new RangeError('x')),
    { name: 'RangeError', message: 'RangeError without a message' },
  ],
  [
    'an error with only a code',
    Object.assign(withoutMessage(new Error('x')), { code: 'E_GONE' }),
    { name: 'Error', message: 'E_GONE', code: 'E_GONE' },
  ],
  ['a symbol', Symbol('x'), { name: 'Error', message: '[symbol]' }],
  ['a class', StepFailedError, { name: 'StepFailedError', message: '[function StepFailedError]' }],
  ['a message that is no string', { message: { text: 'boom' } }, { name: 'Error', message: '{"text":"boom"}' }],
  [
    'a secret and colours',
    new Error('\u001b[31mGET https://anna:hunter2@example.com/?token=abc failed\u001b[39m\n'),
    { name: 'Error', message: 'GET https://[redacted]@example.com/?token=[redacted] failed' },
  ],
])('toFailure: %s', (_title, thrown, expected) => {
  expect(toFailure(thrown)).toEqual(expected);
});

test('a chain of causes is cut, and said to be', () => {
  let error = new Error('cause 0');
  for (let number = 1; number <= 1_000; number += 1) error = new Error(`cause ${number}`, { cause: error });
  const { causes } = toFailure(error);
  expect(causes).toEqual(['cause 999', 'cause 998', 'cause 997', 'cause 996', 'cause 995', '… (more causes)']);
});

test('a cause that is its own cause is named once', () => {
  const inner = new Error('inner');
  const outer = new Error('outer', { cause: inner });
  inner.cause = outer;
  outer.cause = inner;
  expect(toFailure(outer)).toEqual({ name: 'Error', message: 'outer', causes: ['inner'] });
});

test('long messages are cut with the cut length noted', () => {
  const failure = toFailure(new Error('x'.repeat(50_000), { cause: new Error('y'.repeat(50_000)) }));
  expect(failure.message).toMatch(/^x{1900,} … \(\+48,\d{3} characters\)$|^x{1900,}… \(\+48,\d{3} characters\)$/);
  expect(failure.message.length).toBeLessThanOrEqual(2_000);
  expect(failure.causes?.[0]?.length).toBeLessThanOrEqual(500);
});

test('ten million gathered errors cost no more than a few', () => {
  let reads = 0;
  const errors = new Proxy(new Array(10_000_000), {
    get: (target, key) => {
      reads += 1;
      return key === 'length' ? target.length : new Error(`error ${String(key)}`);
    },
  });
  expect(toFailure({ message: 'all failed', errors }).causes).toHaveLength(6);
  expect(reads).toBeLessThan(20);
});

function hostile(): object {
  return new Proxy(new Error('x'), {
    get: () => {
      throw new Error('trap');
    },
    getPrototypeOf: () => {
      throw new Error('trap');
    },
  });
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

test('whatever is thrown becomes a valid failure, and a failure stays as it is', () => {
  // fast-check itself looks into the values that it makes, so those that throw are made last.
  const thrown: fc.Arbitrary<() => unknown> = fc.oneof(
    fc
      .anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withSet: true,
        withNullPrototype: true,
        withTypedArray: true,
      })
      .map((value) => () => value),
    fc
      .record(
        {
          name: fc.anything(),
          message: fc.anything(),
          code: fc.anything(),
          cause: fc.anything(),
          errors: fc.anything(),
        },
        { requiredKeys: [] },
      )
      .map((value) => () => value),
    fc.constantFrom(
      hostile,
      revoked,
      () => new Error('outer', { cause: hostile() }),
      () => ({ errors: revoked() }),
    ),
  );
  fc.assert(
    fc.property(thrown, (make) => {
      const failure = toFailure(make());
      expect(failureSchema.parse(failure)).toEqual(failure);
      expect(failure.message.trim()).not.toBe('');
      expect(toFailure(failure)).toEqual(failure);
    }),
    { numRuns: 1_000 },
  );
});
