import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { TallyReporter } from './scripts/tally-reporter.ts';

/** Of tests that need them: a server of Postgres; the dashboard, built. */
const POSTGRES = 'packages/ledger/test/global-setup.ts';
const DASHBOARD = 'packages/dashboard/bundling/test-setup.ts';

// No test waits for so long unless something hangs: a machine that is busy with other things must not fail one.
const PATIENCE = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    reporters: ['default', new TallyReporter()],
    // Most tests wait for a database, a process or a page: one worker, the default on two cores, would leave both idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      { test: { name: 'core', ...PATIENCE, include: ['packages/core/src/**/*.test.ts', 'scripts/**/*.test.ts'] } },
      {
        test: {
          name: 'ledger',
          ...PATIENCE,
          include: ['packages/{testing,ledger}/src/**/*.test.ts'],
          globalSetup: POSTGRES,
        },
      },
      {
        test: {
          name: 'engine',
          ...PATIENCE,
          include: ['packages/engine/src/**/*.test.ts'],
          globalSetup: POSTGRES,
        },
      },
      ...['outbound', 'agent', 'browser', 'speech', 'vectors', 'telemetry', 'server'].map((name) => ({
        test: {
          name,
          ...PATIENCE,
          include: [`packages/${name}/src/**/*.test.ts`],
          globalSetup: POSTGRES,
        },
      })),
      {
        test: {
          name: 'pipelines',
          ...PATIENCE,
          include: ['pipelines/*/src/**/*.test.ts'],
          globalSetup: POSTGRES,
        },
      },
      {
        test: {
          name: 'cli',
          ...PATIENCE,
          include: ['packages/cli/src/**/*.test.ts'],
          globalSetup: [POSTGRES, DASHBOARD],
        },
      },
      {
        test: { name: 'dashboard', ...PATIENCE, include: ['packages/dashboard/{app,bundling,src}/**/*.test.ts'] },
      },
      {
        test: {
          name: 'e2e',
          ...PATIENCE,
          include: ['e2e/**/*.test.ts', 'packages/dashboard/test/**/*.test.ts'],
          globalSetup: [POSTGRES, DASHBOARD],
        },
      },
      { test: { name: 'api', ...PATIENCE, include: ['packages/{api,embedded-postgres}/src/**/*.test.ts'] } },
      { test: { name: 'artifacts', ...PATIENCE, include: ['packages/artifacts-s3/src/**/*.test.ts'] } },
    ],
  },
});
