import { runChild, testDatabase, waitForRows } from '@telltale/testing';
import type pg from 'pg';
import { beforeEach, describe, expect, test } from 'vitest';
import { setDbosStatus } from '../../test/dbos-status.ts';
import { makeRun } from '../../test/runs.ts';
import type { ArtifactNotRemovedError } from '../errors.ts';
import { collectGarbage } from './collect-garbage.ts';
import { prune } from './prune.ts';

const db = testDatabase();
let pool: pg.Pool;

const OLD = new Date('2026-01-01T00:00:00.000Z');
const BEFORE = '2026-06-01T00:00:00.000Z';

beforeEach(async () => {
  pool ??= db.pool();
  await db.query(
    'TRUNCATE telltale.progress, telltale.artifact, telltale.artifact_garbage, dbos.workflow_status CASCADE',
  );
});

/** A run that has ended long ago, with an artifact for each location. */
async function endedRun(...locations: string[]): Promise<string> {
  const { runId } = await makeRun(pool);
  await setDbosStatus(db, runId, 'SUCCESS', OLD);
  await addArtifacts(runId, ...locations);
  return runId;
}

async function addArtifacts(runId: string, ...locations: string[]): Promise<void> {
  await db.query(
    `INSERT INTO telltale.artifact (run, artifact_id, kind, name, location, bytes, sha256, stored_at)
     SELECT p.run, 'artifact-' || n, 'audio', 'a.mp3', l.location, 1, repeat('a', 64), now()
       FROM telltale.progress p, unnest($2::text[]) WITH ORDINALITY AS l (location, n) WHERE p.run_id = $1`,
    [runId, locations],
  );
}

async function addGarbage(...locations: string[]): Promise<void> {
  // The first one has waited for longest.
  await db.query(
    `INSERT INTO telltale.artifact_garbage (location, since)
     SELECT l.location, now() - interval '1 day' + n * interval '1 second'
       FROM unnest($1::text[]) WITH ORDINALITY AS l (location, n)`,
    [locations],
  );
}

async function garbage(): Promise<string[]> {
  const { rows } = await db.query<{ location: string }>(
    'SELECT location FROM telltale.artifact_garbage ORDER BY since, location',
  );
  return rows.map(({ location }) => location);
}

/** Collects, and gives what was removed. */
async function collected(): Promise<string[]> {
  const locations: string[] = [];
  const { removed, failed } = await collectGarbage(pool, { remove: async (location) => void locations.push(location) });
  expect([removed, failed]).toEqual([locations.length, 0]);
  return locations;
}

/** Sessions that wait for a lock. */
const WAITING = `
  SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = `;

describe('a file', () => {
  test('is garbage once the last run that names it is pruned', async () => {
    await endedRun('own-1', 'shared');
    const other = await endedRun('own-2', 'shared');
    await setDbosStatus(db, other, 'PENDING');
    await prune(pool, { endedBefore: BEFORE });
    expect(await collected()).toEqual(['own-1']);

    await setDbosStatus(db, other, 'SUCCESS', OLD);
    await prune(pool, { endedBefore: BEFORE });
    expect(await collected()).toEqual(['own-2', 'shared']);
    expect(await garbage()).toEqual([]);
  });

  test('that one run names twice is garbage with the last batch', async () => {
    await endedRun('a', 'b', 'a');
    const seen: string[][] = [];
    for (let finished = false; !finished; ) {
      const abort = new AbortController();
      const batch = { endedBefore: BEFORE, batchRows: 1, signal: abort.signal, onProgress: () => abort.abort() };
      ({ finished } = await prune(pool, batch));
      seen.push((await garbage()).toSorted());
    }
    expect(seen.findIndex((locations) => locations.includes('b'))).toBeLessThan(
      seen.findIndex((locations) => locations.includes('a')),
    );
    expect(await collected()).toHaveLength(2);
  });

  test('is not left behind when the last two runs that name it are pruned at once', async () => {
    const first = await endedRun('shared');
    await endedRun('shared');
    const holder = await db.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT telltale.prune_run($1, $2, 100)', [first, BEFORE]);
    const second = prune(pool, { endedBefore: BEFORE });
    await waitForRows(db.pool(), { text: `${WAITING} 'advisory'` });
    await holder.query('COMMIT');
    await second;
    expect(await collected()).toEqual(['shared']);
  });

  test('that an artifact names again is garbage no longer, and stays', async () => {
    await addGarbage('again', 'never');
    const { runId } = await makeRun(pool);
    await addArtifacts(runId, 'again');
    expect(await collected()).toEqual(['never']);
    expect(await garbage()).toEqual([]);
  });

  test('that is named again and pruned again while it is being removed is garbage again', async () => {
    await addGarbage('a');
    let pruned: Promise<unknown> | undefined;
    await collectGarbage(pool, {
      remove: async (location) => {
        await endedRun(location);
        pruned = prune(pool, { endedBefore: BEFORE });
        await waitForRows(db.pool(), { text: `${WAITING} 'transactionid'` });
      },
    });
    await pruned;
    expect(await garbage()).toEqual(['a']);
  });
});

describe('a collector', () => {
  test('that is killed after it removed a file leaves it to be removed again', async () => {
    await addGarbage('a', 'b');
    const child = runChild<{ type: 'removed'; location: string }>(
      new URL('fixtures/collecting-process.ts', import.meta.url),
      { args: [db.url] },
    );
    expect(await child.message('removed')).toMatchObject({ location: 'a' });
    await child.kill();
    const free = 'SELECT FROM telltale.artifact_garbage FOR UPDATE SKIP LOCKED';
    await waitForRows(db.pool(), { text: free, until: (rows) => rows.length === 2 });
    expect(await collected()).toEqual(['a', 'b']);
  });

  test('passes over the file that another one is removing', async () => {
    await addGarbage('a', 'b');
    const [begun, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const slow = collectGarbage(pool, {
      remove: async () => {
        begun.resolve();
        await end.promise;
      },
    });
    await begun.promise;
    expect(await collected()).toEqual(['b']);
    end.resolve();
    expect(await slow).toEqual({ removed: 1, failed: 0 });
    expect(await garbage()).toEqual([]);
  });

  test('shares the work with others, and no file is removed twice', async () => {
    const all = Array.from({ length: 60 }, (_, n) => `file-${n}`);
    await addGarbage(...all);
    const removed = await Promise.all([collected(), collected(), collected()]);
    expect(removed.flat().toSorted()).toEqual(all.toSorted());
  });

  test('goes on where one file cannot be removed, says why, and tries it again after all others', async () => {
    await addGarbage('bad-1', 'good-1', 'bad-2', 'good-2', 'good-3');
    const problems: ArtifactNotRemovedError[] = [];
    const removed: string[] = [];
    const options = {
      remove: async (location: string) => {
        if (location.startsWith('bad')) throw new Error(`no permission for ${location}`);
        removed.push(location);
      },
      onProblem: (problem: ArtifactNotRemovedError) => void problems.push(problem),
    };
    expect(await collectGarbage(pool, { ...options, limit: 3 })).toEqual({ removed: 1, failed: 2 });
    expect(problems).toMatchObject([
      {
        code: 'artifact_not_removed',
        details: { location: 'bad-1' },
        message: expect.stringContaining('no permission for bad-1'),
      },
    ]);
    expect(await garbage()).toEqual(['good-2', 'good-3', 'bad-1', 'bad-2']);
    expect(await collectGarbage(pool, { ...options, limit: 2 })).toEqual({ removed: 2, failed: 0 });
    expect(await collected()).toEqual(['bad-1', 'bad-2']);
  });

  test('ends with its signal, after the file under way', async () => {
    await addGarbage('a', 'b');
    const abort = new AbortController();
    const remove = async () => abort.abort();
    expect(await collectGarbage(pool, { remove, signal: abort.signal })).toEqual({ removed: 1, failed: 0 });
    expect(await collectGarbage(pool, { remove, signal: abort.signal })).toEqual({ removed: 0, failed: 0 });
    expect(await garbage()).toEqual(['b']);
  });

  test('refuses a limit that cannot be right, and says when the database is away', async () => {
    const remove = async () => undefined;
    for (const limit of [0, 1.5, 100_001]) {
      await expect(collectGarbage(pool, { remove, limit })).rejects.toMatchObject({ code: 'filter_invalid' });
    }
    await addGarbage('a');
    const ended = collectGarbage(pool, {
      remove: async () =>
        void (await db.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'`,
        )),
    });
    await expect(ended).rejects.toMatchObject({ code: 'database_unreachable' });
    expect(await collected()).toEqual(['a']);
  });
});
