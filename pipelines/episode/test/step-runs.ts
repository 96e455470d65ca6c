import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { TraceEvent } from '@telltale/core';
import {
  type Client,
  createClient,
  createLocalArtifactStore,
  createWorker,
  definePipeline,
  type RunEnd,
  type RunExit,
  type Step,
  type Worker,
  type WorkerHooks,
} from '@telltale/engine';
import { createSignals, type TestDatabase } from '@telltale/testing';
import { afterAll, beforeAll } from 'vitest';
import { z } from 'zod';

const STEPS = ['fetch_details', 'download', 'transcribe', 'summarize', 'chunk', 'extract', 'resolve', 'embed'] as const;
type StepName = (typeof STEPS)[number];
type Body = (step: Step) => Promise<unknown>;

/** Runs single steps as a worker does. Call it at the top of a file, after `libraryDatabase()`. */
export function stepRuns(db: TestDatabase): StepRuns {
  const runs = new StepRuns(db);
  beforeAll(() => runs.open());
  afterAll(() => runs.close());
  return runs;
}

export class StepRuns {
  readonly #db: TestDatabase;
  readonly #bodies = new Map<string, Body>();
  readonly #signals = createSignals<WorkerHooks>();
  readonly #artifacts = createLocalArtifactStore({
    folder: join(tmpdir(), `telltale-test-artifacts-${process.pid}`),
  });
  #client: Client | null = null;
  #worker: Worker | null = null;
  #made = 0;

  constructor(db: TestDatabase) {
    this.#db = db;
  }

  /** One pipeline for each step, which is its only one. */
  readonly #pipelines = STEPS.map((name) =>
    definePipeline({
      name: `only_${name}`,
      version: '1',
      input: z.object({ subject: z.string() }),
      subject: ({ subject }) => subject,
      steps: [name],
      queue: { workerConcurrency: 20 },
      run: async ({ step, subject }) => {
        const body = this.#bodies.get(subject);
        if (body === undefined) throw new Error(`there is no body for ${subject}`);
        return await step(name, body);
      },
    }),
  );

  get client(): Client {
    if (this.#client === null) throw new Error('the client is there in tests only');
    return this.#client;
  }

  /** Begins a run of which this is the one step; gives its id. */
  async start(name: StepName, body: Body): Promise<string> {
    this.#made += 1;
    const subject = `subject-${this.#made}`;
    this.#bodies.set(subject, body);
    return (await this.client.submit(`only_${name}`, { subject })).runId;
  }

  /** How it ends. */
  async end(name: StepName, body: Body): Promise<{ readonly runId: string; readonly end: RunEnd }> {
    const runId = await this.start(name, body);
    return { runId, end: await this.client.wait(runId) };
  }

  /** Runs it to what it gives back; throws what it failed with. */
  async result<T>(name: StepName, body: (step: Step) => Promise<T>): Promise<T> {
    const { end } = await this.end(name, body);
    if (end.state === 'succeeded') return end.result as T;
    throw end.state === 'failed' ? end.error : new Error('it was cancelled');
  }

  /** Runs it to its failure: the sentence that people read. */
  async failure(name: StepName, body: Body): Promise<{ readonly runId: string; readonly message: string }> {
    const { runId, end } = await this.end(name, body);
    if (end.state !== 'failed') throw new Error(`run ${runId} did not fail but ${end.state}`);
    return { runId, message: end.error.message };
  }

  /** How the worker will leave a run that it has in hand. Ask before you cause it. */
  async leaves(runId: string): Promise<RunExit> {
    return (await this.#signals.on('runLeft').next((run) => run.runId === runId)).how;
  }

  async events(runId: string): Promise<readonly TraceEvent[]> {
    return (await this.client.reader.readEvents(runId)).events;
  }

  /** What a run wrote into its trace, its warnings as well. */
  async logged(runId: string): Promise<readonly string[]> {
    return (await this.events(runId)).flatMap((event) => (event.type === 'log.written' ? [event.data.message] : []));
  }

  /** The texts that a run stored, by their names. */
  async stored(runId: string): Promise<Readonly<Record<string, string>>> {
    const { artifacts } = await this.client.reader.listArtifacts({ runId, limit: 500 });
    const texts = artifacts.map(async ({ artifactId, name }) => {
      const { stream } = await this.client.openArtifact(runId, artifactId);
      return [name, (await buffer(stream)).toString()] as const;
    });
    return Object.fromEntries(await Promise.all(texts));
  }

  async open(): Promise<void> {
    this.#client = await createClient({
      url: this.#db.url,
      pipelines: this.#pipelines,
      artifacts: this.#artifacts,
    });
    this.#worker = await createWorker({
      url: this.#db.url,
      pipelines: this.#pipelines,
      artifacts: this.#artifacts,
      hooks: { runLeft: this.#signals.hooks.runLeft },
    });
  }

  async close(): Promise<void> {
    await this.#worker?.stop({ graceMs: 0 });
    await this.#client?.close();
  }
}
