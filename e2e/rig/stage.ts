import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiClient, createApiClient } from '@telltale/api';
import type { TestDatabase } from '@telltale/testing';
import { type Child, startChild } from '@telltale/testing/child';
import { type FaultProxy, openProxy } from '@telltale/testing/proxy';
import type { Browser } from 'playwright-core';
import type { Act, DirectedInput, DirectedStep } from '../stage/directed.ts';
import { launchChromium } from './chromium.ts';
import { Director } from './director.ts';
import type { FromServer, FromWorker, ProcessSettings, ServerSettings, WorkerSettings } from './processes/settings.ts';
import { Relay } from './relay.ts';
import { StagedRun, untilRunIs } from './staged-run.ts';
import { Visitor, type VisitorOptions } from './visitor.ts';

export interface StageOptions {
  /** Whether there are episodes, too. Default: none. */
  readonly hasEpisodes?: boolean;
  /** Whether everybody has to log in. Default: nobody. */
  readonly login?: boolean;
  /**
   * Whether a worker takes over what others left as soon as it can, and looks after what is stuck. Default: no, so that such
   * states last.
   */
  readonly takesOver?: boolean;
  /** What has to be in the database before the server starts. */
  readonly prepare?: () => Promise<void>;
}

const SOON_MS = 100;
const NEVER_MS = 3_600_000;

/** A migrated database of its own. */
export type StageDatabase = Pick<TestDatabase, 'url' | 'pool'>;

export interface StagedWorker {
  readonly child: Child<FromWorker>;
  readonly workerId: string;
}

export interface RunOptions {
  /** Default: one of its own. */
  readonly subject?: string;
  readonly title?: string;
  /** Default: `directed`. */
  readonly pipeline?: 'directed' | 'podcast' | 'lengthy' | 'unattended';
  /** Of who submits it. Default: nobody has to log in. */
  readonly token?: string;
}

/** The server, the worker, the network and the browser: each can be taken away, and given back. */
export class Stage {
  readonly #db: StageDatabase;
  readonly #options: StageOptions;
  readonly #stack = new AsyncDisposableStack();
  readonly #visitors: Visitor[] = [];
  #director: Director | null = null;
  #network: Relay | null = null;
  #database: FaultProxy | null = null;
  #browser: Browser | null = null;
  #pool: ReturnType<TestDatabase['pool']> | null = null;
  #folder = '';
  #server: Child<FromServer> | null = null;
  #port = 0;
  #worker: StagedWorker | null = null;
  #runs = 0;

  constructor(db: StageDatabase, options: StageOptions) {
    this.#db = db;
    this.#options = options;
  }

  async open(): Promise<void> {
    this.#folder = await mkdtemp(join(tmpdir(), 'telltale-e2e-'));
    this.#stack.defer(() => rm(this.#folder, { recursive: true, force: true }));
    this.#pool = this.#db.pool();
    this.#director = this.#stack.use(await Director.start());
    this.#database = this.#stack.use(await openProxy({ target: this.#db.url }));
    this.#network = this.#stack.use(await Relay.open(() => this.#port));
    this.#stack.defer(() => this.killServer());
    await this.#options.prepare?.();
    const [browser] = await Promise.all([launchChromium(), this.startServer(), this.startWorker()]);
    this.#browser = browser;
    this.#stack.defer(() => browser.close());
  }

  async close(): Promise<void> {
    await this.#stack.disposeAsync();
  }

  /** Closes all pages, and makes the network whole. Gives what the pages complained of. */
  async farewell(): Promise<readonly string[]> {
    const complaints = this.#visitors.flatMap((visitor) => visitor.complaints);
    await Promise.all(this.#visitors.splice(0).map((visitor) => visitor.close()));
    await this.#network?.mend();
    return complaints;
  }

  /** Where a browser finds the server: by way of the network that can be cut. */
  get url(): string {
    return this.network.url;
  }

  /** Past that network. */
  get api(): ApiClient {
    return createApiClient({ url: this.serverUrl });
  }

  get serverUrl(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get director(): Director {
    return there(this.#director);
  }

  get network(): Relay {
    return there(this.#network);
  }

  /** Between the server and its database. The workers have their own way there. */
  get database(): FaultProxy {
    return there(this.#database);
  }

  get worker(): StagedWorker {
    return there(this.#worker);
  }

  /** At the same address as the one before. */
  async startServer(): Promise<void> {
    const settings: ServerSettings = {
      ...this.#settings,
      url: this.database.url,
      port: this.#port,
      login: this.#options.login ?? false,
    };
    const file = new URL('./processes/server.ts', import.meta.url);
    this.#server = startChild<FromServer>(file, { args: [JSON.stringify(settings)] });
    this.#port = (await this.#server.message('ready')).port;
  }

  async killServer(): Promise<void> {
    await this.#server?.kill();
  }

  async startWorker(): Promise<StagedWorker> {
    const file = new URL('./processes/worker.ts', import.meta.url);
    const watchdogMs = this.#options.takesOver ? SOON_MS : NEVER_MS;
    const settings: WorkerSettings = { ...this.#settings, watchdogMs };
    const child = this.#stack.use(startChild<FromWorker>(file, { args: [JSON.stringify(settings)] }));
    this.#worker = { child, workerId: (await child.message('ready')).workerId };
    return this.#worker;
  }

  /** Kills the worker as `kill -9` does, and lets half a minute and more pass for those who wait for its heartbeat. */
  async killWorker(): Promise<void> {
    const { child, workerId } = this.worker;
    await child.kill();
    await there(this.#pool).query(
      `UPDATE telltale.worker SET heartbeat_at = now() - interval '41 seconds' WHERE worker_id = $1`,
      [workerId],
    );
  }

  /** Resolves when a run is in this state. */
  async ends(runId: string, state: string): Promise<void> {
    await untilRunIs(there(this.#pool), runId, state);
  }

  /** Submits a run whose steps do this. */
  async start(steps: { readonly [name in DirectedStep]?: Step }, options: RunOptions = {}): Promise<StagedRun> {
    const { pipeline = 'directed', title, subject = this.#nextSubject(), token } = options;
    const api = createApiClient({ url: this.serverUrl, ...(token === undefined ? {} : { token }) });
    const input: DirectedInput = {
      subject,
      ...(title === undefined ? {} : { title }),
      steps: Object.fromEntries(
        Object.entries(steps).flatMap(([name, step]) =>
          step === undefined ? [] : [[name, isActs(step) ? { acts: step } : step]],
        ),
      ),
    };
    const { runId } = await api.submitRun({ pipeline, input });
    return new StagedRun({ runId, subject, director: this.director, api, database: there(this.#pool) });
  }

  /** Opens a page in a browser of its own. */
  async visit(path: string, options: VisitorOptions = {}): Promise<Visitor> {
    const visitor = await Visitor.come(there(this.#browser), this.url, options);
    this.#visitors.push(visitor);
    await visitor.goTo(path);
    return visitor;
  }

  get #settings(): ProcessSettings {
    return {
      url: this.#db.url,
      folder: this.#folder,
      directorUrl: this.director.url,
      hasEpisodes: this.#options.hasEpisodes ?? false,
    };
  }

  #nextSubject(): string {
    this.#runs += 1;
    return `subject-${this.#runs}`;
  }
}

/** What a step does, or that and how it is tried. */
type Step = Act[] | NonNullable<NonNullable<DirectedInput['steps']>[string]>;

function isActs(step: Step): step is Act[] {
  return Array.isArray(step);
}

function there<T>(part: T | null): T {
  if (part === null) throw new Error('the stage is there in tests only');
  return part;
}
