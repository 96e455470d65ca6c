import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';

/** A Postgres with pgvector for a test file: in this process, with one session for all who connect. */
export function pgliteDatabase(): { readonly pool: pg.Pool } {
  let pool: pg.Pool | undefined;
  let stop: () => Promise<void> = async () => undefined;

  beforeAll(async () => {
    const db = await PGlite.create({ extensions: { vector } });
    const server = new PGLiteSocketServer({ db, port: 0, maxConnections: 10 });
    await server.start();
    const own = new pg.Pool({ connectionString: `postgres://postgres@${server.getServerConn()}/postgres`, max: 5 });
    pool = own;
    stop = async () => {
      await own.end();
      await server.stop();
      await db.close();
    };
  });

  afterAll(() => stop());

  return {
    get pool() {
      if (pool === undefined) throw new Error('the database is there in tests and hooks only');
      return pool;
    },
  };
}
