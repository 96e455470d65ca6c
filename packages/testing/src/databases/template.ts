import pg from 'pg';
import { TestingError } from '../testing-error.ts';
import { urlOfDatabase, withClient } from './admin.ts';
import { connectionsThatStay, describeConnections } from './connections.ts';

/** Brings an empty database to the state that every test starts from, e.g. runs the migrations. */
export type PrepareTemplate = (url: string) => Promise<void>;

/**
 * Creates the database `name` and prepares it, then closes it to everybody: Postgres can only copy a database that
 * nobody is connected to, so nobody must be able to connect by mistake.
 *
 * @throws TestingError `template_failed` when `prepare` failed or left a connection open.
 */
export async function createTemplate(adminUrl: string, name: string, prepare: PrepareTemplate): Promise<void> {
  await withClient(adminUrl, async (admin) => {
    const quoted = pg.escapeIdentifier(name);
    await admin.query(`CREATE DATABASE ${quoted}`);
    try {
      await prepare(urlOfDatabase(adminUrl, name));
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new TestingError(`The template database could not be prepared: ${message}`, {
        code: 'template_failed',
        cause,
      });
    }
    await admin.query(`ALTER DATABASE ${quoted} WITH ALLOW_CONNECTIONS false`);
    const left = await connectionsThatStay(admin, name);
    if (left.length > 0) {
      const who = describeConnections(left);
      throw new TestingError(`prepareTemplate left connections to its database open:\n${who}`, {
        code: 'template_failed',
      });
    }
  });
}
