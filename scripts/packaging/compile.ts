import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installedProgram, ROOT, TEST_CODE_PATTERNS, type Workspace } from '../workspaces.ts';
import { BUILD, buildName } from './places.ts';

const TSCONFIGS = join(BUILD, 'tsconfig');

/**
 * Compiles `src` of every package to `build/<name>/dist`, with types. They are TypeScript projects that refer to each
 * other, so that `@telltale/core` means the types that were just built and not core's sources.
 */
export function compile(packages: readonly Workspace[]): void {
  mkdirSync(TSCONFIGS, { recursive: true });
  for (const each of packages) writeTsconfig(buildName(each), projectOf(each, packages));
  writeTsconfig('all', { files: [], references: packages.map(reference) });
  const tsc = spawnSync(installedProgram('tsc'), ['-b', join(TSCONFIGS, 'all.json')], { stdio: 'inherit' });
  if (tsc.status !== 0) throw new Error('The packages do not compile; tsc says why above.');
}

function projectOf(workspace: Workspace, packages: readonly Workspace[]): object {
  const src = join(ROOT, workspace.folder, 'src');
  const { dependencies = {} } = workspace.manifest;
  return {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions: {
      composite: true,
      noEmit: false,
      allowJs: false,
      checkJs: false,
      rootDir: src,
      outDir: join(BUILD, buildName(workspace), 'dist'),
      tsBuildInfoFile: join(TSCONFIGS, `${buildName(workspace)}.tsbuildinfo`),
    },
    include: [src],
    exclude: TEST_CODE_PATTERNS.map((pattern) => join(src, pattern)),
    references: packages.filter(({ manifest }) => manifest.name in dependencies).map(reference),
  };
}

function reference(workspace: Workspace): { path: string } {
  return { path: `./${buildName(workspace)}.json` };
}

function writeTsconfig(name: string, content: object): void {
  writeFileSync(join(TSCONFIGS, `${name}.json`), JSON.stringify(content, null, 2));
}
