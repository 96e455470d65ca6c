import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChildExit, startChild, testDatabase, waitForRows } from '@telltale/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHECKS } from '../../test/chaos/checks/index.ts';
import { gatherEvidence, onlyOf } from '../../test/chaos/evidence.ts';
import { type Fact, FactFile, readFacts } from '../../test/chaos/facts.ts';
import { DEATHS, dyingPipeline, FIRST_DEATH, RESULT } from '../../test/commit-points.ts';
import type { DyingWorkerOptions } from '../../test/fixtures/dying-worker.ts';
import { silence } from '../../test/orphan.ts';
import { eventsOf } from '../../test/rows.ts';
import { type Client, createClient } from '../client.ts';
import { createLocalArtifactStore, createWorker, type Worker } from '../index.ts';
import { COMMIT_POINTS, type CommitPoint } from '../worker/hooks.ts';

// At each point of a pair a process kills itself, before or after what is committed there. All die first, each with a
// pipeline of its own, and one worker then takes over whatever they left behind.

const db = testDatabase();
const NEVER_MS = 2 ** 31 - 1;
const AT_A_TIME = 4;
const DYING_MS = 60_000;

/** What a run does not tell in the words of the chaos pipeline is checked for each point as it is there. */
const CHECKED = [
  'nothingIsOpen',
  'noItemRunsAgain',
  'triesAreInOrder',
  'actionsAreOnRecord',
  'tracesAreGapless',
  'tracesMakeSense',
  'tracesAgree',
  'everyRowHasItsRun',
] as const;

let client: Client;
let worker: Worker;
let factFile: string;
let facts: FactFile;
const deaths = new Map<CommitPoint, { readonly runId: string; readonly exit: ChildExit; readonly output: string }>();

beforeAll(async () => {
  factFile = join(await mkdtemp(join(tmpdir(), 'telltale-commit-points-')), 'facts.jsonl');
  facts = new FactFile(factFile);
  client = await createClient({ url: db.url });
  // A watchdog that dies at a takeover sees all runs, so that these have to be over before others are given up.
  const [takeovers, others] = split(COMMIT_POINTS, (point) => DEATHS[point].by === 'takeover');
  for (const point of takeovers) await dieAt(point);
  for (let first = 0; first < others.length; first += AT_A_TIME) {
    await Promise.all(others.slice(first, first + AT_A_TIME).map(dieAt));
  }
  await db.query(`UPDATE telltale.worker SET heartbeat_at = now() - interval '41 seconds'`);
  worker = await createWorker({
    url: db.url,
    workerId: 'survivor',
    pipelines: COMMIT_POINTS.map((point) =>
      dyingPipeline(point, (fact) => facts.tell({ ...fact, worker: 'survivor' } as Fact)),
    ),
    artifacts: createLocalArtifactStore({ folder: join(tmpdir(), 'telltale-commit-points') }),
    settings: { watchdogMs: 50 },
    hooks: {
      itemFinished: ({ runId: run, key }) => facts.tell({ type: 'item-acknowledged', worker: 'survivor', run, key }),
    },
  });
}, 180_000);

afterAll(async () => {
  await worker?.stop();
  await client?.close();
  facts?.close();
});

async function dieAt(point: CommitPoint): Promise<void> {
  const pipeline = dyingPipeline(point, () => undefined);
  const { runId } = await client.submit(pipeline, { subject: 'one' });
  if (DEATHS[point].by === 'takeover') {
    await die({ workerId: 'first', of: point, at: FIRST_DEATH, watchdogMs: NEVER_MS });
    await silence(db, `first-${point}`);
  }
  const watchdogMs = DEATHS[point].by === 'takeover' ? 50 : NEVER_MS;
  deaths.set(point, { runId, ...(await die({ workerId: 'last', of: point, at: point, watchdogMs })) });
}

async function die({ workerId, ...options }: Omit<DyingWorkerOptions, 'url' | 'factFile'>) {
  const all: DyingWorkerOptions = { ...options, url: db.url, factFile, workerId: `${workerId}-${options.of}` };
  await using child = startChild(new URL('../../test/fixtures/dying-worker.ts', import.meta.url), {
    args: [JSON.stringify(all)],
  });
  await child.exited({ timeoutMs: DYING_MS }).catch(() => undefined);
  const { output } = child;
  return { exit: await child.kill(), output };
}

/** What may be there or not: nobody waits for a start to be committed, and who gives a run back may take it before he dies. */
const UNCERTAIN: Partial<Record<CommitPoint, readonly string[]>> = {
  'after-run-start': ['run.started'],
  'after-takeover': ['run.started', 'run.recovered'],
};

test.each(COMMIT_POINTS)('a worker that is killed %s loses nothing', { timeout: 60_000 }, async (point) => {
  const { runId, output } = deaths.get(point)!;
  const killed = readFacts(factFile).some((fact) => fact.type === 'killed' && fact.worker === `last-${point}`);
  expect(killed, `the worker never came to ${point}; it said: ${output}`).toBe(true);

  if (DEATHS[point].by === 'pause') {
    await waitForRows(db.pool(), {
      text: `SELECT FROM telltale.run WHERE run_id = $1 AND status = 'paused'`,
      values: [runId],
    });
    await client.resume(runId);
  }
  expect(await client.wait(runId)).toEqual({ state: 'succeeded', result: RESULT });
  const uncertain = UNCERTAIN[point]?.map((type) => `${type} last-${point}`) ?? [];
  expect((await told(runId)).filter((event) => !uncertain.includes(event))).toEqual(expectedOf(point));
  expect(await faultsOf(runId)).toEqual([]);
});

/** What is wrong with what is left of a run, in the words of the checks. */
async function faultsOf(runId: string): Promise<string[]> {
  const known = { stories: [], facts: readFacts(factFile), problems: [] };
  const evidence = onlyOf(runId, await gatherEvidence({ pool: db.pool(), client }, known));
  return CHECKED.flatMap((name) => [...CHECKS[name].find(evidence)]);
}

/** What the trace tells of the run as a whole, and whose it was. */
async function told(runId: string): Promise<string[]> {
  return (await eventsOf(db, runId))
    .filter(({ type }) => type.startsWith('run.'))
    .map(({ type, data }) => [type, data.fromWorker ?? data.workerId ?? data.by ?? ''].join(' ').trim());
}

function expectedOf(point: CommitPoint): string[] {
  const { by } = DEATHS[point];
  const dead = by === 'takeover' ? `first-${point}` : `last-${point}`;
  const began = point.endsWith('-run-start') ? [] : [`run.started ${dead}`];
  const ended = point === 'after-run-end' ? ['run.succeeded'] : [];
  const lost = by === 'pause' ? ['run.pausing anna', 'run.paused', 'run.resumed'] : [`run.recovered ${dead}`];
  return ['run.submitted', ...began, ...ended, ...lost, 'run.started survivor', 'run.succeeded'];
}

function split<T>(list: readonly T[], isFirst: (one: T) => boolean): readonly [T[], T[]] {
  return [list.filter(isFirst), list.filter((one) => !isFirst(one))];
}
