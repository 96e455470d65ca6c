import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('what a browser loads imports nothing but core, zod and itself', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const files = globSync('**/*.ts', { cwd: folder, exclude: ['**/*.test.ts', '**/test/**'] });
  const imports = files.flatMap((file) =>
    [...readFileSync(folder + file, 'utf8').matchAll(/(?:from|import) '([^']+)'/g)].map(([, name = '']) => name),
  );
  const packages = new Set(imports.filter((name) => !name.startsWith('.')));
  expect([...packages].sort()).toEqual(['@telltale/core', 'zod']);
});
