import { type Client, createClient, type RunEnd } from '@telltale/engine';
import { type Child, runChild, type TestDatabase } from '@telltale/testing';
import type { ModelServer } from '@telltale/testing/model';
import { agentPipeline } from './agent-pipeline.ts';
import type { AgentWorkerOptions, FromAgentWorker } from './fixtures/agent-worker.ts';

/** For its name and its input: nobody runs it in this process. */
const pipeline = agentPipeline({ holds: false, did: async () => undefined });

/** A worker in a process of its own. */
export interface AgentWorker {
  readonly child: Child<FromAgentWorker, never>;
  readonly workerId: string;
}

/** Agents that work in other processes, which a test can kill. */
export class AgentWorkers implements AsyncDisposable {
  readonly client: Client;
  readonly #db: TestDatabase;

  static async open(db: TestDatabase): Promise<AgentWorkers> {
    return new AgentWorkers(db, await createClient({ url: db.url }));
  }

  private constructor(db: TestDatabase, client: Client) {
    this.#db = db;
    this.client = client;
  }

  async start(options: Partial<AgentWorkerOptions> = {}): Promise<AgentWorker> {
    const file = new URL('./fixtures/agent-worker.ts', import.meta.url);
    const args = [JSON.stringify({ url: this.#db.url, holds: true, ...options })];
    const child = runChild<FromAgentWorker, never>(file, { args });
    const { workerId } = await child.message('ready');
    return { child, workerId };
  }

  /** Kills a worker, and has the others know it at once. */
  async kill({ child, workerId }: AgentWorker): Promise<void> {
    await child.kill();
    await this.#db.query(
      `UPDATE telltale.worker SET heartbeat_at = now() - interval '41 seconds' WHERE worker_id = $1`,
      [workerId],
    );
  }

  async submit(model: ModelServer, options: { readonly handoff?: 'on-failure'; readonly modelRequests?: number } = {}) {
    const { runId } = await this.client.submit(pipeline, {
      subject: crypto.randomUUID(),
      modelUrl: model.url,
      ...options,
    });
    return runId;
  }

  async end(runId: string): Promise<RunEnd> {
    return await this.client.wait(runId);
  }

  /** What a run's trace says of its agents, and where it paused and went on. */
  async story(runId: string): Promise<string[]> {
    const { rows } = await this.#db.query<{ type: string; outcome: string | null }>(
      `SELECT e.type, e.data->>'outcome' AS outcome FROM telltale.progress p JOIN telltale.event e USING (run)
        WHERE p.run_id = $1 AND (e.type LIKE 'agent.%' OR e.type IN ('run.paused', 'run.resumed')) ORDER BY e.seq`,
      [runId],
    );
    return rows.map(({ type, outcome }) => (outcome === null ? type : `${type} ${outcome}`));
  }

  /** Its actions, each with its outcome, in the order of their starts. */
  async actions(runId: string): Promise<string[]> {
    const { rows } = await this.#db.query<{ tool: string; outcome: string }>(
      `SELECT a.tool, a.outcome FROM telltale.progress p JOIN telltale.action a USING (run)
        WHERE p.run_id = $1 ORDER BY a.seq`,
      [runId],
    );
    return rows.map(({ tool, outcome }) => `${tool} ${outcome}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
  }
}
