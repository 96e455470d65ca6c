import { describe, expect, test } from 'vitest';
import type { Workspace } from '../workspaces.ts';
import { checkFile } from './rules.ts';

const workspace = (folder: string, name: string, exports: Record<string, string> = { '.': './src/index.ts' }) =>
  ({ folder, manifest: { name, version: '1.0.0', exports } }) satisfies Workspace;

const workspaces = [
  workspace('bench', '@telltale/bench'),
  workspace('packages/agent', '@telltale/agent'),
  workspace('packages/artifacts-s3', '@telltale/artifacts-s3'),
  workspace('packages/browser', '@telltale/browser'),
  workspace('packages/cli', 'telltale'),
  workspace('packages/core', '@telltale/core'),
  workspace('packages/dashboard', '@telltale/dashboard'),
  workspace('packages/engine', '@telltale/engine', { '.': './src/index.ts', './client': './src/client.ts' }),
  workspace('packages/ledger', '@telltale/ledger'),
  workspace('packages/outbound', '@telltale/outbound'),
  workspace('packages/server', '@telltale/server'),
  workspace('packages/testing', '@telltale/testing'),
  workspace('packages/unheard', '@telltale/unheard'),
  workspace('pipelines/episode', '@telltale/episode'),
];

const messages = (file: string, source: string) => checkFile(file, source, workspaces).map(({ message }) => message);

describe('layers', () => {
  test('a lower layer may be imported', () => {
    expect(messages('packages/ledger/src/a.ts', `import '@telltale/core';`)).toEqual([]);
    expect(messages('packages/cli/src/a.ts', `import '@telltale/episode';`)).toEqual([]);
    expect(messages('packages/artifacts-s3/src/a.ts', `import '@telltale/engine';`)).toEqual([]);
    expect(messages('packages/cli/src/a.ts', `import '@telltale/artifacts-s3';`)).toEqual([]);
    expect(messages('packages/browser/src/a.ts', `import '@telltale/agent'; import '@telltale/outbound';`)).toEqual([]);
    expect(messages('pipelines/episode/src/a.ts', `import '@telltale/browser';`)).toEqual([]);
    expect(messages('bench/a.ts', `import 'telltale';`)).toEqual([]);
  });

  test.each([
    ['packages/core/src/a.ts', '@telltale/ledger', 'core must not import ledger ("@telltale/ledger")'],
    ['packages/ledger/src/a.ts', '@telltale/engine', 'ledger must not import engine ("@telltale/engine")'],
    ['packages/ledger/src/a.test.ts', '@telltale/engine', 'ledger must not import engine ("@telltale/engine")'],
    [
      'packages/engine/src/a.ts',
      '@telltale/artifacts-s3',
      'engine must not import artifacts-s3 ("@telltale/artifacts-s3")',
    ],
    ['packages/agent/src/a.ts', '@telltale/outbound', 'agent must not import outbound ("@telltale/outbound")'],
    ['packages/outbound/src/a.ts', '@telltale/engine', 'outbound must not import engine ("@telltale/engine")'],
    ['packages/testing/src/a.ts', '@telltale/core', 'testing must not import core ("@telltale/core")'],
    ['pipelines/episode/src/a.ts', 'telltale', 'pipelines must not import cli ("telltale")'],
  ])('%s must not import %s', (file, specifier, message) => {
    expect(messages(file, `import '${specifier}';`)).toEqual([message]);
  });

  test.each([
    `import { a } from '@telltale/engine';`,
    `import type { A } from '@telltale/engine';`,
    `export * from '@telltale/engine';`,
    `export { a } from '@telltale/engine';`,
    `export const a = () => import('@telltale/engine');`,
    `export type A = import('@telltale/engine').A;`,
  ])('an upward import is seen in: %s', (source) => {
    expect(messages('packages/ledger/src/a.ts', source)).toEqual([
      'ledger must not import engine ("@telltale/engine")',
    ]);
  });

  test('a new layer must be declared', () => {
    expect(messages('packages/unheard/src/a.ts', '')).toEqual([
      'unknown layer "unheard"; add it to scripts/boundaries/layers.ts',
    ]);
  });
});

describe('workspaces', () => {
  test('only declared exports may be imported', () => {
    expect(messages('packages/server/src/a.ts', `import '@telltale/engine/client';`)).toEqual([]);
    expect(messages('bench/a.ts', `import '@telltale/engine/src/client.ts';`)).toEqual([
      '"@telltale/engine/src/client.ts" is not an export of @telltale/engine',
    ]);
  });

  test('relative imports stay inside', () => {
    expect(messages('packages/ledger/src/sql/a.ts', `import '../b.ts';`)).toEqual([]);
    const leaving = '"../../core/src/index.ts" leaves its workspace; import the other one by its name';
    expect(messages('packages/ledger/src/a.ts', `import '../../core/src/index.ts';`)).toEqual([leaving]);
    expect(messages('scripts/a.ts', `import '../packages/core/src/index.ts';`)).toHaveLength(1);
    expect(messages('packages/core/src/a.ts', `import '../../../scripts/workspaces.ts';`)).toHaveLength(1);
  });

  test('only the tests of a workspace import it by its name', () => {
    expect(messages('packages/core/src/a.test.ts', `import '@telltale/core';`)).toEqual([]);
    expect(messages('packages/core/src/a.ts', `import '@telltale/core';`)).toEqual([
      '"@telltale/core" is its own workspace; import the file relatively',
    ]);
  });
});

test('the server sees no more of the engine than its client', () => {
  expect(messages('packages/server/src/a.ts', `import '@telltale/engine/client';`)).toEqual([]);
  expect(messages('packages/server/src/a.ts', `import '@telltale/engine';`)).toEqual([
    'server may import only ./client and ./artifacts of engine ("@telltale/engine")',
  ]);
  expect(messages('packages/server/src/a.test.ts', `import '@telltale/engine';`)).toEqual([]);
});

describe('testing', () => {
  const source = `import '@telltale/testing';`;

  test.each(['packages/ledger/src/a.test.ts', 'packages/ledger/src/test/database.ts', 'bench/run.ts'])(
    '%s may use it',
    (file) => {
      expect(messages(file, source)).toEqual([]);
    },
  );

  test.each(['packages/ledger/src/a.ts', 'packages/engine/src/a.ts'])('%s must not', (file) => {
    expect(messages(file, source)).toEqual([
      '"@telltale/testing" is for test code only: *.test.ts, or a folder named test or fixtures',
    ]);
  });
});

describe('purity of core', () => {
  test('zod is its one friend', () => {
    expect(messages('packages/core/src/a.ts', `import 'zod';`)).toEqual([]);
    expect(messages('packages/core/src/a.ts', `import 'pg';`)).toEqual([
      'core is pure and must not import "pg", a package from outside',
    ]);
  });

  test.each(['node:fs', 'crypto'])('no Node built-in: %s', (specifier) => {
    expect(messages('packages/core/src/a.ts', `import '${specifier}';`)).toEqual([
      `core is pure and must not import "${specifier}", a Node built-in`,
    ]);
  });

  test.each([
    ['const a = Date.now();', 'Date.now'],
    ['const now = Date.now;', 'Date.now'],
    ['const a = new Date();', 'new Date()'],
    ['const a = Date();', 'Date()'],
    ['const a = Math.random();', 'Math.random'],
    ['const a = performance.now();', 'performance.now'],
  ])('no clock and no chance: %s', (source, expression) => {
    expect(messages('packages/core/src/a.ts', source)).toEqual([
      `core is pure and must not use ${expression}; take the value as an argument`,
    ]);
  });

  test('dates that come from outside are fine', () => {
    expect(messages('packages/core/src/a.ts', 'const a = new Date(0), b = Date.parse("2026-01-01");')).toEqual([]);
  });

  test('its tests and other layers are free', () => {
    expect(messages('packages/core/src/a.test.ts', `import 'node:fs'; Date.now();`)).toEqual([]);
    expect(messages('packages/ledger/src/a.ts', `import 'node:fs'; Date.now();`)).toEqual([]);
  });
});

describe('code for browsers', () => {
  const file = 'packages/dashboard/app/pages/run/run-page.tsx';

  test('may import styles, packages from outside and the layers below', () => {
    const source = `import './run.module.css'; import '@mantine/core/styles.css'; import '@telltale/core';`;
    expect(messages(file, `${source} export const a = <p>{1}</p>;`)).toEqual([]);
  });

  test("may not import Node's own modules, or the server", () => {
    expect(messages(file, `import 'node:fs';`)).toEqual([`"node:fs" is Node's own, and this runs in a browser`]);
    expect(messages(file, `import '@telltale/engine';`)).toEqual([
      'dashboard must not import engine ("@telltale/engine")',
    ]);
  });

  test('its tests, and what builds it, run in Node', () => {
    expect(messages('packages/dashboard/app/text/text.test.ts', `import 'node:fs';`)).toEqual([]);
    expect(messages('packages/dashboard/bundling/main.ts', `import 'node:fs';`)).toEqual([]);
  });
});

test('a violation says where', () => {
  expect(checkFile('packages/core/src/a.ts', `\nimport 'pg';`, workspaces)[0]?.place).toBe('packages/core/src/a.ts:2');
});
