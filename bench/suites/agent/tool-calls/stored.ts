import pg from 'pg';
import { COUNT_ACTIONS } from '../../engine/contenders/counts.ts';

const COUNT_ROWS = `
  SELECT (SELECT count(*) FROM telltale.event) AS events, (SELECT count(*) FROM telltale.action) AS actions`;

/** How many actions the database says have succeeded. */
export async function storedActions(url: string): Promise<number> {
  const { count } = await firstRow<{ count: string }>(url, COUNT_ACTIONS);
  return Number(count);
}

/** How many rows there are. */
export async function storedRows(url: string): Promise<{ readonly events: number; readonly actions: number }> {
  const { events, actions } = await firstRow<{ events: string; actions: string }>(url, COUNT_ROWS);
  return { events: Number(events), actions: Number(actions) };
}

async function firstRow<T extends pg.QueryResultRow>(url: string, query: string): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<T>(query);
    return rows[0] as T;
  } finally {
    await client.end();
  }
}
