import type { TestDatabase } from '@telltale/testing';

interface EventRow {
  readonly type: string;
  readonly step: string | null;
  readonly item: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into the data of every type.
  readonly data: any;
}

/** A run's trace as it stands in the table. */
export async function eventsOf(db: TestDatabase, runId: string): Promise<EventRow[]> {
  const { rows } = await db.query<EventRow>(
    `SELECT e.type, e.step, e.item, e.data FROM telltale.progress p JOIN telltale.event e USING (run)
      WHERE p.run_id = $1 ORDER BY e.seq`,
    [runId],
  );
  return rows;
}

/** DBOS's row of a run, with its input as text; `undefined` if there is none. */
export async function workflowOf(db: TestDatabase, runId: string): Promise<Record<string, unknown> | undefined> {
  const { rows } = await db.query(
    `SELECT w.*, i.inputs AS input FROM dbos.workflow_status w LEFT JOIN dbos.workflow_input i USING (workflow_uuid)
      WHERE w.workflow_uuid = $1`,
    [runId],
  );
  return rows[0];
}

/** The names under which DBOS has recorded what a run did, in order. */
export async function recordedOf(db: TestDatabase, runId: string): Promise<string[]> {
  const { rows } = await db.query<{ function_name: string }>(
    'SELECT function_name FROM dbos.operation_outputs WHERE workflow_uuid = $1 ORDER BY function_id',
    [runId],
  );
  return rows.map((row) => row.function_name);
}

/** The items of a step that have ended, by key, with their outcome. */
export async function itemsOf(db: TestDatabase, runId: string, step: string): Promise<Record<string, string>> {
  const { rows } = await db.query<{ key: string; outcome: string }>(
    `SELECT i.key, i.outcome FROM telltale.progress p JOIN telltale.item i USING (run)
      WHERE p.run_id = $1 AND i.step = $2 ORDER BY i.key`,
    [runId, step],
  );
  return Object.fromEntries(rows.map(({ key, outcome }) => [key, outcome]));
}
