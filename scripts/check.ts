// Runs every check, says a line about each, and shows the output of those that failed.
//   npm run check
//   npm run check -- --only format,types
//   npm run check -- --except tests
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { runMain } from './run-main.ts';
import { ROOT } from './workspaces.ts';

/** In order of speed, so that the usual mistakes show first. */
const STAGES: Readonly<Record<string, string>> = {
  lock: 'node scripts/check-lock.ts',
  format: 'biome check --error-on-warnings',
  types: 'tsc && tsc -p packages/dashboard',
  boundaries: 'node scripts/check-boundaries.ts',
  unused: 'knip',
  packages: 'node scripts/check-packages.ts',
  tests: 'vitest run',
};

function chooseStages(): string[] {
  const { values } = parseArgs({ options: { only: { type: 'string' }, except: { type: 'string' } } });
  const all = Object.keys(STAGES);
  const only = values.only?.split(',') ?? all;
  const except = values.except?.split(',') ?? [];
  const unknown = [...only, ...except].filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new Error(`There is no stage ${unknown.join(', ')}. The stages are: ${all.join(', ')}`);
  return all.filter((name) => only.includes(name) && !except.includes(name));
}

function runStage(name: string): boolean {
  // The name goes out first: a slow stage must not look like a hang.
  process.stdout.write(name.padEnd(12));
  const started = performance.now();
  const stage = spawnSync(STAGES[name] ?? '', {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, PATH: [join(ROOT, 'node_modules', '.bin'), process.env.PATH].join(delimiter) },
    maxBuffer: Number.POSITIVE_INFINITY,
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const ok = stage.status === 0;
  console.log(`${ok ? 'ok' : 'FAILED'}  ${seconds} s`);
  if (!ok) console.log(`\n$ ${STAGES[name]}\n${stage.stdout}${stage.stderr}`);
  return ok;
}

runMain(() => {
  const failed = chooseStages().filter((name) => !runStage(name));
  if (failed.length > 0) throw new Error(`check failed: ${failed.join(', ')}`);
});
