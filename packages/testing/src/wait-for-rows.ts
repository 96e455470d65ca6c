import type pg from 'pg';
import { DEFAULT_TIMEOUT_MS, pause, realNow, type WaitOptions } from './real-time.ts';
import { TestingError } from './testing-error.ts';

const POLL_MS = 20;

export interface WaitForRows<Row> extends WaitOptions {
  readonly text: string;
  readonly values?: unknown[];
  /** Whether these are the rows that the test waits for. Default: there is at least one. */
  readonly until?: (rows: Row[]) => boolean;
}

/**
 * Asks the database again and again until its answer is the right one. The last resort, for what *another process*
 * writes there: within one process await a signal, from a child process a message.
 *
 * @throws TestingError `timeout` with the statement and the last rows.
 */
export async function waitForRows<Row extends pg.QueryResultRow>(
  database: Pick<pg.ClientBase, 'query'> | Pick<pg.Pool, 'query'>,
  { text, values = [], until = (rows) => rows.length > 0, timeoutMs = DEFAULT_TIMEOUT_MS }: WaitForRows<Row>,
): Promise<Row[]> {
  const deadline = realNow() + timeoutMs;
  for (;;) {
    const { rows } = await database.query<Row>(text, values);
    if (until(rows)) return rows;
    if (realNow() > deadline) {
      const last = JSON.stringify(rows).slice(0, 1000);
      const statement = text.replaceAll(/\s+/g, ' ').trim();
      throw new TestingError(`The wait for rows of "${statement}" ended after ${timeoutMs} ms with ${last}.`, {
        code: 'timeout',
      });
    }
    await pause(POLL_MS);
  }
}
