import { expect, test } from 'vitest';
import { chooseEncoding } from './choose-encoding.ts';

test.for<[accepted: string | undefined, there: string[], expected: string | null]>([
  ['gzip, deflate, br, zstd', ['br', 'gzip'], 'br'],
  ['gzip, deflate', ['br', 'gzip'], 'gzip'],
  ['br;q=0, gzip;q=0.5', ['br', 'gzip'], 'gzip'],
  ['GZIP ; Q=1', ['br', 'gzip'], 'gzip'],
  ['*', ['br', 'gzip'], 'br'],
  ['br;q=0, *', ['br', 'gzip'], 'gzip'],
  ['br', ['gzip'], null],
  ['identity', ['br', 'gzip'], null],
  ['br;q=much', ['br'], null],
  ['', ['br'], null],
  [undefined, ['br'], null],
])('who accepts %j of %j gets %j', ([accepted, there, expected]) => {
  expect(chooseEncoding(accepted, there)).toBe(expected);
});
