import type { ClientBase, Pool } from 'pg';
import { ArtifactNotRemovedError, InvalidFilterError } from '../errors.ts';
import { tell } from '../observers.ts';
import { QueryRunner } from '../read/query-runner.ts';
import { inTransaction } from '../runs/transaction.ts';
import { CLAIM_GARBAGE, FORGET_GARBAGE, OLDEST_GARBAGE, POSTPONE_GARBAGE } from './queries.ts';

export interface CollectGarbageOptions {
  /**
   * Removes a file. Has to resolve as well when there is none: a crash after it means that it is called again. A
   * transaction is open meanwhile, so it should give up by itself rather than hang.
   */
  readonly remove: (location: string) => Promise<void>;
  /** Most files that this call looks at, 1–100,000. Default: 1,000. */
  readonly limit?: number;
  /** Ends it after the file under way. */
  readonly signal?: AbortSignal;
  /** Told of the first file that could not be removed. */
  readonly onProblem?: (problem: ArtifactNotRemovedError) => void;
}

/** How many files. Those that somebody else removed, or that an artifact names again, are in neither. */
export interface CollectedGarbage {
  readonly removed: number;
  /** They are tried again, after all others. */
  readonly failed: number;
}

type Outcome = 'removed' | 'passed over' | ArtifactNotRemovedError;

const DEFAULT_LIMIT = 1_000;
const MAX_LIMIT = 100_000;

/**
 * Removes files that no artifact of any run names since `prune` removed the last one that did. Files are removed one by
 * one, each under a lock of its own: several collectors share the work, and one may be killed at any point.
 *
 * Throws `DatabaseUnreachableError`, `LedgerQueryError` and `InvalidFilterError`. A file that cannot be removed is no
 * error: it is counted, and stays for the next call.
 */
export async function collectGarbage(pool: Pool, options: CollectGarbageOptions): Promise<CollectedGarbage> {
  const { remove, limit = DEFAULT_LIMIT, signal, onProblem } = options;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new InvalidFilterError('limit', `a whole number from 1 to ${MAX_LIMIT}`, limit);
  }
  let removed = 0;
  let failed = 0;
  if (signal?.aborted) return { removed, failed };
  const garbage = await new QueryRunner(pool).rows<{ location: string }>({ text: OLDEST_GARBAGE, values: [limit] });
  for (const { location } of garbage) {
    if (signal?.aborted) break;
    const outcome = await inTransaction(pool, (transaction) => collect(transaction, location, remove));
    if (outcome === 'removed') removed += 1;
    if (!(outcome instanceof ArtifactNotRemovedError)) continue;
    failed += 1;
    if (failed === 1) tell(() => onProblem?.(outcome));
  }
  return { removed, failed };
}

async function collect(
  transaction: ClientBase,
  location: string,
  remove: CollectGarbageOptions['remove'],
): Promise<Outcome> {
  const runner = new QueryRunner(transaction);
  const [claim] = await runner.rows<{ claimed: boolean }>({ text: CLAIM_GARBAGE, values: [location] });
  if (claim?.claimed !== true) return 'passed over';
  const failure = await removal(location, remove);
  await runner.rows({ text: failure === null ? FORGET_GARBAGE : POSTPONE_GARBAGE, values: [location] });
  return failure ?? 'removed';
}

async function removal(
  location: string,
  remove: CollectGarbageOptions['remove'],
): Promise<ArtifactNotRemovedError | null> {
  try {
    await remove(location);
    return null;
  } catch (cause) {
    return new ArtifactNotRemovedError(location, cause);
  }
}
