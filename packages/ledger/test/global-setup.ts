import { createGlobalSetup } from '@telltale/testing/vitest-global-setup';
import { migrate } from '../src/migrate/migrate.ts';

/** Under every `testDatabase()`: a database as a freshly installed Telltale has it. */
export const setup = createGlobalSetup({
  prepareTemplate: async (url) => {
    await quietly(async () => {
      const { DBOS } = await import('@dbos-inc/dbos-sdk');
      await DBOS.migrate(url);
    });
    await migrate(url);
  },
});

/** DBOS.migrate takes no logger and announces itself on the console. */
async function quietly(work: () => Promise<void>): Promise<void> {
  const { log, info, warn } = console;
  const silence = () => undefined;
  Object.assign(console, { log: silence, info: silence, warn: silence });
  try {
    await work();
  } finally {
    Object.assign(console, { log, info, warn });
  }
}
