import { ORPHANED_AFTER_MS } from '@telltale/core';
import type { ClientBase, Pool } from 'pg';
import type { ArtifactNotRemovedError } from '../errors.ts';
import type { Database } from '../postgres/database.ts';
import { QueryRunner } from '../read/query-runner.ts';
import { type CollectGarbageOptions, collectGarbage } from '../retention/collect-garbage.ts';
import { inTransaction } from '../runs/transaction.ts';
import { listWorkers } from '../workers/workers.ts';
import { ResetRefusedError, WorkersAliveError } from './errors.ts';
import {
  COUNT_EVERYTHING,
  DBOS_TABLES,
  DELETE_WORKFLOWS,
  DISCARD_ARTIFACTS,
  DROP_DBOS,
  DROP_LEDGER,
  FIND_FOREIGN,
  FIND_LEDGER,
  FOREIGN_VIEWS,
  LOCK_RUNS,
} from './queries.ts';

/** What a reset removes. */
export interface ResetExtent {
  readonly runs: number;
  readonly files: number;
  /** Access tokens that are live. */
  readonly tokens: number;
  /** Whether DBOS's tables stay, without our runs: they hold work of others. */
  readonly keepsDbos: boolean;
}

export interface ResetOptions extends Pick<CollectGarbageOptions, 'remove' | 'signal'> {
  /** Called now and then with how many files were removed so far. */
  readonly onProgress?: (files: number) => void;
}

const FILES_AT_ONCE = 500;

/**
 * What `reset` would remove; `null` if there is nothing of ours. Throws what says why it would be refused:
 * `WorkersAliveError` while workers are alive, `ResetRefusedError` if views of others stand on our tables.
 */
export async function planReset(pool: Pool): Promise<ResetExtent | null> {
  const runner = new QueryRunner(pool);
  if (!(await isTrue(runner, FIND_LEDGER))) return null;
  await refuseLiveWorkers(pool);
  await refuseForeignViews(runner);
  const [counts] = await runner.rows<Omit<ResetExtent, 'keepsDbos'>>({ text: COUNT_EVERYTHING, values: [] });
  if (counts === undefined) return null;
  return { ...counts, keepsDbos: await hasForeign(runner) };
}

/**
 * Removes everything that is ours from a database: files of runs, what DBOS keeps of them, the schema `telltale`, and
 * DBOS's own schema if nothing else is in it. Files go first; once they are gone the rest goes in one transaction. It may
 * be stopped or killed at any point, and run again.
 *
 * Throws what `planReset` throws, and `ResetRefusedError` if a file cannot be removed: nobody would know of it any more.
 */
export async function reset(pool: Pool, options: ResetOptions): Promise<ResetExtent | null> {
  const extent = await planReset(pool);
  if (extent === null) return null;
  await new QueryRunner(pool).rows({ text: DISCARD_ARTIFACTS, values: [] });
  await removeFiles(pool, options);
  await inTransaction(pool, dropEverything);
  return extent;
}

/** All that is garbage, in portions. */
async function removeFiles(pool: Pool, { onProgress, ...options }: ResetOptions): Promise<void> {
  let problem: ArtifactNotRemovedError | undefined;
  const onProblem = (found: ArtifactNotRemovedError) => {
    problem ??= found;
  };
  for (let files = 0; ; ) {
    const { removed } = await collectGarbage(pool, { ...options, limit: FILES_AT_ONCE, onProblem });
    options.signal?.throwIfAborted();
    if (problem !== undefined) throw fileRefused(problem);
    if (removed === 0) return;
    files += removed;
    onProgress?.(files);
  }
}

function fileRefused(problem: ArtifactNotRemovedError): ResetRefusedError {
  const message = problem.message.replace(/\.$/, '');
  return new ResetRefusedError(
    message,
    'Mend that and do it again: without the tables nobody would know of the file.',
    problem,
  );
}

async function dropEverything(transaction: ClientBase): Promise<void> {
  const runner = new QueryRunner(transaction);
  await runner.command(LOCK_RUNS);
  await refuseLiveWorkers(transaction);
  const keepsDbos = await hasForeign(runner);
  for (const statement of keepsDbos ? DELETE_WORKFLOWS : [DROP_DBOS]) await runner.command(statement);
  await runner.command(DROP_LEDGER);
}

async function refuseLiveWorkers(database: Database): Promise<void> {
  const alive = (await listWorkers(database)).filter(({ silentMs }) => silentMs < ORPHANED_AFTER_MS);
  if (alive.length > 0) throw new WorkersAliveError(alive.map(({ host, pid }) => `process ${pid} on ${host}`));
}

async function refuseForeignViews(runner: QueryRunner): Promise<void> {
  const views = await runner.rows<{ name: string }>({ text: FOREIGN_VIEWS, values: [] });
  if (views.length === 0) return;
  const names = views.map(({ name }) => name).join(', ');
  throw new ResetRefusedError(`views of others stand on them (${names})`, 'Drop those views first.');
}

async function hasForeign(runner: QueryRunner): Promise<boolean> {
  return await isTrue(runner, FIND_FOREIGN, [Object.keys(DBOS_TABLES)]);
}

async function isTrue(runner: QueryRunner, text: string, values: readonly unknown[] = []): Promise<boolean> {
  const [row] = await runner.rows<{ found: boolean }>({ text, values });
  return row?.found === true;
}
