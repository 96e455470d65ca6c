import { connectionError, describeDatabase } from '@telltale/ledger';
import type pg from 'pg';
import { whileAway } from '../../src/execute/while-away.ts';

/** A query that is asked again for as long as the database is away: it may have been answered before, so it must not mind. */
export async function ask<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  return await whileAway(async () => {
    try {
      return (await pool.query<Row>(text, [...values])).rows;
    } catch (error) {
      throw connectionError(describeDatabase(pool), error) ?? error;
    }
  });
}
