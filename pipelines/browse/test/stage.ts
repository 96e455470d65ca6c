import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { findBrowser, reapBrowsers } from '@telltale/browser';
import type { TraceEvent } from '@telltale/core';
import { createLocalArtifactStore } from '@telltale/engine/artifacts';
import { type Client, createClient } from '@telltale/engine/client';
import { type Child, runChild, type TestDatabase } from '@telltale/testing';
import { json, type ModelServer, startModelServer } from '@telltale/testing/model';
import { type Site, type Sites, startSites } from '@telltale/testing/web';
import { describe } from 'vitest';
import { createBrowse } from '../src/index.ts';
import { errandPipeline } from './errand.ts';
import type { BrowseWorkerOptions, FromBrowseWorker } from './fixtures/browse-worker.ts';
import type { FromOnlooker, SeenAction, ToOnlooker } from './fixtures/onlooker.ts';

const found = await findBrowser({ env: process.env }).catch(() => null);

/** `describe`, for what needs a real browser. */
export const describeWithBrowser = (name: string, body: () => void): void => {
  if (found === null) describe.skip(`${name} (skipped: there is no browser on this machine)`, body);
  else describe(name, body);
};

/** For their names and their input: nobody runs them in this process. */
const nobody = { model: () => Promise.reject(new Error('no agent works here')), browser: {} };
export const browse = createBrowse(nobody);
export const errand = errandPipeline(nobody);

type Action = Awaited<ReturnType<Client['reader']['listActions']>>['actions'][number];

/** What an agent reports that has done what it was asked. */
export function report(answer: string) {
  return json({ success: true, message: 'Done.', answer, sources: [], files: [] });
}

/** Browser agents at work in processes of their own, with sites, a model, and somebody who looks on. */
export class Stage implements AsyncDisposable {
  readonly sites: Sites;
  readonly model: ModelServer;
  readonly client: Client;
  readonly #db: TestDatabase;
  readonly #folder: string;
  readonly #workers: Child<FromBrowseWorker, never>[] = [];

  static async open(db: TestDatabase, extra: Readonly<Record<string, Site>> = {}): Promise<Stage> {
    const folder = await mkdtemp(join(tmpdir(), 'telltale-browse-'));
    const artifacts = createLocalArtifactStore({ folder: join(folder, 'artifacts') });
    const client = await createClient({ url: db.url, artifacts });
    return new Stage(db, folder, client, await startSites({ extra }), await startModelServer());
  }

  private constructor(db: TestDatabase, folder: string, client: Client, sites: Sites, model: ModelServer) {
    this.#db = db;
    this.#folder = folder;
    this.client = client;
    this.sites = sites;
    this.model = model;
  }

  /** Starts a worker. */
  async work(options: Partial<BrowseWorkerOptions> = {}): Promise<StagedWorker> {
    const given: BrowseWorkerOptions = {
      url: this.#db.url,
      modelUrl: this.model.url,
      hosts: this.sites.hosts,
      port: this.sites.port,
      artifacts: join(this.#folder, 'artifacts'),
      sessions: this.#sessions,
      pageTimeoutMs: 30_000,
      concurrency: 4,
      ...options,
    };
    const file = new URL('./fixtures/browse-worker.ts', import.meta.url);
    const child = runChild<FromBrowseWorker, never>(file, { args: [JSON.stringify(given)] });
    this.#workers.push(child);
    const { workerId = '' } = await child.message('ready');
    return { child, workerId };
  }

  /** Kills a worker, and has the others know it at once. Its browsers are let be. */
  async kill({ child, workerId }: StagedWorker): Promise<void> {
    child.signal('SIGKILL');
    await child.exit;
    await this.#db.query(
      `UPDATE telltale.worker SET heartbeat_at = now() - interval '41 seconds' WHERE worker_id = $1`,
      [workerId],
    );
  }

  async lookOn(): Promise<Onlooker> {
    const file = new URL('./fixtures/onlooker.ts', import.meta.url);
    const child = runChild<FromOnlooker, ToOnlooker>(file, { args: [this.#db.url] });
    await child.message('ready');
    return {
      sees: async (runId, tool, count, state) => {
        await child.send({ type: 'look', runId, tool, count, state });
        return (await child.message('saw')).actions;
      },
      answers: async (runId, answer, by) => {
        await child.send({ type: 'answer', runId, answer, by });
        await child.message('answered');
      },
    };
  }

  /** The actions of a run, the one that started first first. */
  async actions(runId: string, tool?: string): Promise<readonly Action[]> {
    const { actions } = await this.client.reader.listActions({
      runId,
      limit: 500,
      ...(tool === undefined ? {} : { tool }),
    });
    return actions.toReversed();
  }

  async events(runId: string): Promise<readonly TraceEvent[]> {
    return (await this.client.reader.readEvents(runId)).events;
  }

  /** What the files of a kind hold that an item of a run has stored, or a step outside of its items (`null`). */
  async stored(runId: string, item: string | null, kind: string): Promise<readonly Buffer[]> {
    const { artifacts } = await this.client.reader.listArtifacts({ runId, limit: 500 });
    const own = artifacts.filter((artifact) => artifact.item === item && artifact.kind === kind);
    return await Promise.all(
      own.map(async ({ artifactId }) => await buffer((await this.client.openArtifact(runId, artifactId)).stream)),
    );
  }

  /** Resolves when the trace of a run tells of this. */
  async told(runId: string, isIt: (event: TraceEvent) => boolean): Promise<TraceEvent> {
    const stop = new AbortController();
    try {
      for await (const message of await this.client.feed.subscribe(runId, { after: 0, signal: stop.signal })) {
        const event = message.kind === 'events' ? message.events.find(isIt) : undefined;
        if (event !== undefined) return event;
      }
    } finally {
      stop.abort();
    }
    throw new Error(`the trace of ${runId} ended without it`);
  }

  /** How agents of a run ended, in the order of their ends. */
  async ends(runId: string): Promise<readonly string[]> {
    const events = await this.events(runId);
    return events.flatMap((event) => (event.type === 'agent.finished' ? [event.data.outcome] : []));
  }

  /** Processes of browsers that have their files in a session's folder of this stage. */
  async browsers(): Promise<readonly number[]> {
    const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,args='], { maxBuffer: 10_000_000 });
    const lines = stdout.split('\n').filter((line) => line.includes(`--user-data-dir=${this.#sessions}/`));
    return lines.map((line) => Number.parseInt(line, 10));
  }

  /** What is left of browsers and their sessions. */
  async left(): Promise<{ readonly browsers: readonly number[]; readonly sessions: readonly string[] }> {
    return { browsers: await this.browsers(), sessions: await readdir(this.#sessions) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.#workers) await child.kill();
    await reapBrowsers(this.#sessions);
    await Promise.all([this.client.close(), this.sites.close(), this.model.close()]);
    await rm(this.#folder, { recursive: true, force: true });
  }

  get #sessions(): string {
    return join(this.#folder, 'sessions');
  }
}

/** Nothing of any session. */
export const NOTHING = { browsers: [], sessions: [] };

export interface StagedWorker {
  readonly child: Child<FromBrowseWorker, never>;
  readonly workerId: string;
}

/** Somebody in another process. */
export interface Onlooker {
  /** Resolves when it sees so many actions of a tool, the last of them in that state; the oldest first. */
  sees(runId: string, tool: string, count: number, state: Action['state']): Promise<readonly SeenAction[]>;
  answers(runId: string, answer: unknown, by: string): Promise<void>;
}
