import { expect, test } from 'vitest';
import { packageProblems } from './package-problems.ts';

const manifest = { name: '@telltale/a', version: '1.0.0', files: ['migrations'] };

test('code, types, assets and papers are what a package holds', () => {
  const files = ['package.json', 'LICENSE', 'dist/index.js', 'dist/index.d.ts', 'migrations/000001.sql'];
  expect(packageProblems(files, manifest)).toEqual([]);
});

test.each(['dist/a.test.js', 'dist/a.test.d.ts', 'dist/test/help.js', 'dist/fixtures/feed.xml', 'src/index.ts'])(
  '%s is a stray',
  (file) => {
    expect(packageProblems(['migrations/1.sql', file], manifest)).toEqual([`${file} has no place in it`]);
  },
);

test('what the manifest promises must be there', () => {
  expect(packageProblems(['dist/index.js'], manifest)).toEqual(['migrations is absent']);
});
