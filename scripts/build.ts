// Builds every package that is published into build/<name>: JavaScript, types, assets and a package.json for npm.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from './packaging/compile.ts';
import { BUILD, buildName } from './packaging/places.ts';
import { publishablePackages } from './packaging/publishable.ts';
import { publishedManifest } from './packaging/published-manifest.ts';
import { runMain } from './run-main.ts';
import { isTestCode, ROOT, type Workspace } from './workspaces.ts';

/** Copies what a package needs beside its compiled code. */
function addAssets(workspace: Workspace): void {
  const from = join(ROOT, workspace.folder);
  const to = join(BUILD, buildName(workspace));
  cpSync(join(ROOT, 'LICENSE'), join(to, 'LICENSE'));
  if (existsSync(join(from, 'README.md'))) cpSync(join(from, 'README.md'), join(to, 'README.md'));
  for (const name of workspace.manifest.files ?? []) cpSync(join(from, name), join(to, name), { recursive: true });
  const assets = globSync('**/*.*', { cwd: join(from, 'src'), exclude: ['**/*.{ts,tsx}'] });
  for (const name of assets.filter((name) => !isTestCode(name)))
    cpSync(join(from, 'src', name), join(to, 'dist', name));
  writeFileSync(join(to, 'package.json'), `${JSON.stringify(publishedManifest(workspace.manifest), null, 2)}\n`);
}

/** The app that @telltale/dashboard ships beside its code. */
function buildDashboard(): void {
  const { status } = spawnSync(process.execPath, ['packages/dashboard/bundling/main.ts'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The dashboard cannot be built; Vite says why above.');
}

runMain(() => {
  const packages = publishablePackages();
  buildDashboard();
  rmSync(BUILD, { recursive: true, force: true });
  compile(packages);
  for (const each of packages) addAssets(each);
  console.log(`Built ${packages.map((each) => `build/${buildName(each)}`).join(', ')}`);
});
