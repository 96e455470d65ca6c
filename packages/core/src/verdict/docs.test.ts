import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as thresholds from './thresholds.ts';
import { VERDICTS } from './verdict.ts';

const page = readFileSync(new URL('../../../../docs/verdicts.md', import.meta.url), 'utf8');
const lines = page.split('\n').filter((line) => line.startsWith('| '));
const rows = lines.map((line) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim()),
);

it('docs/verdicts.md has a row for each verdict, in the order of the list', () => {
  const documented = rows.flatMap(([name]) => /^`(\w+)`$/.exec(name ?? '')?.[1] ?? []);
  expect(documented).toEqual(VERDICTS);
});

it('docs/verdicts.md has every threshold with its value', () => {
  const documented = rows.flatMap(([, name, ms]) => {
    const constant = /^`(\w+)`$/.exec(name ?? '')?.[1];
    return constant === undefined ? [] : [[constant, Number(ms)]];
  });
  expect(Object.fromEntries(documented)).toEqual({ ...thresholds });
});
