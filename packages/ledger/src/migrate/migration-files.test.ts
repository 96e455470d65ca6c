import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readMigrations } from './migration-files.ts';

describe('readMigrations', () => {
  test('gives the files of the package, numbered from 1 without a gap', async () => {
    const migrations = await readMigrations();
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
  });

  test('knows a breaking one by its first line, and leaves out what is not a migration', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'telltale-migrations-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, '000002_b.sql'), '-- breaking\nSELECT 2;\n');
    await writeFile(join(folder, '000001_a.sql'), '-- not breaking\n-- breaking\nSELECT 1;\n');
    await writeFile(join(folder, 'README.md'), '# Notes\n');

    const migrations = await readMigrations(pathToFileURL(`${folder}/`));

    expect(migrations.map(({ version, file, breaking }) => ({ version, file, breaking }))).toEqual([
      { version: 1, file: '000001_a.sql', breaking: false },
      { version: 2, file: '000002_b.sql', breaking: true },
    ]);
  });
});
