import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'core', include: ['packages/core/src/**/*.test.ts', 'scripts/**/*.test.ts'] } },
      { test: { name: 'ledger', include: ['packages/{testing,ledger}/src/**/*.test.ts'] } },
    ],
  },
});
