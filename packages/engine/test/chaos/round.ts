import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresServer } from '@telltale/testing/postgres';
import pg from 'pg';
import { createClient } from '../../src/client.ts';
import { createPool } from '../../src/postgres/create-pool.ts';
import { ask } from './ask.ts';
import { chaosPipeline } from './chaos-pipeline.ts';
import { type Finding, verify } from './checks/index.ts';
import { Crew } from './crew.ts';
import { type Evidence, gatherEvidence } from './evidence.ts';
import { FactFile } from './facts.ts';
import { type Deed, describeDeed, makePlan, PLACES, type PlannedDeed } from './plan.ts';
import { Progress } from './progress.ts';
import { Stories } from './stories.ts';

export interface RoundOptions {
  readonly server: PostgresServer;
  /** A database of this server that is ready for workers; the round works on a copy. */
  readonly template: string;
  readonly seed: number;
  /** Subjects at a time. */
  readonly lanes: number;
  readonly deeds: number;
  /** Where the round's files go; made anew. */
  readonly folder: string;
  /** Told what will be done. */
  readonly planned?: (plan: readonly PlannedDeed[]) => void;
  readonly watch?: (state: RoundState) => void;
}

/** Where a round is, for people who look on. */
export interface RoundState {
  readonly seed: number;
  readonly deeds: number;
  readonly of: number;
  /** Items. */
  readonly acknowledged: number;
  readonly subjects: number;
  readonly inFlight: number;
  /** What is done now, or waits for more items. */
  readonly now: string;
}

export interface RoundResult {
  readonly seed: number;
  readonly database: string;
  readonly plan: readonly PlannedDeed[];
  readonly findings: readonly Finding[];
  readonly evidence: Evidence;
  readonly seconds: number;
}

/** When nothing was told for so long, the next deed is done all the same: all runs may be paused. In ms. */
const STILL_MS = 3_000;
/** When nothing was told for so long although all is resumed, the round is stuck. In ms. */
const STUCK_MS = 90_000;
/** How long others may take to take over from a frozen worker, in ms; it may hold their locks for longer. */
const FREEZE_PATIENCE_MS = 5_000;
const SWEEP_MS = 1_000;

/** Plays one plan against a database of its own, lets all runs come to their end, and looks at what is left. */
export async function playRound(options: RoundOptions): Promise<RoundResult> {
  const { server, template, seed, lanes, deeds, folder, planned, watch } = options;
  const startedMs = performance.now();
  const database = `round_${seed}`;
  await copyDatabase(server.url, template, database);
  await mkdir(folder, { recursive: true });
  const url = server.urlOf(database);
  const plan = makePlan({ seed, lanes, deeds });
  planned?.(plan);

  await using closing = new AsyncDisposableStack();
  const pool = createPool({ connectionString: url, application_name: 'chaos' });
  closing.defer(() => pool.end());
  const client = closing.use(await createClient({ url }));
  const facts = new FactFile(join(folder, 'facts.jsonl'));
  closing.defer(() => facts.close());
  const progress = closing.use(new Progress(facts.path));
  const stories = new Stories({ client, pipeline: chaosPipeline(() => undefined), lanes, facts });
  const crew = closing.use(new Crew({ url, pool, facts, folder }));
  closing.defer(() => crew.keepOutput(join(folder, 'workers')));

  const stage: Stage = { server, pool, crew, stories, progress };
  const problems: string[] = [];
  // Whatever fails, the checks say what is left.
  const watched = async (what: string, work: Promise<void>) => {
    await work.catch((error: unknown) => problems.push(`${what} failed: ${String(error)}`));
  };
  const show = (done: number, now: string) => {
    const { acknowledged } = progress;
    const inFlight = stories.inFlight.length;
    watch?.({ seed, deeds: done, of: plan.length, acknowledged, subjects: stories.all.length, inFlight, now });
  };
  const over = new AbortController();
  await crew.ready();
  const told = watched('a client', stories.tell(over.signal));
  await watched('the script', disturb(plan, stage, show));
  await watched(
    'the rest',
    letEnd(stage, () => show(plan.length, 'all is left alone, and has to end')),
  );
  over.abort(new Error('the round is over'));
  await told;
  await crew.stopAll();
  const known = { stories: stories.all, facts: progress.facts };
  const evidence = await gatherEvidence(
    { pool, client },
    { ...known, problems: [...problems, ...stories.problems, ...crew.problems] },
  );
  const seconds = (performance.now() - startedMs) / 1_000;
  return { seed, database, plan, findings: verify(evidence), evidence, seconds };
}

interface Stage {
  readonly server: PostgresServer;
  readonly pool: pg.Pool;
  readonly crew: Crew;
  readonly stories: Stories;
  readonly progress: Progress;
}

/** Does what is planned, each when so many items were acknowledged. */
async function disturb(
  plan: readonly PlannedDeed[],
  stage: Stage,
  show: (done: number, now: string) => void,
): Promise<void> {
  for (const [index, deed] of plan.entries()) {
    while (stage.progress.acknowledged < deed.after) {
      show(index, `${describeDeed(deed)} at ${deed.after}`);
      if (await stage.progress.isStill(STILL_MS)) break;
    }
    show(index, describeDeed(deed));
    await perform(deed, stage);
  }
}

/** Undoes what holds runs up, until all have ended. Rejects when nothing happens any more before that. */
async function letEnd({ crew, stories, progress }: Stage, show: () => void): Promise<void> {
  stories.enough();
  for (const place of PLACES) await crew.thaw(place);
  for (let stillMs = 0; !stories.isOver; ) {
    show();
    stillMs = (await progress.isStill(SWEEP_MS)) ? stillMs + SWEEP_MS : 0;
    if (stillMs > 0) await stories.resumeAll();
    if (stillMs >= STUCK_MS) {
      throw new Error(`for ${STUCK_MS / 1_000} s nothing happened to ${stories.inFlight.join(', ')}`);
    }
  }
}

const END_BACKENDS = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
   WHERE datname = current_database() AND pid <> pg_backend_pid() AND random() < $1`;

async function perform(deed: Deed, { server, pool, crew, stories }: Stage): Promise<void> {
  switch (deed.kind) {
    case 'kill':
      return await crew.kill(deed.place);
    case 'freeze':
      // One at a time: the other one has to take over.
      await crew.thaw(deed.place === 1 ? 2 : 1);
      return await crew.freeze(deed.place, FREEZE_PATIENCE_MS);
    case 'thaw':
      return await crew.thaw(deed.place);
    case 'terminate':
      await crew.thaw(deed.place);
      return await crew.terminate(deed.place);
    case 'end-backends':
      return void (await ask(pool, END_BACKENDS, [deed.share]));
    case 'restart-database':
      return await server.restart({ mode: deed.mode });
    case 'pause':
    case 'resume':
    case 'cancel':
      return await stories.control(deed.kind, deed.lane);
  }
}

async function copyDatabase(url: string, template: string, database: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await admin.query(`CREATE DATABASE ${database} TEMPLATE ${template}`);
  } finally {
    await admin.end();
  }
}
