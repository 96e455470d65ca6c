/**
 * A page of a run's events with the run's first and last seq, which have to be of the same moment: one statement, and one
 * row with nulls where there is no event. What retention has begun to remove is already out of sight.
 *
 * Along the primary key. With a list of types the others are passed over in the same walk: there is no index on the type,
 * because every event would pay for it.
 *
 * The upper bound follows from `seq` having no gap. Without it, and with statistics that are old, Postgres gathers and
 * sorts all that is left of the run for every page: 30,000 events a second instead of 250,000.
 */
export const READ_EVENTS = `
  SELECT p.first_seq, p.last_seq, e.seq, e.at, e.type, e.step, e.item, e.action_id, e.data
    FROM telltale.progress p
    LEFT JOIN LATERAL (
      SELECT * FROM telltale.event e
       WHERE e.run = p.run AND e.seq >= greatest($2 + 1, p.first_seq)
         AND e.seq < greatest($2 + 1, p.first_seq) + $3
       ORDER BY e.seq LIMIT $3
    ) e ON true
   WHERE p.run_id = $1`;

export const READ_EVENTS_OF_TYPES = READ_EVENTS.replace(
  'AND e.seq < greatest($2 + 1, p.first_seq) + $3',
  'AND e.type = ANY ($4)',
);
