import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { TallyReporter } from './scripts/tally-reporter.ts';

/** Of tests that look at the dashboard as it is built. */
const DASHBOARD = 'packages/dashboard/bundling/test-setup.ts';

const EVERY_PAGE = process.env.TELLTALE_E2E === 'full';

// No test waits for so long unless something hangs: a machine that is busy with other things must not fail one.
const PATIENCE = { testTimeout: 60_000, hookTimeout: 60_000 };

// Files that leave their process as they found it share one: half the work of small ones is to start it and to load the same
// modules once more.
const TOGETHER = { ...PATIENCE, isolate: false };

export default defineConfig({
  test: {
    reporters: ['default', new TallyReporter()],
    // Most tests wait for a database, a process or a page: one worker, the default on two cores, would leave both idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // One for all projects; it starts when the first file asks for a database.
    globalSetup: 'packages/ledger/test/global-setup.ts',
    projects: [
      { test: { name: 'core', ...TOGETHER, include: ['packages/core/src/**/*.test.ts', 'scripts/**/*.test.ts'] } },
      { test: { name: 'ledger', ...TOGETHER, include: ['packages/{testing,ledger}/src/**/*.test.ts'] } },
      ...['engine', 'server', 'vectors'].map((name) => ({
        test: { name, ...TOGETHER, include: [`packages/${name}/src/**/*.test.ts`] },
      })),
      ...['outbound', 'agent', 'browser', 'speech', 'telemetry'].map((name) => ({
        test: { name, ...PATIENCE, include: [`packages/${name}/src/**/*.test.ts`] },
      })),
      { test: { name: 'pipelines', ...PATIENCE, include: ['pipelines/*/src/**/*.test.ts'] } },
      { test: { name: 'cli', ...PATIENCE, include: ['packages/cli/src/**/*.test.ts'], globalSetup: DASHBOARD } },
      { test: { name: 'dashboard', ...TOGETHER, include: ['packages/dashboard/{app,bundling,src}/**/*.test.ts'] } },
      {
        test: {
          name: 'e2e',
          ...PATIENCE,
          // All of it takes two minutes by itself, and has a command of its own: `npm run test:pages`.
          include: [EVERY_PAGE ? 'e2e/**/*.test.ts' : 'e2e/connection.test.ts', 'packages/dashboard/test/**/*.test.ts'],
          globalSetup: DASHBOARD,
        },
      },
      { test: { name: 'api', ...PATIENCE, include: ['packages/{api,embedded-postgres}/src/**/*.test.ts'] } },
      { test: { name: 'artifacts', ...PATIENCE, include: ['packages/artifacts-s3/src/**/*.test.ts'] } },
    ],
  },
});
