import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toBoundedText } from './bounded-text.ts';
import { LIMITS } from './limits.ts';

test.each([
  ['a string', 'Fetched 12 items', 'Fetched 12 items'],
  ['a string with secrets', 'token=abc', 'token=[redacted]'],
  ['a number', 12, '12'],
  ['nothing', undefined, 'null'],
  ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
  ['bytes', new Uint8Array(5), '[5 bytes]'],
  ['an object', { a: 1, password: 'x' }, '{"a":1,"password":"[redacted]"}'],
])('toBoundedText: %s', (_title, value, expected) => {
  expect(toBoundedText(value)).toBe(expected);
});

test('an output is cut to its limit with the cut length noted', () => {
  const text = toBoundedText('word '.repeat(2_569), { maxCharacters: LIMITS.actionOutputCharacters });
  expect(text).toMatch(/^(?:word )+w?o?r?d?… \(\+12,\d{3} characters\)$/);
  expect(text.length).toBeGreaterThan(470);
  expect(text.length).toBeLessThanOrEqual(500);
  expect(
    toBoundedText(
      Array.from({ length: 1_000 }, () => 0),
      { maxCharacters: 60 },
    ),
  ).toBe('[0,0,0,0,0,0,0,0,0,0,"… (+990 items)"]');
});

test('is within its limit, whatever comes', () => {
  fc.assert(
    fc.property(
      fc.anything({ withBigInt: true, withMap: true, withDate: true }),
      fc.nat(300),
      (value, maxCharacters) => {
        expect(toBoundedText(value, { maxCharacters }).length).toBeLessThanOrEqual(maxCharacters);
      },
    ),
  );
});
