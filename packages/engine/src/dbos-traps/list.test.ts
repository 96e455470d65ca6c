import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';

const LIST = new URL('../../../../docs/dbos.md', import.meta.url);
const markdown = await readFile(LIST, 'utf8');

interface Shown {
  readonly path: string;
  readonly title: string;
}

/** Each test that the list names: `[file](path) “title”`. */
const shown: readonly Shown[] = [...markdown.matchAll(/\[[\w./-]+\]\(([^)]+\.test\.ts)\) “([^”]+)”/g)].map(
  ([, path = '', title = '']) => ({ path, title }),
);

async function source(path: string): Promise<string> {
  return await readFile(new URL(path, LIST), 'utf8');
}

describe('the list of what DBOS does', () => {
  test.each(shown)('is shown by $path: $title', async ({ path, title }) => {
    expect(await source(path)).toContain(`'${title}'`);
  });

  test('has rows of three cells, and says of each what shows it, or that it is not used', () => {
    const rows = markdown.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| DBOS'));
    expect(rows.length).toBeGreaterThan(50);
    for (const row of rows) {
      const [, dbos, telltale, tests, end, ...more] = row.split(' | ').join('|').split('|');
      expect({ row, dbos, telltale, end, more }).toMatchObject({ end: '', more: [] });
      expect(tests?.trim(), row).toMatch(/^(—|\[.+\]\(.+\) “.+”)$/);
    }
  });

  test('names all tests of this folder', async () => {
    const files = (await readdir(new URL('.', import.meta.url))).filter((file) => file !== basename(import.meta.url));
    for (const file of files) {
      const titles = [...(await source(`../packages/engine/src/dbos-traps/${file}`)).matchAll(/^ *test\('(.+?)',/gm)];
      for (const [, title] of titles)
        expect(shown.map((one) => `${basename(one.path)}: ${one.title}`)).toContain(`${file}: ${title}`);
    }
  });
});
