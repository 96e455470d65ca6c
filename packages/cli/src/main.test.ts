import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

/** Names each module that is loaded, on a line of stderr. */
const TELL_LOADED = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({ load: (url, context, next) => (process.stderr.write(url + '\\n'), next(url, context)) });
`)}`;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-main-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function node(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const options = { cwd: folder, env: { PATH: process.env.PATH, TELLTALE_DATA: folder, ...env } };
  return await promisify(execFile)(process.execPath, [...args], options);
}

test('loads neither servers, workers, databases nor clouds to show help', async () => {
  const { stdout, stderr } = await node(['--import', TELL_LOADED, MAIN, '--help']);
  expect(stdout).toContain('Usage: telltale');
  expect(stderr).toContain('/commander/');
  expect(stderr).not.toMatch(
    /packages\/(engine|ledger|server|telemetry|embedded-postgres|artifacts-s3)\/|node_modules\/(@aws-sdk|@dbos-inc|@opentelemetry|hono|pg|pino|prom-client)\//,
  );
});

test('gives .env to the libraries that read the environment themselves, which comes before it', async () => {
  await writeFile(join(folder, '.env'), 'AWS_REGION=from-file\nAWS_PROFILE=from-file\n');
  await writeFile(
    join(folder, 'telltale.config.js'),
    "export default { model: { name: [process.env.AWS_REGION, process.env.AWS_PROFILE].join(' ') } };",
  );
  const { stdout } = await node([MAIN, 'configure', '--show'], { AWS_PROFILE: 'own' });
  expect(stdout).toMatch(/^model\.name +from-file own /m);
});

test('tells in --show what came from .env and what from the environment', async () => {
  await writeFile(join(folder, '.env'), 'TELLTALE_PORT=1\nTELLTALE_HOST=file.example\n');
  const { stdout } = await node([MAIN, 'configure', '--show'], { TELLTALE_HOST: 'own.example' });
  expect(stdout).toMatch(/^server\.port +1 +TELLTALE_PORT in .*\.env$/m);
  expect(stdout).toMatch(/^server\.host +own\.example +TELLTALE_HOST in the environment$/m);
});
