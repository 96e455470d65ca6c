import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeVerdict, type RunState } from '@telltale/core';
import { type Child, startChild, type TestDatabase, waitForRows } from '@telltale/testing';
import { expect } from 'vitest';
import { type Client, createClient } from '../src/client.ts';
import { CHECKS } from './chaos/checks/index.ts';
import { gatherEvidence } from './chaos/evidence.ts';
import { type Fact, FactFile, readFacts } from './chaos/facts.ts';
import type { FromStagedWorker, ToStagedWorker } from './fixtures/staged-worker.ts';
import { newSubject } from './pipelines.ts';
import { eventsOf } from './rows.ts';
import { type Scene, stagedPipeline } from './staged-pipeline.ts';

/** A client in the test's process, and workers of the staged pipeline in processes of their own. */
export class Staged {
  readonly client: Client;
  readonly pipeline = stagedPipeline({ wait: async () => undefined, tell: () => undefined });
  readonly #db: TestDatabase;
  readonly #facts: FactFile;
  readonly #workers: StagedWorker[] = [];
  readonly #runs: string[] = [];

  constructor(db: TestDatabase, client: Client, facts: FactFile) {
    this.#db = db;
    this.client = client;
    this.#facts = facts;
  }

  async startWorker(): Promise<StagedWorker> {
    const workerId = `worker-${this.#workers.length + 1}`;
    const options = { url: this.#db.url, workerId, factFile: this.#facts.path };
    const child = startChild<FromStagedWorker, ToStagedWorker>(
      new URL('./fixtures/staged-worker.ts', import.meta.url),
      {
        args: [JSON.stringify(options)],
      },
    );
    const worker = new StagedWorker(workerId, child);
    this.#workers.push(worker);
    await child.message('ready', { timeoutMs: 30_000 });
    return worker;
  }

  tell(fact: Fact): void {
    this.#facts.tell(fact);
  }

  /** Submits a run that plays a scene. */
  async submit(scene: Scene): Promise<string> {
    const subject = `${scene}-${newSubject()}`;
    const { runId } = await this.client.submit(this.pipeline, { subject, scene });
    this.#runs.push(runId);
    return runId;
  }

  /** Ends whatever a test that failed has left in flight: it may hold the one slot. */
  async cancelAll(): Promise<void> {
    for (const runId of this.#runs.splice(0)) await this.client.cancel(runId).catch(() => undefined);
  }

  /** Resolves when the run is in this state by the tables, as another process writes them. */
  async reaches(runId: string, state: RunState): Promise<void> {
    await waitForRows(this.#db.pool(), {
      text: 'SELECT FROM telltale.run WHERE run_id = $1 AND status = $2',
      values: [runId, state],
      timeoutMs: 15_000,
    });
  }

  /** Resolves when an event of this type is in the run's trace. */
  async tells(runId: string, type: string): Promise<void> {
    await waitForRows(this.#db.pool(), {
      text: 'SELECT FROM telltale.progress p JOIN telltale.event e USING (run) WHERE p.run_id = $1 AND e.type = $2',
      values: [runId, type],
    });
  }

  /** Resolves when so many items of the run are told to be in work. */
  async counts(runId: string, inWork: number): Promise<void> {
    await waitForRows(this.#db.pool(), {
      text: 'SELECT FROM telltale.progress WHERE run_id = $1 AND jsonb_array_length(current) = $2',
      values: [runId, inWork],
    });
  }

  /** What people are told of a run now. */
  async sentence(runId: string): Promise<string> {
    const run = await this.client.reader.getRun(runId);
    if (run === null) throw new Error(`there is no run ${runId}`);
    return describeVerdict(run.verdict, { facts: run, estimate: null, now: Date.parse(run.asOf) });
  }

  /** What the trace tells of the run as a whole: each event with who asked for it, and why. */
  async told(runId: string): Promise<string[]> {
    return (await eventsOf(this.#db, runId))
      .filter(({ type }) => type.startsWith('run.') && type !== 'run.submitted')
      .map(({ type, data }) => [type, data.by, data.reason].filter((part) => part !== undefined).join(' '));
  }

  /** The items that a run itself began, in the order in which it did. */
  itemsOf(runId: string): readonly string[] {
    return readFacts(this.#facts.path).flatMap((fact) =>
      fact.type === 'item-began' && fact.run === runId ? [fact.key] : [],
    );
  }

  async otherClient(): Promise<Client> {
    return await createClient({ url: this.#db.url });
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map(({ child }) => child.kill()));
    await this.client.close();
    this.#facts.close();
  }

  /** Nothing that was acknowledged ran again, nothing is open, and trace, tables and DBOS agree, in all runs so far. */
  async verify(): Promise<void> {
    const { client } = this;
    const known = { stories: [], facts: readFacts(this.#facts.path), problems: [] };
    const evidence = await gatherEvidence({ pool: this.#db.pool(), client }, known);
    for (const name of VERIFIED) expect([...CHECKS[name].find(evidence)], CHECKS[name].name).toEqual([]);
  }
}

const VERIFIED = [
  'nothingIsOpen',
  'noItemRunsAgain',
  'triesAreInOrder',
  'retriedRunsKeepItems',
  'actionsAreOnRecord',
  'tracesAreGapless',
  'tracesMakeSense',
  'tracesAgree',
  'everyRowHasItsRun',
] as const;

/** A worker in a process of its own. */
export class StagedWorker {
  readonly id: string;
  readonly child: Child<FromStagedWorker, ToStagedWorker>;

  constructor(id: string, child: Child<FromStagedWorker, ToStagedWorker>) {
    this.id = id;
    this.child = child;
  }

  /** Resolves when a run has come to the place where it waits, so many times. */
  async came(runId: string, times = 1): Promise<void> {
    for (let left = times; left > 0; ) {
      const { run } = await this.child.message('came', { timeoutMs: 15_000 });
      if (run === runId) left -= 1;
    }
  }

  /** Lets a run go on, now and whenever it comes to that place again. */
  async open(runId: string): Promise<void> {
    await this.child.send({ type: 'open', run: runId });
  }
}

export async function openStage(db: TestDatabase): Promise<Staged> {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-staged-'));
  return new Staged(db, await createClient({ url: db.url }), new FactFile(join(folder, 'facts.jsonl')));
}
