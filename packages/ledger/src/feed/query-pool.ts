import type pg from 'pg';

/**
 * One statement over a pool; rejects after `timeoutMs` at the latest, also where the pool itself would wait for ever
 * for a connection. A connection that does not answer is not given back to the pool.
 */
export async function queryPool(
  pool: pg.Pool,
  statement: pg.QueryArrayConfig,
  timeoutMs: number,
): Promise<unknown[][]> {
  const limited: pg.QueryArrayConfig & { readonly query_timeout: number } = { ...statement, query_timeout: timeoutMs };
  const { promise, resolve, reject } = Promise.withResolvers<unknown[][]>();
  // The words by which `connectionError` knows a timeout.
  const limit = setTimeout(() => reject(new Error(`timeout: no answer within ${timeoutMs} ms`)), timeoutMs);
  pool.query<unknown[]>(limited).then(({ rows }) => resolve(rows), reject);
  try {
    return await promise;
  } finally {
    clearTimeout(limit);
  }
}
