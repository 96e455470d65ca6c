import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { TallyReporter } from './scripts/tally-reporter.ts';

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
          globalSetup: 'packages/ledger/test/global-setup.ts',
        },
      },
      {
        test: {
          name: 'engine',
          ...PATIENCE,
          include: ['packages/engine/src/**/*.test.ts'],
          globalSetup: 'packages/ledger/test/global-setup.ts',
        },
      },
      ...['outbound', 'agent', 'browser', 'speech', 'vectors', 'telemetry', 'server', 'cli'].map((name) => ({
        test: {
          name,
          ...PATIENCE,
          include: [`packages/${name}/src/**/*.test.ts`],
          globalSetup: 'packages/ledger/test/global-setup.ts',
        },
      })),
      {
        test: {
          name: 'pipelines',
          ...PATIENCE,
          include: ['pipelines/*/src/**/*.test.ts'],
          globalSetup: 'packages/ledger/test/global-setup.ts',
        },
      },
      { test: { name: 'api', ...PATIENCE, include: ['packages/{api,embedded-postgres}/src/**/*.test.ts'] } },
      { test: { name: 'artifacts', ...PATIENCE, include: ['packages/artifacts-s3/src/**/*.test.ts'] } },
    ],
  },
});
