import { createGlobalSetup } from '@telltale/testing/vitest-global-setup';
import { migrate } from '../src/migrate/migrate.ts';
import { migrateDbos } from './migrate-dbos.ts';

/** Under every `testDatabase()`: a database as a freshly installed Telltale has it. */
export const setup = createGlobalSetup({
  prepareTemplate: async (url) => {
    await migrateDbos(url);
    await migrate(url);
  },
});
