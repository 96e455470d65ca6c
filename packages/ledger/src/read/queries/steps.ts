/** Every attempt of a run's steps, in the order in which they began: along the primary key, and few. */
export const LIST_STEPS = `
  SELECT s.step, s.attempt, s.number, s.started_at, s.finished_at, s.duration_ms, s.outcome,
         s.total, s.done, s.failed, s.skipped, s.size, s.size_unit
    FROM telltale.progress p
    JOIN telltale.step_run s ON s.run = p.run
   WHERE p.run_id = $1
   ORDER BY s.started_at, s.number, s.attempt`;
