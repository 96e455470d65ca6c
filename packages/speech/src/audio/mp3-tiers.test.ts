import { expect, test } from 'vitest';
import { tiersToTry } from './mp3-tiers.ts';

const MAX_BYTES = 25 * 1024 * 1024;
const bitrates = (durationS: number | null) =>
  tiersToTry({ durationS, maxBytes: MAX_BYTES }).map(({ bitrateK }) => bitrateK);

test.each([
  { minutes: 20, expected: [128, 96, 64, 48, 32] },
  { minutes: 24, expected: [128, 96, 64, 48, 32] }, // 25.34 MB of 26.21
  { minutes: 25, expected: [96, 64, 48, 32] }, // 26.4 MB with 128k
  { minutes: 34, expected: [64, 48, 32] },
  { minutes: 60, expected: [48, 32] },
  { minutes: 90, expected: [32] },
  { minutes: 600, expected: [32] },
])('tries the first quality that should fit $minutes min, and those below it', ({ minutes, expected }) => {
  expect(bitrates(minutes * 60)).toEqual(expected);
});

test('tries only the lowest quality if nobody knows how long it is', () => {
  expect(bitrates(null)).toEqual([32]);
});
