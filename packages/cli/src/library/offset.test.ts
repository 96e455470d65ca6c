import { expect, test } from 'vitest';
import { offset } from './offset.ts';

test.each([
  [0, '0:00'],
  [65.9, '1:05'],
  [3_599.99, '59:59'],
  [3_725, '1:02:05'],
  [36_000, '10:00:00'],
  [-0.1, '0:00'],
])('%d s is %s', (seconds, text) => {
  expect(offset(seconds)).toBe(text);
});
