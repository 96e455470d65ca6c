import type { TraceEvent } from '@telltale/core';
import type { RunSummary } from '@telltale/ledger';
import type pg from 'pg';
import type { Client } from '../../src/client.ts';
import type { Fact } from './facts.ts';
import type { Story } from './stories.ts';

/** All that is known of a round once it is over. */
export interface Evidence {
  readonly stories: readonly Story[];
  readonly runs: readonly RunEvidence[];
  readonly facts: readonly Fact[];
  /** What went wrong while it was under way. */
  readonly problems: readonly string[];
  /** How many rows of each table belong to no run. */
  readonly orphans: Readonly<Record<string, number>>;
}

/** One run, as each of the tables has it. */
export interface RunEvidence {
  readonly runId: string;
  readonly summary: RunSummary;
  readonly dbos: { readonly status: string; readonly executor: string | null; readonly owner: string | null };
  /** Steps that DBOS recorded, in order. */
  readonly recorded: readonly string[];
  readonly events: readonly TraceEvent[];
  readonly items: readonly ItemRow[];
  readonly actions: readonly ActionRow[];
  readonly attempts: readonly AttemptRow[];
}

/** From which run a run goes on, and at which step; `null` for one that begins anew. */
export function sourceOf({ events }: RunEvidence): { readonly runId: string; readonly fromStep: string } | null {
  const { retryOf, fromStep } = (events[0]?.data ?? {}) as { readonly retryOf?: string; readonly fromStep?: string };
  return retryOf === undefined || fromStep === undefined ? null : { runId: retryOf, fromStep };
}

interface ItemRow {
  readonly step: string;
  readonly key: string;
  readonly outcome: string;
  readonly result: unknown;
}

interface ActionRow {
  readonly actionId: string;
  readonly parentId: string | null;
  readonly tool: string;
  readonly outcome: string;
}

interface AttemptRow {
  readonly step: string;
  readonly attempt: number;
  readonly outcome: string | null;
  readonly total: number | null;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
}

const RUNS = `
  SELECT p.run, p.run_id AS "runId",
         jsonb_build_object('status', w.status, 'executor', w.executor_id, 'owner', w.owner_xid) AS dbos,
         coalesce((SELECT array_agg(o.function_name ORDER BY o.function_id)
                     FROM dbos.operation_outputs o WHERE o.workflow_uuid = p.run_id), '{}') AS recorded
    FROM telltale.progress p LEFT JOIN dbos.workflow_status w ON w.workflow_uuid = p.run_id ORDER BY p.run`;
const EVENTS =
  'SELECT seq, at, type, step, item, action_id AS "actionId", data FROM telltale.event WHERE run = $1 ORDER BY seq';
const ITEMS = 'SELECT step, key, outcome, result FROM telltale.item WHERE run = $1';
const ACTIONS =
  'SELECT action_id AS "actionId", parent_id AS "parentId", tool, outcome FROM telltale.action WHERE run = $1';
const ATTEMPTS =
  'SELECT step, attempt, outcome, total, done, failed, skipped FROM telltale.step_run WHERE run = $1 ORDER BY started_at';

const TABLES = ['event', 'step_run', 'item', 'action', 'artifact'] as const;

export async function gatherEvidence(
  { pool, client }: { readonly pool: pg.Pool; readonly client: Client },
  known: Omit<Evidence, 'runs' | 'orphans'>,
): Promise<Evidence> {
  const { rows } = await pool.query<Pick<RunEvidence, 'runId' | 'dbos' | 'recorded'> & { readonly run: string }>(RUNS);
  const runs: RunEvidence[] = [];
  for (const { run, runId, dbos, recorded } of rows) {
    const of = async <Row extends object>(text: string) =>
      (await pool.query<Row & pg.QueryResultRow>(text, [run])).rows;
    const summary = await client.reader.getRun(runId);
    if (summary === null) throw new Error(`run ${runId} is in the ledger and not in its view`);
    const events = await of<Omit<TraceEvent, 'at'> & { readonly at: Date }>(EVENTS);
    runs.push({
      runId,
      summary,
      dbos,
      recorded,
      events: events.map(({ at, ...event }) => ({ ...event, runId, at: at.toISOString() }) as TraceEvent),
      items: await of<ItemRow>(ITEMS),
      actions: await of<ActionRow>(ACTIONS),
      attempts: await of<AttemptRow>(ATTEMPTS),
    });
  }
  const orphans = Object.fromEntries(
    await Promise.all(TABLES.map(async (table) => [table, await countOrphans(pool, table)])),
  );
  return { ...known, runs, orphans };
}

/** The same of one run alone. */
export function onlyOf(run: string, evidence: Evidence): Evidence {
  const { runs, facts } = evidence;
  return {
    ...evidence,
    runs: runs.filter(({ runId }) => runId === run),
    facts: facts.filter((fact) => !('run' in fact) || fact.run === run),
  };
}

async function countOrphans(pool: pg.Pool, table: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM telltale.${table} t
      WHERE NOT EXISTS (SELECT FROM telltale.progress p WHERE p.run = t.run)`,
  );
  return rows[0]?.count ?? 0;
}
