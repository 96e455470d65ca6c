import { expect, test } from 'vitest';
import { tallyLine } from './tally-reporter.ts';

test('the last line is bare, after one that names skipped tests when there are some', () => {
  expect(tallyLine({ passed: 3, failed: 0, skipped: 0 }, 0)).toBe('3 passed, 0 failed');
  expect(tallyLine({ passed: 3, failed: 1, skipped: 2 }, 1)).toBe('2 skipped\n3 passed, 1 failed');
});

test('a run that broke outside its tests shows a failure', () => {
  expect(tallyLine({ passed: 3, failed: 0, skipped: 0 }, 1)).toBe('3 passed, 1 failed');
});
