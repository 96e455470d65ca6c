import type { RunState } from '@telltale/core';
import type { Pool } from 'pg';
import { QueryRunner } from '../read/query-runner.ts';

/** What a worker has to know of a run that it has in hand. */
export interface ControlOfRun {
  readonly runId: string;
  /** DBOS's token of the execution under way; another than the worker's own means that the run was taken from it. */
  readonly owner: string | null;
  readonly state: RunState;
  /** What somebody asked of it. */
  readonly control: 'pause' | 'cancel' | null;
}

const CONTROLS = `
  SELECT r.run_id AS "runId", r.owner, r.status AS state, r.control FROM telltale.run r WHERE r.run_id = ANY ($1)`;

/** In one query, in no order. A run that is gone is left out. */
export async function controlsOf(pool: Pool, runIds: readonly string[]): Promise<readonly ControlOfRun[]> {
  return await new QueryRunner(pool).rows<ControlOfRun>({ name: 'controls-of', text: CONTROLS, values: [runIds] });
}
