// Writes schema.sql anew: the schema that the migrations make, from a database of its own. `npm run schema`.
import { writeFile } from 'node:fs/promises';
import { startPostgres } from '@telltale/testing/postgres';
import pg from 'pg';
import { describeSchema } from '../src/migrate/describe-schema.ts';
import { migrate } from '../src/migrate/migrate.ts';
import { migrateDbos } from './migrate-dbos.ts';

await using server = await startPostgres({ fsync: false });
await migrateDbos(server.url);
await migrate(server.url);
const client = new pg.Client(server.url);
await client.connect();
await writeFile(new URL('../schema.sql', import.meta.url), await describeSchema(client));
await client.end();
