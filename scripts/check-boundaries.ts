// Fails when a file imports what its layer may not, or when core stops being pure.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkFile } from './boundaries/rules.ts';
import { installedProgram, listWorkspaces, ROOT, toPosix } from './workspaces.ts';

const workspaces = listWorkspaces();
const files = globSync('**/*.{ts,tsx,mts,cts,js,mjs,cjs}', {
  cwd: ROOT,
  exclude: ['**/node_modules', 'build', 'coverage', 'packages/dashboard/built*'],
}).map(toPosix);
const violations = files.flatMap((file) => checkFile(file, readFileSync(join(ROOT, file), 'utf8'), workspaces));
for (const { place, message } of violations) console.log(`${place}  ${message}`);

const globals = spawnSync(installedProgram('tsc'), ['-p', 'scripts/boundaries/tsconfig.pure.json'], {
  cwd: ROOT,
  encoding: 'utf8',
});
if (globals.status !== 0) {
  console.log('core is pure and sees only the language (scripts/boundaries/tsconfig.pure.json):');
  console.log(globals.error?.message ?? globals.stdout);
}
console.log(`${files.length} files, ${violations.length} imports out of bounds`);
process.exitCode = violations.length > 0 || globals.status !== 0 ? 1 : 0;
