import type { TestDatabase } from '@telltale/testing';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { Stage, type StageOptions } from './stage.ts';

/** A server, a worker and a browser for the tests of a file. Call it at its top, after `testDatabase()`. */
export function openStage(db: TestDatabase, options: StageOptions = {}): Stage {
  const stage = new Stage(db, options);
  beforeAll(() => stage.open());
  afterEach(async () => {
    expect(await stage.farewell(), 'what pages complained of').toEqual([]);
  });
  afterAll(() => stage.close());
  return stage;
}
