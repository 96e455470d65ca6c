import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ActionOutcome, EventType, RunState, TraceEvent } from '@telltale/core';
import {
  type Client,
  createClient,
  createLocalArtifactStore,
  createWorker,
  definePipeline,
  type RunContext,
  type RunEnd,
  type Step,
  type Worker,
} from '@telltale/engine';
import { type TestDatabase, waitForRows } from '@telltale/testing';
import { type ModelServer, startModelServer } from '@telltale/testing/model';
import { afterAll, beforeAll } from 'vitest';
import { z } from 'zod';
import { type AgentModel, type OpenModelOptions, openModel } from '../src/index.ts';

const STEPS = ['work', 'more'] as const;
const INPUT = z.object({ subject: z.string() });

type Script = (context: RunContext<(typeof STEPS)[number], z.output<typeof INPUT>>) => unknown;

/** An action's row, as another process sees it. */
export interface ActionRow {
  readonly tool: string;
  readonly input: unknown;
  readonly output: string | null;
  readonly error: { readonly message: string; readonly code?: string } | null;
  readonly outcome: ActionOutcome | 'running';
  readonly item: string | null;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly kept: unknown;
}

/** A worker of pipeline `work` for all tests of a file, whose runs do what a test wrote for them. */
export class Rig {
  readonly #db: TestDatabase;
  readonly #scripts = new Map<string, Script>();
  #client: Client | null = null;
  #worker: Worker | null = null;

  constructor(db: TestDatabase) {
    this.#db = db;
  }

  get client(): Client {
    if (this.#client === null) throw new Error('the client is there in tests only');
    return this.#client;
  }

  readonly pipeline = definePipeline({
    name: 'work',
    version: '1',
    input: INPUT,
    subject: ({ subject }) => subject,
    steps: STEPS,
    queue: { workerConcurrency: 10 },
    run: (context) => this.#scripts.get(context.subject)?.(context),
  });

  async open(): Promise<void> {
    const { url } = this.#db;
    const pipelines = [this.pipeline];
    const artifacts = createLocalArtifactStore({ folder: join(tmpdir(), `telltale-test-agent-${process.pid}`) });
    this.#client = await createClient({ url, pipelines, artifacts });
    this.#worker = await createWorker({ url, pipelines, artifacts });
  }

  async close(): Promise<void> {
    await this.#worker?.stop({ graceMs: 0 });
    await this.#client?.close();
  }

  /** Submits a run that does this; gives its id. */
  async start(script: Script): Promise<string> {
    const subject = `subject-${this.#scripts.size + 1}`;
    this.#scripts.set(subject, script);
    return (await this.client.submit(this.pipeline, { subject })).runId;
  }

  async run(script: Script): Promise<{ readonly runId: string; readonly end: RunEnd }> {
    const runId = await this.start(script);
    return { runId, end: await this.client.wait(runId) };
  }

  /** Runs a body in a step to its end; `result` is what it gave or threw. */
  async work(body: (step: Step) => unknown): Promise<{ readonly runId: string; readonly result: unknown }> {
    let result: unknown;
    const { runId } = await this.run(({ step }) =>
      step('work', async (s) => {
        try {
          result = await body(s);
        } catch (error) {
          result = error;
          throw error;
        }
      }),
    );
    return { runId, result };
  }

  async events(runId: string): Promise<readonly TraceEvent[]> {
    const { rows } = await this.#db.query<TraceEvent>(
      `SELECT e.type, e.step, e.item, e.data, e.action_id AS "actionId"
         FROM telltale.progress p JOIN telltale.event e USING (run) WHERE p.run_id = $1 ORDER BY e.seq`,
      [runId],
    );
    return rows;
  }

  /** Of one type, what they say. */
  async told<T extends EventType>(runId: string, type: T): Promise<readonly TraceEvent<T>['data'][]> {
    const events = await this.events(runId);
    return events.filter((event) => event.type === type).map(({ data }) => data as TraceEvent<T>['data']);
  }

  async actions(runId: string): Promise<readonly ActionRow[]> {
    const { rows } = await this.#db.query<ActionRow>(ACTIONS, [runId]);
    return rows;
  }

  /** Resolves when the run is in this state by the tables. */
  async reaches(runId: string, state: RunState): Promise<void> {
    const text = 'SELECT FROM telltale.run WHERE run_id = $1 AND status = $2';
    await waitForRows(this.#db.pool(), { text, values: [runId, state] });
  }

  /** Waits until another connection sees so many actions of a run, the last of them in that state. */
  async sees(runId: string, count: number, outcome: ActionRow['outcome']): Promise<readonly ActionRow[]> {
    return await waitForRows<ActionRow>(this.#db.pool(), {
      text: ACTIONS,
      values: [runId],
      until: (rows) => rows.length === count && rows.at(-1)?.outcome === outcome,
    });
  }
}

const ACTIONS = `SELECT a.tool, a.input, a.output, a.error, a.outcome, a.item, a.input_tokens, a.output_tokens, a.kept
  FROM telltale.progress p JOIN telltale.action a USING (run) WHERE p.run_id = $1 ORDER BY a.seq`;

/** Call it at the top of a test file, after `testDatabase()`. */
export function testRig(db: TestDatabase): Rig {
  const rig = new Rig(db);
  beforeAll(() => rig.open());
  afterAll(() => rig.close());
  return rig;
}

export interface ScriptedModel extends AsyncDisposable {
  readonly server: ModelServer;
  readonly model: AgentModel;
}

/** A model that says what its script says, over the wire. */
export async function scriptedModel(options: Partial<OpenModelOptions> = {}): Promise<ScriptedModel> {
  const server = await startModelServer();
  const model = await openModel('openai:scripted', { baseUrl: server.url, apiKey: 'test', ...options });
  return { server, model, [Symbol.asyncDispose]: () => server.close() };
}

/** Waits until the signal aborts, as a well-behaved long call does: rejects with its reason. */
export async function untilAborted(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => aborted.reject(signal.reason), { once: true });
  return await aborted.promise;
}

/** Waits until the worker knows that a pause was asked for; it takes hold at the next boundary. */
export async function untilPauseIsDue(step: Step): Promise<void> {
  for (;;) {
    try {
      step.pausePoint();
    } catch {
      return;
    }
    await setImmediate();
  }
}
