/** Makes DBOS's own tables with the pinned version. `DBOS.migrate` takes no logger and announces itself on the console. */
export async function migrateDbos(url: string): Promise<void> {
  const { log, info, warn } = console;
  const silence = () => undefined;
  Object.assign(console, { log: silence, info: silence, warn: silence });
  try {
    const { DBOS } = await import('@dbos-inc/dbos-sdk');
    await DBOS.migrate(url);
  } finally {
    Object.assign(console, { log, info, warn });
  }
}
