import { readFile } from 'node:fs/promises';
import { RUN_STATES, type RunState } from '@telltale/core';
import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { RUN_STATUSES, statusConditions } from './run-statuses.ts';

const db = testDatabase();
const CONTROLS = [null, 'pause', 'cancel'] as const;
const DBOS = [...new Set(Object.values(RUN_STATUSES).flatMap(({ dbos }) => dbos))];

/** What the list says about a pair of DBOS's status and what was asked. */
function statusesOf(dbos: string, control: (typeof CONTROLS)[number]): RunState[] {
  return RUN_STATES.filter((status) => {
    const { dbos: words, asked } = RUN_STATUSES[status];
    return words.includes(dbos) && (asked === undefined || asked.includes(control ?? 'nothing'));
  });
}

test('the list has the states of core, and one for each pair of what DBOS says and what was asked', () => {
  expect(Object.keys(RUN_STATUSES)).toEqual(expect.arrayContaining([...RUN_STATES]));
  for (const dbos of DBOS) for (const control of CONTROLS) expect(statusesOf(dbos, control)).toHaveLength(1);
});

test('the view gives each pair the status of the list, and the condition of a status finds it', async () => {
  for (const dbos of DBOS) {
    for (const control of CONTROLS) {
      const [status] = statusesOf(dbos, control);
      const { rows } = await db.query('SELECT telltale.run_status($1, $2) AS status', [dbos, control]);
      expect(rows, `${dbos} ${control}`).toEqual([{ status }]);
      for (const candidate of RUN_STATES) {
        const found = await db.query(
          `SELECT FROM (VALUES ($1::text, $2::text)) AS r (dbos_status, control) WHERE ${statusConditions([candidate])[0]}`,
          [dbos, control],
        );
        expect(found.rowCount, `${candidate}: ${dbos} ${control}`).toBe(candidate === status ? 1 : 0);
      }
    }
  }
});

test('any status is one condition, none is none, and of several each run meets one condition only', async () => {
  expect(statusConditions(RUN_STATES)).toEqual(['true']);
  expect(statusConditions([])).toEqual([]);
  const conditions = statusConditions(RUN_STATES.filter((status) => status !== 'running'));
  for (const dbos of DBOS) {
    for (const control of CONTROLS) {
      const { rows } = await db.query<{ met: number }>(
        `SELECT ${conditions.map((condition) => `coalesce(${condition}, false)::integer`).join(' + ')} AS met
           FROM (VALUES ($1::text, $2::text)) AS r (dbos_status, control)`,
        [dbos, control],
      );
      expect(rows, `${dbos} ${control}`).toEqual([{ met: statusesOf(dbos, control)[0] === 'running' ? 0 : 1 }]);
    }
  }
});

test('docs/ledger.md has the same table', async () => {
  const docs = await readFile(new URL('../../../../docs/ledger.md', import.meta.url), 'utf8');
  const table = docs.slice(docs.indexOf('| Status |'), docs.indexOf('\n\n', docs.indexOf('| Status |')));
  const rows = table.split('\n').slice(2);
  const documented = rows.map((row) => {
    const [status, dbos, asked] = row
      .split('|')
      .slice(1)
      .map((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, word]) => word));
    return [status?.[0], { dbos, ...(asked?.length === 0 ? {} : { asked }) }];
  });
  expect(Object.fromEntries(documented)).toEqual(RUN_STATUSES);
});
