import { DBOS } from '@dbos-inc/dbos-sdk';
import { migrate } from '@telltale/ledger';
import pg from 'pg';
import { configureDbos } from './contenders/dbos.ts';

/**
 * Tables for whoever does without the recorder. `event` and `item` have the columns, types and keys of the ledger's own, so
 * that a row costs there what it costs here.
 */
const RIVALS = `
  CREATE SCHEMA rival;
  CREATE TABLE rival.event (LIKE telltale.event INCLUDING ALL);
  CREATE TABLE rival.item (LIKE telltale.item INCLUDING ALL);
  CREATE TABLE rival.progress (
    run bigint PRIMARY KEY, last_seq integer NOT NULL, done integer NOT NULL, current text, advanced_at timestamptz NOT NULL
  ) WITH (fillfactor = 70);
  INSERT INTO rival.progress VALUES (1, 0, 0, NULL, now());
  CREATE TABLE rival.list (run bigint PRIMARY KEY, events jsonb NOT NULL);
  INSERT INTO rival.list VALUES (1, '[]');
  CREATE TABLE rival.tick (n integer NOT NULL);`;

/** What every case's database begins with: DBOS, the ledger beside it, and the rivals' tables. */
export async function prepareTemplate(url: string): Promise<void> {
  configureDbos(url);
  await DBOS.launch();
  await DBOS.shutdown();
  await migrate(url);
  const client = new pg.Client(url);
  await client.connect();
  await client.query(RIVALS);
  await client.end();
}
