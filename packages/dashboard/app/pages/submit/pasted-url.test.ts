import { expect, test } from 'vitest';
import { pastedUrl } from './pasted-url.ts';

test.each([
  ['https://example.org/42', 'https://example.org/42'],
  ['  HTTP://example.org/a?b=c#d\n', 'HTTP://example.org/a?b=c#d'],
  ['see https://example.org/42', null],
  ['https://example.org/1 https://example.org/2', null],
  ['ftp://example.org', null],
  ['https://', null],
  ['', null],
])('of %j the address is %j', (pasted, expected) => {
  expect(pastedUrl(pasted)).toBe(expected);
});
