import { expect, test } from 'vitest';
import { isTestCode, listWorkspaces } from './workspaces.ts';

test('workspaces are found by the patterns of the root package.json', () => {
  const names = Object.fromEntries(listWorkspaces().map(({ folder, manifest }) => [folder, manifest.name]));
  expect(names).toMatchObject({
    bench: '@telltale/bench',
    'packages/core': '@telltale/core',
    'pipelines/browse': '@telltale/browse',
  });
});

test.each([
  ['packages/a/src/b.test.ts', true],
  ['packages/a/src/b.test.tsx', true],
  ['packages/a/test/setup.ts', true],
  ['packages/a/src/b/fixtures/feed.xml', true],
  ['packages/a/src/b.ts', false],
  ['packages/a/src/test.ts', false],
  ['packages/testing/src/b.ts', false],
])('%s is test code: %s', (file, expected) => {
  expect(isTestCode(file)).toBe(expected);
});
