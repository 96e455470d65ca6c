import type { ClientBase, Pool } from 'pg';
import { LedgerQueryError } from '../errors.ts';
import { connectionError, failedConnection } from '../postgres/connection-error.ts';
import { describeDatabase } from '../postgres/database.ts';
import { QueryRunner } from '../read/query-runner.ts';

export interface TransactionOptions {
  /** Ends the wait for a lock or an answer at once, with its reason, until the moment in which COMMIT is sent. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `work` in one transaction, in which each statement sees what was committed before it. What `work` throws undoes all
 * of it and is thrown again. Throws `DatabaseUnreachableError` and `LedgerQueryError`; of a connection that was lost under
 * COMMIT nobody knows whether it was committed.
 */
export async function inTransaction<T>(
  pool: Pool,
  work: (transaction: ClientBase) => Promise<T>,
  { signal }: TransactionOptions = {},
): Promise<T> {
  signal?.throwIfAborted();
  const client = await pool.connect().catch((cause: unknown) => {
    throw failedConnection(describeDatabase(pool), cause);
  });
  // A lost connection is told by the statement that fails on it; an event without a listener would end the process.
  client.on('error', ignore);
  const hangUp = () => void client.end().catch(ignore);
  signal?.addEventListener('abort', hangUp);
  let committing = false;
  let usable = true;
  try {
    await new QueryRunner(client).command('BEGIN ISOLATION LEVEL READ COMMITTED');
    const result = await work(client);
    signal?.throwIfAborted();
    signal?.removeEventListener('abort', hangUp);
    committing = true;
    await commit(client);
    return result;
  } catch (error) {
    usable = await rollBack(client);
    if (!committing) signal?.throwIfAborted();
    throw connectionError(describeDatabase(pool), error) ?? error;
  } finally {
    signal?.removeEventListener('abort', hangUp);
    client.removeListener('error', ignore);
    client.release(!usable);
  }
}

/** Postgres answers COMMIT with ROLLBACK, and no error, where a statement had failed and somebody swallowed that. */
async function commit(client: ClientBase): Promise<void> {
  if ((await new QueryRunner(client).command('COMMIT')) === 'COMMIT') return;
  const cause = new Error('a statement before COMMIT had failed, so all was undone');
  const hint = 'This is a fault of Telltale: an error inside a transaction was swallowed.';
  throw new LedgerQueryError(describeDatabase(client), { sqlState: '25P02', hint, retryable: false }, cause);
}

async function rollBack(client: ClientBase): Promise<boolean> {
  return await client.query('ROLLBACK').then(
    () => true,
    () => false,
  );
}

function ignore(): void {}
