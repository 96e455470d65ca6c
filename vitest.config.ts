import { defineConfig } from 'vitest/config';
import { TallyReporter } from './scripts/tally-reporter.ts';

export default defineConfig({
  test: {
    reporters: ['default', new TallyReporter()],
    projects: [
      { test: { name: 'core', include: ['packages/core/src/**/*.test.ts', 'scripts/**/*.test.ts'] } },
      {
        test: {
          name: 'ledger',
          include: ['packages/{testing,ledger}/src/**/*.test.ts'],
          globalSetup: 'packages/ledger/test/global-setup.ts',
        },
      },
      {
        test: {
          name: 'engine',
          include: ['packages/engine/src/**/*.test.ts'],
          globalSetup: 'packages/ledger/test/global-setup.ts',
        },
      },
      { test: { name: 'artifacts', include: ['packages/artifacts-s3/src/**/*.test.ts'] } },
    ],
  },
});
