/**
 * A worker's own row may have been pruned while its machine slept: it then comes back as it was, and is not stopped. An id
 * that belongs to a worker which is alive stays with that one.
 */
export const REGISTER_WORKER = `
  INSERT INTO telltale.worker AS k (worker_id, host, pid, version, queues) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (worker_id) DO UPDATE
     SET host = excluded.host, pid = excluded.pid, version = excluded.version, queues = excluded.queues,
         heartbeat_at = now(), stopped_at = NULL
   WHERE NOT telltale.is_alive(k, $6)
  RETURNING 1`;

/** In no index, so each beat stays on its page. */
export const HEARTBEAT = `
  UPDATE telltale.worker SET heartbeat_at = now() WHERE worker_id = $1 AND stopped_at IS NULL RETURNING 1`;

export const STOP_WORKER = `
  UPDATE telltale.worker SET stopped_at = now() WHERE worker_id = $1 AND stopped_at IS NULL`;

export const LIST_WORKERS = `
  SELECT worker_id AS "workerId", host, pid, version, queues, started_at, heartbeat_at, stopped_at,
         extract(epoch FROM now() - heartbeat_at)::double precision * 1000 AS "silentMs",
         coalesce(held.runs, 0)::int AS "inHand"
    FROM telltale.worker
    LEFT JOIN (
      SELECT r.worker_id, count(*) AS runs FROM telltale.run r WHERE r.dbos_status = 'PENDING' GROUP BY r.worker_id
    ) held USING (worker_id)
   WHERE $1 OR stopped_at IS NULL
   ORDER BY started_at, worker_id`;
