/** Items of a step in the order of their keys, along the primary key. A condition may follow. */
const ITEMS = `
  FROM telltale.item i
 WHERE i.run = (SELECT p.run FROM telltale.progress p WHERE p.run_id = $1) AND i.step = $2 AND i.key > $3`;

/** `''` is before every key: none is empty. */
export const LIST_ITEMS = `
  SELECT i.key, i.outcome, i.attempts ${ITEMS} ORDER BY i.key LIMIT $4`;

/** The failed among 200,000 are found by walking the step's part of the key: an index would cost every item. */
export const LIST_ITEMS_WITH_OUTCOME = `
  SELECT i.key, i.outcome, i.attempts ${ITEMS} AND i.outcome = $5 ORDER BY i.key LIMIT $4`;

/**
 * Items with their results. A page ends after $4 rows or $5 bytes, whichever comes first, but has one row at least: a
 * result can be large, and so many of them must not meet in memory. The sizes are those on disk, read without unpacking.
 */
export const ITEM_RESULTS = `
  SELECT i.key, i.outcome, i.attempts, i.result
    FROM (
      SELECT i.*, sum(pg_column_size(i.result)) OVER (ORDER BY i.key ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
        FROM (SELECT i.key, i.outcome, i.attempts, i.result ${ITEMS} ORDER BY i.key LIMIT $4) i
    ) i
   WHERE i.before IS NULL OR i.before < $5
   ORDER BY i.key`;
