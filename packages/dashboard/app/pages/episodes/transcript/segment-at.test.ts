import { expect, test } from 'vitest';
import { segmentAt } from './segment-at.ts';

const segments = [{ startS: 2 }, { startS: 5 }, { startS: 5 }, { startS: 9.5 }];

test.each([
  [0, -1],
  [2, 0],
  [4.9, 0],
  [5, 2],
  [9.4, 2],
  [9.5, 3],
  [9_999, 3],
])('at %d s it is segment %i', (seconds, index) => {
  expect(segmentAt(segments, seconds)).toBe(index);
});

test('nothing is said in an empty transcript', () => {
  expect(segmentAt([], 3)).toBe(-1);
});
