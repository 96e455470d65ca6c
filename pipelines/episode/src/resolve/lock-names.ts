import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';

/** Any number that is no other's: the first key of Postgres's advisory locks. */
const LOCKS = 0x7e11_0e17;
/** A server has room for some 6,400 locks in all, and eight episodes with a thousand names each would want more. */
const BUCKETS = 512;

/**
 * Locks names until the end of the transaction, so that of all who would make an entity of one of them only one looks and
 * makes at a time. All that a transaction needs it has to ask for at once, before it writes anything: the locks are taken in
 * the order of their numbers, so that of any that wait for each other one can go on.
 */
export async function lockNames(transaction: ClientBase, names: Iterable<string>): Promise<void> {
  const buckets = new Set<number>();
  for (const name of names) buckets.add(createHash('sha256').update(name).digest().readUInt16BE() % BUCKETS);
  await transaction.query('SELECT pg_advisory_xact_lock($1, bucket) FROM unnest($2::int[]) AS bucket', [
    LOCKS,
    [...buckets].sort((a, b) => a - b),
  ]);
}
