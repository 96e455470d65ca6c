// Builds and packs every published package, installs the tarballs where nothing of this repository is in reach, and
// uses them as somebody else would: from plain JavaScript and from TypeScript.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageProblems } from './packaging/package-problems.ts';
import { BUILD, buildName } from './packaging/places.ts';
import { publishablePackages } from './packaging/publishable.ts';
import { runMain } from './run-main.ts';
import { installedProgram, ROOT, readManifest, type Workspace } from './workspaces.ts';

/** The types of the AI SDK need them and do not bring them along: whoever checks the types of libraries has to. */
const TYPES_OF_JSON_SCHEMA = '@types/json-schema@7.0.15';

function run(cwd: string, program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(`${program} ${args.join(' ')}\nfailed in ${cwd}:\n${error?.message ?? `${stdout}${stderr}`}`);
}

/** Packs one built package and gives the path of its tarball. */
function pack(workspace: Workspace, into: string): string {
  const from = join(BUILD, buildName(workspace));
  const json = run(from, 'npm', ['pack', '--json', '--loglevel=error', '--pack-destination', into]);
  const [{ filename, files }] = JSON.parse(json) as [{ filename: string; files: { path: string }[] }];
  const problems = packageProblems(
    files.map(({ path }) => path),
    workspace.manifest,
  );
  if (problems.length > 0) throw new Error(`${filename} is not fit to publish: ${problems.join(', ')}`);
  return join(into, filename);
}

/** A TypeScript file that imports every entry point, so that all published types are read. */
function importEverything(packages: readonly Workspace[]): string {
  const specifiers = packages.flatMap(({ manifest }) =>
    Object.keys(manifest.exports ?? {})
      .filter((path) => path !== './package.json')
      .map((path) => `${manifest.name}${path.slice(1)}`),
  );
  const imports = specifiers.map((specifier, index) => `import * as p${index} from '${specifier}';`);
  return `${imports.join('\n')}\nexport const all = [${specifiers.map((_, index) => `p${index}`).join(', ')}];\n`;
}

function checkPackages(folder: string): void {
  const packages = publishablePackages();
  const tarballs = join(folder, 'tarballs');
  const consumer = join(folder, 'consumer');
  mkdirSync(tarballs);
  cpSync(join(ROOT, 'scripts', 'fixtures', 'consumer'), consumer, { recursive: true });
  writeFileSync(join(consumer, 'everything.ts'), importEverything(packages));

  run(ROOT, process.execPath, ['scripts/build.ts']);
  const typesOfNode = `@types/node@${readManifest(join(ROOT, 'package.json')).devDependencies?.['@types/node']}`;
  const installed = [...packages.map((each) => pack(each, tarballs)), typesOfNode, TYPES_OF_JSON_SCHEMA];
  run(consumer, 'npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', ...installed]);
  const names = packages.map(({ manifest }) => manifest.name);
  process.stdout.write(run(consumer, process.execPath, ['use.mjs', ...names]));
  run(consumer, installedProgram('tsc'), []);
}

runMain(() => {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-packages-'));
  try {
    checkPackages(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
