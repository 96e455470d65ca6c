import { expect, test } from 'vitest';
import { lockGaps } from './lock-gaps.ts';

test('a lock file that holds every optional dependency has no gap', () => {
  const packages = {
    '': {},
    'node_modules/tool': { optionalDependencies: { '@tool/linux': '1.0.0' } },
    'node_modules/tool/node_modules/@tool/linux': {},
  };
  expect(lockGaps(packages)).toEqual([]);
});

test('a left-out optional dependency is named with who asks for it', () => {
  const packages = {
    'node_modules/tool': { optionalDependencies: { '@tool/linux': '1.0.0', '@tool/android': '1.0.0' } },
    'node_modules/@tool/linux': {},
  };
  expect(lockGaps(packages)).toEqual(['tool asks for @tool/android@1.0.0']);
});
