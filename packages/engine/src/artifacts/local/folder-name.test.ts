import { expect, test } from 'vitest';
import { folderName } from './folder-name.ts';

const LONGEST = `${'p'.repeat(64)}-${'s'.repeat(200)}-run-2147483647`;

test('the folder of a run has its name', () => {
  expect(folderName('episode-the.daily_42-run-1')).toBe('episode-the.daily_42-run-1');
});

test('a name is never longer than a file system takes', () => {
  expect(folderName(LONGEST)).toMatch(/^p{64}-s{85}~[0-9a-f]{32}$/);
});

test('names are still different where a file system does not tell cases apart', () => {
  const names = ['e-a-run-1', 'e-A-run-1', LONGEST, LONGEST.replace(/7$/, '6')].map(folderName);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(4);
});
