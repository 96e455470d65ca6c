import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { withClient, withoutPassword } from './databases/admin.ts';
import { serveBroker } from './databases/broker-server.ts';
import { DatabaseBroker } from './databases/database-broker.ts';
import type { PrepareTemplate } from './databases/template.ts';
import type { PostgresServer } from './postgres/postgres-server.ts';
import { type PostgresOptions, startPostgres } from './postgres/start-postgres.ts';
import { TestingError } from './testing-error.ts';

export type { PrepareTemplate } from './databases/template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly telltaleBrokerSocket?: string;
  }
}

/**
 * Names a server to use instead of an embedded one, as a superuser (or a role with CREATEDB) and any database on it.
 */
const GIVEN_SERVER = 'TELLTALE_TEST_DATABASE_URL';

/** Where the server of the last run with failed files is kept: one place, so that they never pile up. */
const KEPT_FOLDER = join(tmpdir(), 'telltale-kept-postgres');

export interface GlobalSetupOptions {
  /** Runs once in a test run, when the first file asks for a database, on an empty database. */
  readonly prepareTemplate: PrepareTemplate;
  /** For the embedded server. Default: `{ fsync: false }`. */
  readonly postgres?: PostgresOptions;
}

type GlobalSetup = (project: TestProject) => Promise<() => Promise<void>>;

/**
 * Makes the `setup` function of a vitest `globalSetup` file, under `testDatabase()` in the test files.
 *
 * The server is the one of TELLTALE_TEST_DATABASE_URL, else an embedded one, which starts with the first file that
 * wants a database and is stopped after the last.
 */
export function createGlobalSetup({ prepareTemplate, postgres = { fsync: false } }: GlobalSetupOptions): GlobalSetup {
  return async (project) => {
    const givenUrl = process.env[GIVEN_SERVER];
    if (givenUrl) await checkGivenServer(givenUrl);
    let embedded: Promise<PostgresServer> | undefined;
    const serverUrl = async (): Promise<string> => {
      if (givenUrl) return givenUrl;
      embedded ??= startPostgres(postgres);
      return (await embedded).url;
    };
    const broker = new DatabaseBroker(serverUrl, prepareTemplate);
    const endpoint = await serveBroker(broker);
    project.provide('telltaleBrokerSocket', endpoint.socketPath);
    return async () => {
      await endpoint.close();
      const server = await embedded?.catch(() => undefined);
      if (givenUrl) await broker.dropRest();
      if (broker.kept.length === 0) return await server?.stop();
      const kept = broker.kept.map(({ file, url }) => `  ${file}: ${server ? url : withoutPassword(url)}`);
      const howToOpen = server
        ? `Until the next run with a failure. Start their server with:\n  ${await server.keepAs(KEPT_FOLDER)}`
        : `They are on the server of ${GIVEN_SERVER} until you drop them.`;
      process.stderr.write(`\nKept the databases of failed test files:\n${kept.join('\n')}\n${howToOpen}\n`);
    };
  };
}

async function checkGivenServer(url: string): Promise<void> {
  try {
    await withClient(url, (client) => client.query('SELECT 1'));
  } catch (cause) {
    const message = `${GIVEN_SERVER} is set, but no server answers: ${(cause as Error).message}`;
    throw new TestingError(message, { code: 'database_unreachable', cause });
  }
}
