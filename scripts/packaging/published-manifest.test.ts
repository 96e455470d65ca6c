import { expect, test } from 'vitest';
import { publishedManifest } from './published-manifest.ts';

test('what the user of a package may or has to add to it is told', () => {
  const peers = { peerDependencies: { sdk: '^1.0.0' }, peerDependenciesMeta: { sdk: { optional: true } } };
  expect(publishedManifest({ name: '@telltale/a', version: '1.0.0', ...peers })).toMatchObject(peers);
});

test('a published package points to its built code and drops what only the workspace needs', () => {
  const published = publishedManifest({
    name: '@telltale/a',
    version: '1.0.0',
    exports: { '.': './src/index.ts', './client': './src/client/index.ts', './package.json': './package.json' },
    bin: { a: './src/main.ts' },
    files: ['migrations'],
    scripts: { x: 'y' },
    dependencies: { zod: '4.0.0' },
    devDependencies: { vitest: '5.0.0' },
  });
  expect(published).toEqual({
    name: '@telltale/a',
    version: '1.0.0',
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './client': { types: './dist/client/index.d.ts', default: './dist/client/index.js' },
      './package.json': './package.json',
    },
    bin: { a: './dist/main.js' },
    files: ['dist', 'migrations'],
    dependencies: { zod: '4.0.0' },
    publishConfig: { access: 'public' },
  });
});
