import type { NewEvent, RunState } from '@telltale/core';
import { changeRun, openRecorder, type RunRecorder, registerWorker } from '@telltale/ledger';
import type { TestDatabase } from '@telltale/testing';
import type { Client } from '../src/client.ts';

/** What a worker does to a run, without one: by SQL, as DBOS does it, and by the recorder. */
export class WorkerSide {
  readonly id = `worker-${process.pid}-${Math.random().toString(16).slice(2)}`;
  readonly #db: TestDatabase;
  #registered: Promise<boolean> | null = null;

  constructor(db: TestDatabase) {
    this.#db = db;
  }

  /** Claims a queued run; gives DBOS's token of the execution. */
  async take(runId: string): Promise<string> {
    this.#registered ??= registerWorker(this.#db.pool(), {
      workerId: this.id,
      host: 'test',
      pid: process.pid,
      version: '0',
      queues: ['episode'],
    });
    await this.#registered;
    const owner = `owner of ${runId}`;
    await this.#db.query(
      `UPDATE dbos.workflow_status
          SET status = 'PENDING', executor_id = $2, owner_xid = $3, recovery_attempts = recovery_attempts + 1,
              started_at_epoch_ms = extract(epoch FROM now()) * 1000
        WHERE workflow_uuid = $1`,
      [runId, this.id, owner],
    );
    await this.tell(runId, { type: 'run.started', data: { workerId: this.id, attempt: 1 } });
    return owner;
  }

  /** Records events of a run, whoever has it. */
  async tell(runId: string, ...events: readonly NewEvent[]): Promise<void> {
    await changeRun(this.#db.pool(), runId, (run) => run.append(events));
  }

  /** Nobody has heard of it for longer than a worker may be silent. */
  async die(): Promise<void> {
    await this.#db.query(`UPDATE telltale.worker SET heartbeat_at = now() - interval '1 hour' WHERE worker_id = $1`, [
      this.id,
    ]);
  }

  /** Records what happens inside of a run that it has taken. */
  async record(runId: string, owner: string, work: (run: RunRecorder) => Promise<void> | void): Promise<void> {
    await using recorder = await openRecorder({ url: this.#db.url });
    const run = recorder.run(runId, { owner });
    await work(run);
    await run.flushed();
  }

  /** Ends a run: in its trace, and then as DBOS does. */
  async end(runId: string, status: 'SUCCESS' | 'ERROR'): Promise<void> {
    const error = { name: 'Error', message: 'it broke' };
    if (status === 'SUCCESS') await this.tell(runId, { type: 'run.succeeded', data: { durationMs: 1 } });
    else await this.tell(runId, { type: 'run.failed', data: { durationMs: 1, error } });
    await this.#db.query(
      `UPDATE dbos.workflow_status
          SET status = $2, completed_at = extract(epoch FROM now()) * 1000, updated_at = extract(epoch FROM now()) * 1000
        WHERE workflow_uuid = $1`,
      [runId, status],
    );
  }

  /** What DBOS records at the end of a step. */
  async recordStep(runId: string, place: number, name: string, failed = false): Promise<void> {
    await this.#db.query(
      `INSERT INTO dbos.operation_outputs (workflow_uuid, function_id, function_name, output, error, serialization)
       VALUES ($1, $2, $3, $4, $5, 'js_superjson')`,
      [runId, place, name, failed ? null : OUTPUT, failed ? OUTPUT : null],
    );
  }

  /** Brings a queued run into a state. */
  async bring(client: Client, runId: string, state: RunState): Promise<void> {
    if (state === 'paused') await client.pause(runId);
    if (state === 'cancelled') await client.cancel(runId);
    if (state === 'queued' || state === 'paused' || state === 'cancelled') return;
    await this.take(runId);
    if (state === 'pausing') await client.pause(runId);
    if (state === 'cancelling') await client.cancel(runId);
    if (state === 'succeeded') await this.end(runId, 'SUCCESS');
    if (state === 'failed') await this.end(runId, 'ERROR');
  }
}

const OUTPUT = '{"json":{"done":true},"__dbos_serializer":"superjson"}';
