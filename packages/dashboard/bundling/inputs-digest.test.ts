import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inputsDigest } from './inputs-digest.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'telltale-inputs-'));
  write('package-lock.json', '{}');
  write('packages/dashboard/app/pages/run/run-page.tsx', 'one');
});

afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, content: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), content);
}

test.for([
  'package-lock.json',
  'packages/dashboard/vite.config.ts',
  'packages/dashboard/app/index.html',
  'packages/dashboard/app/pages/run/run-page.tsx',
  'packages/dashboard/app/public/scheme.js',
  'packages/dashboard/bundling/bundle.ts',
  'packages/core/src/view/reduce.ts',
  'packages/api/src/index.ts',
])('another %s is another build', (file) => {
  const before = inputsDigest(root);
  write(file, 'two');
  expect(inputsDigest(root)).not.toBe(before);
});

test.for([
  'packages/core/src/view/reduce.test.ts',
  'packages/core/src/view/test/story.ts',
  'packages/server/src/index.ts',
])('another %s is not', (file) => {
  const before = inputsDigest(root);
  write(file, 'two');
  expect(inputsDigest(root)).toBe(before);
});

test('a checkout that only renews dates is not', () => {
  const before = inputsDigest(root);
  utimesSync(join(root, 'package-lock.json'), 0, 0);
  expect(inputsDigest(root)).toBe(before);
});

test('a file that moved is', () => {
  const before = inputsDigest(root);
  rmSync(join(root, 'packages/dashboard/app/pages/run/run-page.tsx'));
  write('packages/dashboard/app/pages/run-page.tsx', 'one');
  expect(inputsDigest(root)).not.toBe(before);
});
