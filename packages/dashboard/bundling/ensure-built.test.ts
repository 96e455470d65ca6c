import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureBuilt } from './ensure-built.ts';

let root: string;
let said: string;
let builds: number;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'telltale-built-'));
  mkdirSync(join(root, 'out'));
  writeSource('one');
  said = '';
  builds = 0;
});

afterEach(() => rmSync(root, { recursive: true }));

function writeSource(content: string): void {
  writeFileSync(join(root, 'package-lock.json'), content);
}

async function copySource(folder: string): Promise<void> {
  builds += 1;
  writeFileSync(join(folder, 'app.js'), readFileSync(join(root, 'package-lock.json')));
}

async function ensure(bundle = copySource): Promise<void> {
  const built = join(root, 'out', 'built');
  await ensureBuilt({ root, built, bundle, say: (text) => (said += text) });
}

const built = () => readFileSync(join(root, 'out', 'built', 'app.js'), 'utf8');

test('builds what is not there, and says that it takes a while', async () => {
  await ensure();
  expect(built()).toBe('one');
  expect(said).toMatch(/^Building the dashboard … done in \d+\.\d s\.\n$/);
});

test('says and does nothing where the build is of these sources', async () => {
  await ensure();
  said = '';
  await ensure();
  expect([builds, said]).toEqual([1, '']);
});

test('builds again when a source has changed', async () => {
  await ensure();
  writeSource('two');
  await ensure();
  expect(built()).toBe('two');
});

test('builds again over a build that broke off', async () => {
  mkdirSync(join(root, 'out', 'built'));
  writeFileSync(join(root, 'out', 'built', 'half.js'), '');
  await ensure();
  expect(built()).toBe('one');
  expect(readdirSync(join(root, 'out', 'built'))).not.toContain('half.js');
});

test('several at a time make one build of it, and leave nothing else behind', async () => {
  await Promise.all([ensure(), ensure(), ensure()]);
  writeSource('two');
  await Promise.all([ensure(), ensure(), ensure()]);
  expect(built()).toBe('two');
  expect(readdirSync(join(root, 'out'))).toEqual(['built']);
});

test('a build that fails leaves the one before in its place', async () => {
  await ensure();
  writeSource('two');
  await expect(ensure(() => Promise.reject(new Error('does not resolve')))).rejects.toThrow('does not resolve');
  expect(built()).toBe('one');
  expect(said).toMatch(/failed\.\n$/);
  expect(readdirSync(join(root, 'out'))).toEqual(['built']);
});
