import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openDashboard } from '@telltale/dashboard';
import { expect, test } from 'vitest';

/** Scripts that a page may load before it shows something, compressed. */
const MOST_BYTES = 250_000;

const PAGES = [
  '/',
  '/runs/$runId',
  '/needs-you',
  '/episodes',
  '/episodes/$episodeId',
  '/entities',
  '/entities/$entityId',
  '/search',
  '/submit',
  '/workers',
  '/settings',
];

const { folder, preloads } = await openDashboard();
const index = readFileSync(join(folder, 'index.html'), 'utf8');

/** Files that the page itself names, as a browser reads it. */
const named = [...index.matchAll(/<(?:script|link)\b[^>]*\b(?:src|href)="\/([^"]+\.js)"/g)].map(
  ([, name = '']) => name,
);

/** A script with all that it imports, and they import, before any of them can run. */
function withImports(first: readonly string[]): ReadonlySet<string> {
  const found = new Set(first);
  for (const name of found) {
    const source = readFileSync(join(folder, name), 'utf8');
    for (const [, imported = ''] of source.matchAll(/(?:\bfrom|\bimport) ?["'`]\.\/([^"'`]+\.js)["'`]/g)) {
      found.add(join('assets', imported));
    }
  }
  return found;
}

function bytesOf(files: Iterable<string>): number {
  return [...files].reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name)), { level: 9 }).length, 0);
}

test('the page names all that its script imports, so that a browser need not find out step by step', () => {
  expect(named.length).toBeGreaterThan(2);
  expect([...withImports(named)].sort()).toEqual([...named].sort());
});

test.for(PAGES)('at %s no more than 250 kB of scripts are loaded before it shows something', (path) => {
  const own = (preloads[path] ?? []).filter((name) => name.endsWith('.js')).map((name) => name.slice(1));
  expect(own.length).toBeGreaterThan(0);
  expect(bytesOf(withImports([...named, ...own]))).toBeLessThanOrEqual(MOST_BYTES);
});

test('scripts and styles lie there compressed', () => {
  for (const name of named.filter((each) => each.startsWith('assets/'))) {
    const isSmall = readFileSync(join(folder, name)).length < 1_024;
    expect([existsSync(join(folder, `${name}.br`)), existsSync(join(folder, `${name}.gz`))], name).toEqual(
      isSmall ? [false, false] : [true, true],
    );
  }
});
