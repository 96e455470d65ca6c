import { expect, test } from 'vitest';
import type { Workspace } from '../workspaces.ts';
import { publishablePackages } from './publishable.ts';

const tool: Workspace = { folder: 'packages/tool', manifest: { name: 'tool', version: '1.0.0', private: true } };
const library: Workspace = { folder: 'packages/library', manifest: { name: 'library', version: '1.0.0' } };

test('what is private is not published', () => {
  expect(publishablePackages([tool, library])).toEqual([library]);
});

test('what is published must not depend on what is private', () => {
  const user: Workspace = { ...library, manifest: { ...library.manifest, dependencies: { tool: '1.0.0' } } };
  expect(() => publishablePackages([tool, user])).toThrow(
    'library is published but depends on tool, which is private.',
  );
});
