import { expect, test } from 'vitest';
import { databaseLabel } from './database-name.ts';

test('a label is the path without what every path has', () => {
  expect(databaseLabel('packages/ledger/src/recorder.test.ts')).toBe('ledger_recorder');
  expect(databaseLabel('packages/ledger/src/sql/claimRun.flush-all.test.tsx')).toBe('ledger_sql_claimrun_flush_all');
});

test('a long path keeps its end', () => {
  const label = databaseLabel(`packages/${'deep/'.repeat(20)}recorder.test.ts`);
  expect(label).toHaveLength(36);
  expect(label).toMatch(/deep_recorder$/);
});
