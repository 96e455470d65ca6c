import { testDatabase } from '@telltale/testing';
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeRun } from '../../test/runs.ts';
import { SEED, seed } from '../../test/seed.ts';
import { prune } from '../retention/prune.ts';
import { ENDED_RUNS } from '../retention/queries.ts';
import { carryOver, recordedSteps } from '../runs/carry-over.ts';
import { changeRun } from '../runs/change-run.ts';
import { orphanedRuns, queueDepths, runsHeldBy } from '../runs/held-runs.ts';
import { takeRun } from '../runs/take-run.ts';
import { listWorkers } from '../workers/workers.ts';
import type { RunPageOptions } from './list-runs.ts';
import { createReader, type Reader } from './reader.ts';

const db = testDatabase();
const GROWING = ['progress', 'workflow_status', 'event', 'item', 'action', 'step_run', 'artifact'];

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

interface Explained {
  readonly statement: string;
  /** Planned for these values, or for any (as Postgres may do with a prepared statement). */
  readonly mode: 'values' | 'any values';
  readonly nodes: readonly PlanNode[];
}

interface Query {
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}

const explained: Explained[] = [];
let client: pg.Client;
let reader: Reader;
/** Each statement that is sent over it is explained before it is run. */
let explaining: pg.Pool;

beforeAll(async () => {
  await seed(db);
  client = await db.connect();
  const pool = {
    query: async (query: string | Query) => {
      if (typeof query === 'string') return await client.query(query);
      explained.push({ statement: query.text, mode: 'values', nodes: await plan(query) });
      if (query.name !== undefined) {
        explained.push({ statement: query.text, mode: 'any values', nodes: await genericPlan(query) });
      }
      return await client.query({ text: query.text, values: [...(query.values ?? [])] });
    },
  };
  explaining = pool as unknown as pg.Pool;
  reader = createReader(explaining);
}, 120_000);

async function plan({ text, values = [] }: Query): Promise<PlanNode[]> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`EXPLAIN (FORMAT JSON) ${text}`, [
    ...values,
  ]);
  return flatten(rows[0]?.['QUERY PLAN'][0].Plan);
}

async function genericPlan({ text, values = [] }: Query): Promise<PlanNode[]> {
  const literals = values.map((value) =>
    pg.escapeLiteral(Array.isArray(value) ? `{${value.join(',')}}` : String(value)),
  );
  await client.query('SET plan_cache_mode = force_generic_plan');
  await client.query(`PREPARE asked AS ${text}`);
  const nodes = await plan({ text: `EXECUTE asked${literals.length === 0 ? '' : `(${literals.join(', ')})`}` });
  await client.query('DEALLOCATE asked');
  await client.query('RESET plan_cache_mode');
  return nodes;
}

function flatten(node: PlanNode | undefined): PlanNode[] {
  return node === undefined ? [] : [node, ...(node.Plans ?? []).flatMap(flatten)];
}

/** Runs a call of the reader and looks at the plans of all that it sent. */
async function expectIndexes(call: () => Promise<unknown>): Promise<void> {
  explained.length = 0;
  await call();
  expect(explained).not.toEqual([]);
  for (const { statement, mode, nodes } of explained) {
    const scanned = nodes.filter((node) => node['Node Type'].includes('Seq Scan')).map((node) => node['Relation Name']);
    expect(
      scanned.filter((table) => GROWING.includes(String(table))),
      `${mode}: ${statement}`,
    ).toEqual([]);
    expect(
      nodes.some((node) => node['Index Name'] !== undefined),
      `${mode}: ${statement}`,
    ).toBe(true);
  }
}

function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

const RUN = 'episode-subject-150-run-1';
const MANY_RUNS = Array.from({ length: 501 }, (_, n) => `episode-subject-${(n + 1) * 150}-run-1`);

describe(`with ${SEED.runs} runs, no query reads all of a table that grows`, () => {
  test.for<RunPageOptions>([
    {},
    { pipeline: 'episode' },
    { subject: 'subject-777' },
    { pipeline: 'episode', subject: 'subject-777' },
    { status: ['queued'] },
    { status: ['running'] },
    { status: ['pausing'] },
    { status: ['paused'] },
    { status: ['cancelling'] },
    { status: ['cancelled'] },
    { status: ['succeeded'] },
    { status: ['failed'] },
    { status: ['queued', 'running', 'pausing', 'paused', 'cancelling'] },
    { status: ['succeeded', 'failed', 'cancelled'] },
    { pipeline: 'episode', status: ['failed'] },
    { pipeline: 'episode', status: ['running'] },
    { subject: 'subject-777', status: ['failed'] },
    { waiting: true },
    { waiting: true, pipeline: 'episode' },
    { verdict: ['stuck', 'orphaned'] },
    { verdict: ['working', 'paused'] },
    { verdict: ['stuck', 'failed'] },
    { verdict: ['queued', 'succeeded'] },
    { verdict: ['quiet'], pipeline: 'episode' },
    { text: 'episode' },
    { text: 'subject 777' },
    { text: 'word12' },
    { text: 'nothing has this' },
    { text: 'word12', status: ['failed'] },
    { createdAfter: minutesAgo(60) },
    { createdBefore: minutesAgo(SEED.runs / 2) },
    { createdAfter: minutesAgo(SEED.runs / 2), createdBefore: minutesAgo(SEED.runs / 2 - 60) },
    { limit: 500 },
  ])('listRuns(%j)', async (options) => {
    await expectIndexes(() => reader.listRuns(options));
  });

  test('the second page', async () => {
    const { nextCursor } = await reader.listRuns();
    await expectIndexes(() => reader.listRuns({ cursor: nextCursor }));
    await expectIndexes(() => reader.listRuns({ cursor: nextCursor, status: ['failed'] }));
    await expectIndexes(() => reader.listRuns({ cursor: nextCursor, text: 'episode' }));
  });

  test.for<[string, () => Promise<unknown>]>([
    ['countRuns', () => reader.countRuns()],
    ['countRuns of a pipeline', () => reader.countRuns({ pipeline: 'episode' })],
    ['getRun', () => reader.getRun(RUN)],
    ['getRuns', () => reader.getRuns([RUN])],
    ['getRuns of more than one statement takes', async () => expect(await reader.getRuns(MANY_RUNS)).toHaveLength(501)],
    ['getRunDetail', () => reader.getRunDetail(RUN)],
    ['runsOfSubject', () => reader.runsOfSubject('subject-777')],
    ['listSteps', () => reader.listSteps(RUN)],
    ['readEvents', () => reader.readEvents(RUN)],
    ['readEvents of some types', () => reader.readEvents(RUN, { types: ['log.written'] })],
    ['listActions', () => reader.listActions()],
    ['listActions of a tool', () => reader.listActions({ tool: 'click' })],
    ['listActions of a run', () => reader.listActions({ runId: RUN })],
    ['listActions that run', () => reader.listActions({ outcome: 'running' })],
    ['listActions with an outcome', () => reader.listActions({ outcome: 'timeout' })],
    ['listActions with a rare outcome', () => reader.listActions({ outcome: 'blocked' })],
    ['listActions since', () => reader.listActions({ startedAfter: minutesAgo(60), step: 'transcribe' })],
    ['listActions until', () => reader.listActions({ startedBefore: minutesAgo(60), tool: 'click' })],
    ['earlierActions', () => reader.earlierActions({ runId: RUN, step: 'transcribe', item: null, upToSeq: 1 })],
    ['listItems', () => reader.listItems({ runId: 'content-subject-100-run-1', step: 'transcribe' })],
    [
      'listItems that failed',
      () => reader.listItems({ runId: 'content-subject-100-run-1', step: 'transcribe', outcome: 'failed' }),
    ],
    ['listArtifacts', () => reader.listArtifacts({ runId: RUN })],
    ['getArtifact', () => reader.getArtifact(RUN, 'artifact')],
    ['stepHistory', () => reader.stepHistory('episode')],
    ['orphanedRuns', () => orphanedRuns(explaining, { limit: 100 })],
    ['runsHeldBy', () => runsHeldBy(explaining, 'worker-1')],
    ['queueDepths', () => queueDepths(explaining)],
    ['listWorkers', () => listWorkers(explaining, { stopped: true })],
    ['takeRun', () => takeRun(explaining, RUN)],
    ['toolHistory', () => reader.toolHistory(['click', 'fetch'])],
    [
      'itemResults',
      async () => {
        for await (const { key } of reader.itemResults('content-subject-100-run-1', 'transcribe'))
          if (key === '') return;
      },
    ],
  ])('%s', async ([, call]) => {
    await expectIndexes(call);
  });

  test('the second page of actions', async () => {
    const { nextCursor } = await reader.listActions();
    await expectIndexes(() => reader.listActions({ cursor: nextCursor }));
    await expectIndexes(() => reader.listActions({ cursor: nextCursor, tool: 'click' }));
  });

  test('the runs that retention looks for', async () => {
    const nodes = await plan({ text: ENDED_RUNS, values: [Date.parse(minutesAgo(SEED.runs - 1_000)), '0', '', 500] });
    expect(nodes.map((node) => node['Index Name'])).toContain('idx_workflow_status_completed_at');
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan');
  });

  test('prune, and the functions that it calls', async () => {
    const before = await sequentialScans();
    const { runs } = await prune(db.pool(), { endedBefore: minutesAgo(SEED.runs - 200) });
    expect(runs).toBeGreaterThan(100);
    expect(await sequentialScans()).toEqual(before);
  });

  test('changeRun and carryOver, and the functions that they call', async () => {
    const pool = db.pool();
    const { runId } = await makeRun(pool);
    const before = await sequentialScans();
    await changeRun(pool, runId, async (run) => {
      await recordedSteps(run.transaction, RUN);
      await carryOver(run.transaction, { fromRunId: RUN, toRunId: runId, step: 'transcribe', items: 'done' });
      await run.hasAdvanced();
      await run.closeOpen('cancelled');
      await run.append([{ type: 'run.cancelled', data: {} }]);
      await run.cancel();
      await run.enqueue({ queue: 'runs' });
    });
    expect(await sequentialScans()).toEqual(before);
  });
});

/** How often Postgres has read each growing table from end to end. */
async function sequentialScans(): Promise<unknown> {
  await db.query('SELECT pg_stat_force_next_flush()');
  const { rows } = await db.query(
    'SELECT relname, seq_scan FROM pg_stat_user_tables WHERE relname = ANY ($1) ORDER BY relname',
    [GROWING],
  );
  return rows;
}
