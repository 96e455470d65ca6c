import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventType, RunState, TraceEvent } from '@telltale/core';
import {
  type Client,
  createClient,
  createLocalArtifactStore,
  createWorker,
  definePipeline,
  type RunEnd,
  type Step,
  type Worker,
} from '@telltale/engine';
import { type TestDatabase, waitForRows } from '@telltale/testing';
import { afterAll, beforeAll } from 'vitest';
import { z } from 'zod';

/** A worker for all tests of a file, whose runs have one step that does what a test wrote. */
export class Rig {
  readonly #db: TestDatabase;
  readonly #bodies = new Map<string, (step: Step) => Promise<unknown>>();
  #client: Client | null = null;
  #worker: Worker | null = null;

  constructor(db: TestDatabase) {
    this.#db = db;
  }

  readonly #pipeline = definePipeline({
    name: 'speech',
    version: '1',
    input: z.object({ subject: z.string() }),
    subject: ({ subject }) => subject,
    steps: ['transcribe'],
    run: ({ step, subject }) => step('transcribe', async (s) => await this.#bodies.get(subject)?.(s)),
  });

  get client(): Client {
    if (this.#client === null) throw new Error('the client is there in tests only');
    return this.#client;
  }

  async open(): Promise<void> {
    const { url } = this.#db;
    const pipelines = [this.#pipeline];
    const artifacts = createLocalArtifactStore({ folder: join(tmpdir(), `telltale-test-speech-${process.pid}`) });
    this.#client = await createClient({ url, pipelines, artifacts });
    this.#worker = await createWorker({ url, pipelines, artifacts });
  }

  async close(): Promise<void> {
    await this.#worker?.stop({ graceMs: 0 });
    await this.#client?.close();
  }

  /** Submits a run that does this; gives its id. */
  async start(body: (step: Step) => Promise<unknown>): Promise<string> {
    const subject = `audio-${this.#bodies.size + 1}`;
    this.#bodies.set(subject, body);
    return (await this.client.submit(this.#pipeline, { subject })).runId;
  }

  async run(body: (step: Step) => Promise<unknown>): Promise<{ readonly runId: string; readonly end: RunEnd }> {
    const runId = await this.start(body);
    return { runId, end: await this.client.wait(runId) };
  }

  /** What the events of one type say, in order. */
  async told<T extends EventType>(runId: string, type: T): Promise<readonly TraceEvent<T>['data'][]> {
    const { rows } = await this.#db.query<{ data: TraceEvent<T>['data'] }>(
      `SELECT e.data FROM telltale.progress p JOIN telltale.event e USING (run)
        WHERE p.run_id = $1 AND e.type = $2 ORDER BY e.seq`,
      [runId, type],
    );
    return rows.map(({ data }) => data);
  }

  /** Resolves when the run is in this state by the tables. */
  async reaches(runId: string, state: RunState): Promise<void> {
    const text = 'SELECT FROM telltale.run WHERE run_id = $1 AND status = $2';
    await waitForRows(this.#db.pool(), { text, values: [runId, state] });
  }
}

/** Call it at the top of a test file, after `testDatabase()`. */
export function testRig(db: TestDatabase): Rig {
  const rig = new Rig(db);
  beforeAll(() => rig.open());
  afterAll(() => rig.close());
  return rig;
}
