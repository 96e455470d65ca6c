import type { ApiClient } from '@telltale/api';
import { type TestDatabase, waitForRows } from '@telltale/testing';
import type { DirectedStep } from '../stage/directed.ts';
import type { Director } from './director.ts';

type Pool = ReturnType<TestDatabase['pool']>;

interface StagedRunParts {
  readonly runId: string;
  readonly subject: string;
  readonly director: Director;
  readonly api: ApiClient;
  readonly database: Pool;
}

/** A run that does what a test has it do, when it has it do that. */
export class StagedRun {
  readonly runId: string;
  readonly subject: string;
  readonly #director: Director;
  readonly #api: ApiClient;
  readonly #database: Pool;

  constructor({ runId, subject, director, api, database }: StagedRunParts) {
    this.runId = runId;
    this.subject = subject;
    this.#director = director;
    this.#api = api;
    this.#database = database;
  }

  get path(): string {
    return `/runs/${this.runId}`;
  }

  /** Resolves when it waits at its gate of this name. */
  async reached(gate: string): Promise<void> {
    await this.#director.reached(`${this.subject}/${gate}`);
  }

  open(gate: string): void {
    this.#director.open(`${this.subject}/${gate}`);
  }

  /** Holds it up no more. */
  openAll(): void {
    this.#director.openAll(`${this.subject}/`);
  }

  /** Resolves when it is in this state. */
  async is(state: string): Promise<void> {
    await untilRunIs(this.#database, this.runId, state);
  }

  /** Resolves when its trace has an event of this type about this step. */
  async isToldOf(type: string, step: DirectedStep): Promise<void> {
    await waitForRows(this.#database, {
      text: `SELECT FROM telltale.event e JOIN telltale.progress p USING (run)
             WHERE p.run_id = $1 AND e.type = $2 AND e.step = $3`,
      values: [this.runId, type, step],
    });
  }

  /** Has all that happened so far to a run that waits in this step have happened so much earlier: `2 minutes`. */
  async age(step: DirectedStep, interval: string): Promise<void> {
    // A worker goes on before what it told is committed: what comes later would not be older.
    await this.isToldOf('step.started', step);
    await this.#database.query(
      `WITH aged AS (
         UPDATE telltale.progress
         SET advanced_at = advanced_at - $2::interval, created_at = created_at - $2::interval,
             step_started_at = step_started_at - $2::interval
         WHERE run_id = $1 RETURNING run
       ), queued AS (
         UPDATE dbos.workflow_status
         SET started_at_epoch_ms = started_at_epoch_ms - extract(epoch FROM $2::interval) * 1000
         WHERE workflow_uuid = $1
       )
       UPDATE telltale.event SET at = at - $2::interval FROM aged WHERE event.run = aged.run`,
      [this.runId, interval],
    );
  }

  /** How many events it has told so far. */
  async lastSeq(): Promise<number> {
    return (await this.#api.getRun({ runId: this.runId })).lastSeq;
  }
}

/** Resolves when a run is in this state. */
export async function untilRunIs(database: Pool, runId: string, state: string): Promise<void> {
  await waitForRows<{ status: string }>(database, {
    text: 'SELECT status FROM telltale.run WHERE run_id = $1',
    values: [runId],
    until: ([row]) => row?.status === state,
  });
}
