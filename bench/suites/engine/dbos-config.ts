import type { DBOSConfig } from '@dbos-inc/dbos-sdk';

/** Twice its default: nothing here waits for a connection. */
const POOL_SIZE = 20;

/** DBOS as it comes, but for its log. */
export function dbosConfig(url: string): DBOSConfig {
  return { name: 'bench', systemDatabaseUrl: url, systemDatabasePoolSize: POOL_SIZE, logger: SILENT };
}

const SILENT = { info: ignore, debug: ignore, warn: ignore, error: (message: unknown) => console.error(message) };

function ignore(): void {}
