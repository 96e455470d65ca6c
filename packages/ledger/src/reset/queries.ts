/** Of the whole ledger. */
export const COUNT_EVERYTHING = `
  SELECT (SELECT count(*) FROM telltale.progress)::integer AS runs,
         (SELECT count(*) FROM telltale.access_token t WHERE telltale.token_state(t) = 'live')::integer AS tokens,
         (SELECT count(*) FROM (SELECT a.location FROM telltale.artifact a
                                UNION SELECT g.location FROM telltale.artifact_garbage g) f)::integer AS files`;

/** Whether there is a ledger at all. */
export const FIND_LEDGER = `SELECT to_regclass('telltale.progress') IS NOT NULL AS found`;

/** Views of others that stand on our tables, and that would fall with them. */
export const FOREIGN_VIEWS = `
  SELECT DISTINCT view.oid::regclass::text AS name
    FROM pg_depend d
    JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
    JOIN pg_class view ON view.oid = r.ev_class
    JOIN pg_class used ON d.refclassid = 'pg_class'::regclass AND used.oid = d.refobjid
   WHERE used.relnamespace IN ('telltale'::regnamespace, 'dbos'::regnamespace)
     AND view.relnamespace NOT IN ('telltale'::regnamespace, 'dbos'::regnamespace)
   ORDER BY 1`;

/** Nobody makes a run any more until the transaction ends. */
export const LOCK_RUNS = 'LOCK TABLE telltale.progress IN ACCESS EXCLUSIVE MODE';

/** All artifacts of all runs become garbage, for `collectGarbage` to remove their files. */
export const DISCARD_ARTIFACTS = `
  WITH gone AS (DELETE FROM telltale.artifact RETURNING location)
  INSERT INTO telltale.artifact_garbage (location)
  SELECT DISTINCT g.location FROM gone g ORDER BY g.location
  ON CONFLICT (location) DO NOTHING`;

export const DROP_LEDGER = 'DROP SCHEMA telltale CASCADE';
export const DROP_DBOS = 'DROP SCHEMA dbos CASCADE';

/** DBOS's tables with the column that says whose a row is; `null`: not that of one workflow. */
export const DBOS_TABLES: Readonly<Record<string, string | null>> = {
  workflow_status: 'workflow_uuid',
  workflow_input: 'workflow_uuid',
  workflow_output: 'workflow_uuid',
  operation_outputs: 'workflow_uuid',
  notifications: 'destination_uuid',
  workflow_events: 'workflow_uuid',
  workflow_events_history: 'workflow_uuid',
  streams: 'workflow_uuid',
  workflow_schedules: null,
  queues: null,
  event_dispatch_kv: null,
  // Not anybody's work, but what DBOS writes of itself and of the programs that use it.
  application_versions: null,
  dbos_migrations: null,
};

const ABOUT_ITSELF = ['application_versions', 'dbos_migrations'];

/** Whether DBOS's schema has something that is not of a run of ours: a row, or a table that DBOS does not make. */
export const FIND_FOREIGN = `
  SELECT ${Object.entries(DBOS_TABLES)
    .filter(([table]) => !ABOUT_ITSELF.includes(table))
    .map(([table, owner]) => `EXISTS (SELECT FROM dbos.${table} r ${owner === null ? '' : `WHERE ${notOurs(owner)}`})`)
    .join('\n      OR ')}
      OR EXISTS (SELECT FROM dbos.application_versions v WHERE v.application_name IS DISTINCT FROM 'telltale')
      OR EXISTS (SELECT FROM pg_class c
                  WHERE c.relnamespace = 'dbos'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
                    AND c.relname <> ALL ($1::text[])) AS found`;

function notOurs(owner: string): string {
  return `NOT EXISTS (SELECT FROM telltale.progress p WHERE p.run_id = r.${owner})`;
}

/** What DBOS keeps of our runs. Payloads and steps have no foreign key; everything else follows the status row. */
export const DELETE_WORKFLOWS = ['workflow_input', 'workflow_output', 'operation_outputs', 'workflow_status'].map(
  (table) => `DELETE FROM dbos.${table} r USING telltale.progress p WHERE p.run_id = r.workflow_uuid`,
);
