import { expect, test } from 'vitest';
import { Breaker } from './breaker.ts';

test('opens with the third failure in a row, for 30 s', () => {
  const breaker = new Breaker();
  breaker.failed(0);
  breaker.failed(1_000);
  expect(breaker.openForMs(1_000)).toBe(0);
  breaker.failed(2_000);
  expect(breaker.openForMs(2_000)).toBe(30_000);
  expect(breaker.openForMs(31_999)).toBe(1);
  expect(breaker.openForMs(32_000)).toBe(0);
});

test('opens anew with the first failure after that', () => {
  const breaker = new Breaker();
  for (let failure = 0; failure < 3; failure += 1) breaker.failed(0);
  breaker.failed(40_000);
  expect(breaker.openForMs(40_000)).toBe(30_000);
});

test('counts from the start after a success', () => {
  const breaker = new Breaker();
  for (let failure = 0; failure < 3; failure += 1) breaker.failed(0);
  breaker.succeeded();
  expect(breaker.openForMs(0)).toBe(0);
  breaker.failed(0);
  breaker.failed(0);
  expect(breaker.openForMs(0)).toBe(0);
});
