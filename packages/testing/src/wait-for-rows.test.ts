import { expect, test } from 'vitest';
import { testDatabase } from './vitest/test-database.ts';
import { waitForRows } from './wait-for-rows.ts';

const db = testDatabase({ empty: true });

test('gives the rows as soon as they are what was waited for', async () => {
  const client = await db.connect();
  await client.query('CREATE TABLE job (state text)');
  const done = waitForRows<{ state: string }>(await db.connect(), {
    text: 'SELECT state FROM job',
    until: ([job]) => job?.state === 'done',
  });
  await client.query(`INSERT INTO job VALUES ('working')`);
  await client.query(`UPDATE job SET state = 'done'`);
  expect(await done).toEqual([{ state: 'done' }]);
});

test('gives up with the statement and the last rows', async () => {
  const hopeless = waitForRows(await db.connect(), { text: 'SELECT 1 AS one', until: () => false, timeoutMs: 30 });
  await expect(hopeless).rejects.toThrow('The wait for rows of "SELECT 1 AS one" ended after 30 ms with [{"one":1}].');
});
