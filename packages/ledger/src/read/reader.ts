import type { ArtifactView, StepHistory, ToolHistory } from '@telltale/core';
import type { Pool } from 'pg';
import { countRuns, type RunCounts } from './count-runs.ts';
import { type EarlierAction, type EarlierActionsOptions, earlierActions } from './earlier-actions.ts';
import { getRun, getRunDetail, getRuns, type RunDetail } from './get-run.ts';
import { stepHistory, toolHistory } from './history.ts';
import { type ActionPage, type ActionPageOptions, listActions } from './list-actions.ts';
import { type ArtifactPage, type ArtifactPageOptions, getArtifact, listArtifacts } from './list-artifacts.ts';
import { type ItemPage, type ItemPageOptions, type ItemResult, itemResults, listItems } from './list-items.ts';
import { listRuns, type RunPage, type RunPageOptions } from './list-runs.ts';
import { listSteps, type StepAttempt } from './list-steps.ts';
import { QueryRunner } from './query-runner.ts';
import { type EventPage, type EventPageOptions, readEvents } from './read-events.ts';
import type { RunSummary } from './run-summary.ts';

/** The read side of the ledger. It keeps nothing: every call is a query of its own. */
export interface Reader {
  getRun(runId: string): Promise<RunSummary | null>;
  /** Those of these runs that there are, in no order. */
  getRuns(runIds: readonly string[]): Promise<readonly RunSummary[]>;
  getRunDetail(runId: string): Promise<RunDetail | null>;
  listRuns(options?: RunPageOptions): Promise<RunPage>;
  countRuns(options?: { readonly pipeline?: string }): Promise<RunCounts>;
  /** The newest runs of a subject, 100 unless `limit` (1–500) says otherwise. */
  runsOfSubject(subject: string, options?: SubjectOptions): Promise<readonly RunSummary[]>;
  listSteps(runId: string): Promise<readonly StepAttempt[]>;
  listActions(options?: ActionPageOptions): Promise<ActionPage>;
  earlierActions(options: EarlierActionsOptions): Promise<readonly EarlierAction[]>;
  listItems(options: ItemPageOptions): Promise<ItemPage>;
  itemResults(runId: string, step: string): AsyncIterable<ItemResult>;
  listArtifacts(options: ArtifactPageOptions): Promise<ArtifactPage>;
  getArtifact(runId: string, artifactId: string): Promise<ArtifactView | null>;
  readEvents(runId: string, options?: EventPageOptions): Promise<EventPage>;
  stepHistory(pipeline: string): Promise<readonly StepHistory[]>;
  toolHistory(tools: readonly string[]): Promise<readonly ToolHistory[]>;
}

export interface SubjectOptions {
  readonly pipeline?: string;
  readonly limit?: number;
}

const RUNS_OF_SUBJECT = 100;

/**
 * A reader on a pool, which stays the caller's to close. What outsiders may send (ids, filters, cursors) is met with an
 * empty answer or a typed error: `InvalidFilterError`, `InvalidCursorError`. What is wrong with the database is
 * `DatabaseUnreachableError` or `LedgerQueryError`.
 */
export function createReader(pool: Pool): Reader {
  const runner = new QueryRunner(pool);
  return {
    getRun: (runId) => getRun(runner, runId),
    getRuns: (runIds) => getRuns(runner, runIds),
    getRunDetail: (runId) => getRunDetail(runner, runId),
    listRuns: (options = {}) => listRuns(runner, options),
    countRuns: (options = {}) => countRuns(runner, options),
    runsOfSubject: async (subject, { limit = RUNS_OF_SUBJECT, ...options } = {}) =>
      (await listRuns(runner, { subject, limit, ...options })).runs,
    listSteps: (runId) => listSteps(runner, runId),
    listActions: (options = {}) => listActions(runner, options),
    earlierActions: (options) => earlierActions(runner, options),
    listItems: (options) => listItems(runner, options),
    itemResults: (runId, step) => itemResults(runner, runId, step),
    listArtifacts: (options) => listArtifacts(runner, options),
    getArtifact: (runId, artifactId) => getArtifact(runner, runId, artifactId),
    readEvents: (runId, options = {}) => readEvents(runner, runId, options),
    stepHistory: (pipeline) => stepHistory(runner, pipeline),
    toolHistory: (tools) => toolHistory(runner, tools),
  };
}
