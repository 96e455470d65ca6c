import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiClient, createApiClient } from '@telltale/api';
import {
  type AnyPipeline,
  createLocalArtifactStore,
  createWorker,
  definePipeline,
  type RunContext,
  type Worker,
} from '@telltale/engine';
import { createServer, type Library, type Server } from '@telltale/server';
import type { TestDatabase } from '@telltale/testing';
import { afterAll, beforeAll } from 'vitest';
import { z } from 'zod';
import { type RunOptions, runCommand, type Said } from './run-command.ts';

const INPUT = z.object({
  subject: z.string().describe('what it works on'),
  pages: z.int().min(1).default(3),
});

type Script = (context: RunContext<'fetch' | 'read' | 'write', z.output<typeof INPUT>>) => Promise<unknown>;

interface RigOptions {
  readonly library?: Library;
  /** Beside the scripted one; no worker runs them. */
  readonly pipelines?: readonly AnyPipeline[];
}

/** A server and a worker for the tests of a file, and the command as a person would use it. */
export function cliRig(db: TestDatabase, options: RigOptions = {}): CliRig {
  const rig = new CliRig(db, options);
  beforeAll(() => rig.open());
  afterAll(() => rig.close());
  return rig;
}

export class CliRig {
  readonly #db: TestDatabase;
  readonly #options: RigOptions;
  readonly #scripts = new Map<string, Script>();
  #folder = '';
  #server: Server | null = null;
  #worker: Worker | null = null;
  #port = 0;

  constructor(db: TestDatabase, options: RigOptions = {}) {
    this.#db = db;
    this.#options = options;
  }

  readonly pipeline: AnyPipeline = definePipeline({
    name: 'scripted',
    version: '1',
    input: INPUT,
    subject: ({ subject }) => subject,
    title: ({ subject }) => `All about ${subject}`,
    steps: ['fetch', 'read', 'write'],
    queue: { workerConcurrency: 10 },
    run: (context) => this.#scriptOf(context.subject)(context),
  });

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get api(): ApiClient {
    return createApiClient({ url: this.url });
  }

  get env(): NodeJS.ProcessEnv {
    return { PATH: process.env.PATH, TELLTALE_DATA: this.#folder, TELLTALE_SERVER: this.url };
  }

  async open(): Promise<void> {
    this.#folder = await mkdtemp(join(tmpdir(), 'telltale-cli-'));
    await this.startServer();
    await this.startWorker();
  }

  /** At the same address as the one before. */
  async startServer(): Promise<void> {
    const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
    const { pipelines = [], ...options } = this.#options;
    this.#server = await createServer({
      ...options,
      url: this.#db.url,
      pipelines: [this.pipeline, ...pipelines],
      port: this.#port,
      logger,
      version: '1.0.0',
    });
    this.#port = this.#server.address.port;
  }

  async stopServer(): Promise<void> {
    await this.#server?.close({ graceMs: 0 });
    this.#server = null;
  }

  async startWorker(): Promise<void> {
    const artifacts = createLocalArtifactStore({ folder: join(this.#folder, 'artifacts') });
    this.#worker = await createWorker({ url: this.#db.url, pipelines: [this.pipeline], artifacts });
  }

  async stopWorker(): Promise<void> {
    await this.#worker?.stop({ graceMs: 0 });
    this.#worker = null;
  }

  async close(): Promise<void> {
    await this.stopServer();
    await this.stopWorker();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** What the runs of a subject do. */
  script(subject: string, script: Script): void {
    this.#scripts.set(subject, script);
  }

  #scriptOf(subject: string): Script {
    return this.#scripts.get(subject) ?? (async () => undefined);
  }

  /** Starts a run that does this; gives its id. */
  async start(subject: string, script: Script): Promise<string> {
    this.script(subject, script);
    const { runId } = await this.api.submitRun({ pipeline: 'scripted', input: { subject } });
    return runId;
  }

  /** Runs a command line in this process, without a terminal. */
  async run(...args: readonly string[]): Promise<Said> {
    return await this.runWith({}, ...args);
  }

  async runWith(options: RunOptions, ...args: readonly string[]): Promise<Said> {
    return await runCommand(args, { cwd: this.#folder, env: this.env, ...options });
  }
}

function ignore(): void {}
