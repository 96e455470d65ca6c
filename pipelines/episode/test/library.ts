import { type TestDatabase, testDatabase } from '@telltale/testing';
import { beforeAll } from 'vitest';
import { migrateLibrary } from '../src/store/migrate.ts';

/** A database for a test file, with the tables of the ledger and of the library. */
export function libraryDatabase(): TestDatabase {
  const db = testDatabase();
  beforeAll(() => migrateLibrary(db.pool()));
  return db;
}
