import { expect, test } from 'vitest';
import { parseJson } from './json-fault.ts';

test('a text that is JSON is read', () => {
  expect(parseJson(' {"a": [1, null]}\n')).toEqual({ fault: null, value: { a: [1, null] } });
});

test.each([
  ['{\n  "a": 1,\n  b: 2\n}', 3, 3],
  ['{"a": 1,}', 1, 9],
  ['[1, 2\n', 2, 1],
  ['', 1, 1],
])('of %j it is said where it is none', (text, line, column) => {
  const { fault } = parseJson(text);
  expect(fault).toMatchObject({ line, column });
  expect(fault?.message).toMatch(/^[A-Z][^{}]+$/);
  expect(fault?.message).not.toMatch(/position|line \d/);
});
