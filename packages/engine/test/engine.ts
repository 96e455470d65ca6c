import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createSignals, type Signals, type TestDatabase } from '@telltale/testing';
import { afterAll, beforeAll } from 'vitest';
import { z } from 'zod';
import {
  type AnyPipeline,
  type Client,
  createClient,
  createLocalArtifactStore,
  createWorker,
  definePipeline,
  type PipelineDefinition,
  type RunContext,
  type RunEnd,
  type RunExit,
  type Step,
  type Worker,
  type WorkerHooks,
  type WorkerOptions,
} from '../src/index.ts';
import { eventsOf } from './rows.ts';

const STEPS = ['one', 'two', 'three'] as const;
const INPUT = z.object({ subject: z.string() });

type StepName = (typeof STEPS)[number];
export type Script = (context: RunContext<StepName, z.output<typeof INPUT>>) => unknown;
type Scripted = PipelineDefinition<typeof INPUT, StepName, unknown>;

export type Event = Awaited<ReturnType<typeof eventsOf>>[number];

/** What each run does, by its subject. */
const scripts = new Map<string, Script>();
let made = 0;

/** A pipeline of which each run does what its test wrote for it. */
export function scriptedPipeline(options: Partial<Scripted> = {}) {
  return definePipeline({
    name: 'scripted',
    version: '1',
    input: INPUT,
    subject: ({ subject }) => subject,
    steps: STEPS,
    queue: { workerConcurrency: 20 },
    run: (context) => scriptOf(context.subject)(context),
    ...options,
  });
}

function scriptOf(subject: string): Script {
  const script = scripts.get(subject);
  if (script === undefined) throw new Error(`there is no script for subject ${subject}`);
  return script;
}

/** A subject whose runs do this. Given a subject, its runs do this from now on. */
export function subjectOf(script: Script, subject?: string): string {
  made += 1;
  const name = subject ?? `subject-${process.pid}-${made}`;
  scripts.set(name, script);
  return name;
}

export interface EngineOptions extends Partial<Omit<WorkerOptions, 'url' | 'hooks'>> {
  /** Whether a worker is started before the first test. Default: true. */
  readonly working?: boolean;
}

/** A client and a worker for all tests of a file. Call it at its top, after `testDatabase()`. */
export function testEngine(db: TestDatabase, { working = true, ...options }: EngineOptions = {}): TestEngine {
  const engine = new TestEngine(db, options);
  beforeAll(() => engine.open(working));
  afterAll(() => engine.close());
  return engine;
}

export class TestEngine {
  readonly scripted = scriptedPipeline();
  /** What a test does at the moments at which a crash must lose nothing. */
  atCommitPoint: NonNullable<WorkerHooks['commitPoint']> = () => undefined;
  readonly #db: TestDatabase;
  readonly #options: Partial<WorkerOptions>;
  #signals: Signals<WorkerHooks> = createSignals();
  #client: Client | null = null;
  #worker: Worker | null = null;

  constructor(db: TestDatabase, options: Partial<WorkerOptions>) {
    this.#db = db;
    this.#options = options;
  }

  get client(): Client {
    if (this.#client === null) throw new Error('the client is there in tests only');
    return this.#client;
  }

  get worker(): Worker {
    if (this.#worker === null) throw new Error('no worker was started');
    return this.#worker;
  }

  /** Those of the worker that was started last. */
  get signals(): Signals<WorkerHooks> {
    return this.#signals;
  }

  async open(working: boolean): Promise<void> {
    this.#client = await createClient({ url: this.#db.url, artifacts: artifacts() });
    if (working) await this.startWorker();
  }

  /** There is one at a time: stops the one before. */
  async startWorker(pipelines: readonly AnyPipeline[] = this.#options.pipelines ?? [this.scripted]): Promise<Worker> {
    await this.stopWorker();
    this.#signals = createSignals();
    this.#worker = await createWorker({
      url: this.#db.url,
      artifacts: artifacts(),
      ...this.#options,
      pipelines,
      hooks: this.#hooks(),
    });
    return this.#worker;
  }

  #hooks(): WorkerHooks {
    const { hooks } = this.#signals;
    return {
      log: hooks.log,
      runTaken: hooks.runTaken,
      runLeft: hooks.runLeft,
      itemFinished: hooks.itemFinished,
      started: hooks.started,
      recorded: hooks.recorded,
      flushed: hooks.flushed,
      commitPoint: (point) => this.atCommitPoint(point),
    };
  }

  async stopWorker(): Promise<void> {
    await this.#worker?.stop({ graceMs: 0 });
  }

  async close(): Promise<void> {
    await this.stopWorker();
    await this.#client?.close();
  }

  /** Submits a run that does this; gives its id. */
  async start(script: Script, pipeline: AnyPipeline = this.scripted): Promise<string> {
    const { runId } = await this.client.submit(pipeline, { subject: subjectOf(script) });
    return runId;
  }

  /** Runs this to its end. */
  async run(script: Script, pipeline?: AnyPipeline): Promise<{ readonly runId: string; readonly end: RunEnd }> {
    const runId = await this.start(script, pipeline);
    return { runId, end: await this.client.wait(runId) };
  }

  /** Runs this to its result. */
  async resultOf(script: Script): Promise<unknown> {
    const { end } = await this.run(script);
    if (end.state === 'succeeded') return end.result;
    throw end.state === 'failed' ? end.error : new Error('it was cancelled');
  }

  /** Runs this to its failure: the sentence as a waiting client reads it, which is the one in the trace. */
  async failureOf(
    script: Script,
  ): Promise<{ readonly runId: string; readonly message: string; readonly error: Failed }> {
    const { runId, end } = await this.run(script);
    if (end.state !== 'failed') throw new Error(`run ${runId} did not fail but ${end.state}`);
    const told = (await this.events(runId)).at(-1);
    const { message } = end.error;
    if (told?.type !== 'run.failed' || told.data.error.message !== message) {
      throw new Error(`the trace ends with ${JSON.stringify(told)}, and the client was told: ${message}`);
    }
    return { runId, message, error: end.error };
  }

  async events(runId: string): Promise<Event[]> {
    return await eventsOf(this.#db, runId);
  }

  /** The types of a run's trace, each with its step: `step.started one`. */
  async trace(runId: string): Promise<string[]> {
    return (await this.events(runId)).map(({ type, step }) => (step === null ? type : `${type} ${step}`));
  }

  /** How the worker left a run, or will leave it. */
  async left(runId: string): Promise<RunExit> {
    return (await this.signals.on('runLeft').seen((run) => run.runId === runId)).how;
  }

  /** How the worker will leave a run that it has, or is about to have, in hand. Ask before you cause it. */
  async leaves(runId: string): Promise<RunExit> {
    return (await this.signals.on('runLeft').next((run) => run.runId === runId)).how;
  }

  /** What the worker logged of some weight. */
  log(): readonly string[] {
    const entries = this.signals.all('log').filter(({ level }) => level !== 'debug');
    return entries.map(({ level, message }) => `${level}: ${message}`);
  }
}

type Failed = Extract<RunEnd, { readonly state: 'failed' }>['error'];

function artifacts() {
  return createLocalArtifactStore({ folder: join(tmpdir(), `telltale-test-artifacts-${process.pid}`) });
}

/** Waits until the signal aborts, as a well-behaved long call does: rejects with its reason. */
export async function untilAborted(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => aborted.reject(signal.reason), { once: true });
  return await aborted.promise;
}

/** Comes to a place where a pause may take hold again and again, until one does: throws what tells the body to let go. */
export async function untilPaused(step: Pick<Step, 'pausePoint'>): Promise<never> {
  for (;;) {
    step.pausePoint();
    await setImmediate();
  }
}
