import { setUpDatabase } from '@telltale/engine/client';
import type { Config } from '../config/schema.ts';
import { UsageError } from '../errors.ts';
import { lockData, runningOn } from './lock-data.ts';
import { openDatabase } from './open-database.ts';

/**
 * Does something with the database of the configuration, set up. The embedded one is that of the `telltale start` which runs
 * on the data folder if there is one; else it is started for as long as this takes.
 */
export async function withDatabase<T>(
  config: Config,
  use: (url: string) => Promise<T>,
  onProgress: (doing: string) => void = () => undefined,
): Promise<T> {
  const shared = await sharedUrl(config);
  if (shared !== null) {
    await setUpDatabase(shared);
    return await use(shared);
  }
  await using _lock = await lockData(config.data);
  await using database = await openDatabase(config, { onProgress });
  return await use(database.url);
}

/** The database that this process can share with others. Throws `UsageError` if there is none. */
export async function sharedDatabaseUrl(config: Config): Promise<string> {
  const url = await sharedUrl(config);
  if (url !== null) return url;
  throw new UsageError(`There is no database to work on: none was named, and no Telltale runs on ${config.data}.`, {
    hint: 'Name one with --database postgres://… (or TELLTALE_DATABASE_URL), or run `telltale start` first.',
  });
}

async function sharedUrl({ database, data }: Config): Promise<string | null> {
  return database.url ?? (await runningOn(data))?.databaseUrl ?? null;
}
