import { readdirSync, readFileSync } from 'node:fs';
import { ALLOWED_CONTROLS } from '@telltale/core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { definePipeline, WORKER_DEFAULTS } from './index.ts';

const page = readFileSync(new URL('../../../docs/pipelines.md', import.meta.url), 'utf8');

/** The rows below a table's head, as cells. */
function tableOf(head: string): readonly (readonly string[])[] {
  const table = page.split(`\n${head}\n`)[1]?.split('\n\n')[0] ?? '';
  const rows = table.split('\n').slice(1);
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function firstColumn(head: string): readonly string[] {
  return tableOf(head).map(([cell = '']) => cell.replaceAll('`', ''));
}

/** Every code that stands in an error class, or that one is given. */
function codesInErrors(): readonly string[] {
  const folder = new URL('errors/', import.meta.url);
  const files = readdirSync(folder).filter((name) => !name.endsWith('.test.ts'));
  const found = files.flatMap((name) => {
    const source = readFileSync(new URL(name, folder), 'utf8');
    return [...source.matchAll(/[:|=] '([a-z]+(?:_[a-z]+)+)'/g)].map(([, code = '']) => code);
  });
  return [...new Set(found)].sort();
}

describe('docs/pipelines.md has', () => {
  test('every option of a definition', () => {
    const input = z.object({});
    const defined = definePipeline({ name: 'a', version: '1', input, subject: () => 'a', steps: ['a'], run: () => 1 });
    expect([...firstColumn('| Option | Meaning | Default |')].sort()).toEqual(Object.keys(defined).sort());
  });

  test('every setting of a worker, with its default', () => {
    const defaults = tableOf('| Setting | Meaning | Default |').map(([name = '', , value = '']) => [
      name.replaceAll('`', ''),
      value === 'null' ? null : Number(value.replaceAll(',', '')),
    ]);
    expect(Object.fromEntries(defaults)).toEqual(WORKER_DEFAULTS);
  });

  test('what can be asked of a run in each state', () => {
    const possible = tableOf('| State | Possible |').map(([state = '', controls = '']) => [
      state.replaceAll('`', ''),
      controls.split(', ').flatMap((control) => (control === '' ? [] : control.replaceAll('`', ''))),
    ]);
    expect(Object.fromEntries(possible)).toEqual(ALLOWED_CONTROLS);
  });

  test('every code of an error, once', () => {
    expect([...firstColumn('| Code | When | What to do |')].sort()).toEqual(codesInErrors());
  });

  test('no link into itself that leads nowhere', () => {
    const headings = [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\w ]/g, '')
        .replaceAll(' ', '-'),
    );
    const links = [...page.matchAll(/\]\(#([\w-]+)\)/g)].map(([, target = '']) => target);
    expect(links.filter((target) => !headings.includes(target))).toEqual([]);
  });
});
