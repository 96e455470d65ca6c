import { DBOSClient } from '@dbos-inc/dbos-sdk';
import { ORPHANED_AFTER_MS } from '@telltale/core';
import { testDatabase, waitForRows } from '@telltale/testing';
import pg from 'pg';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { setDbosStatus } from '../../test/dbos-status.ts';
import { dbosRow, eventsOf, giveTo, makeRun } from '../../test/runs.ts';
import { SILENT } from '../../test/silent.ts';
import { createReader } from '../read/reader.ts';
import { batchParameters, createBatch } from '../record/batch.ts';
import type { RecordedEvents } from '../record/entry.ts';
import { RECORD } from '../record/flush-sender.ts';
import { newEntry } from '../record/new-entry.ts';
import { openRecorder, type Recorder } from '../record/recorder.ts';
import { RunQueue } from '../record/run-queue.ts';
import { markWorkerStopped, registerWorker } from '../workers/workers.ts';
import { changeRun } from './change-run.ts';
import type { LockedRun } from './locked-run.ts';

const db = testDatabase();
let pool: pg.Pool;

beforeAll(() => {
  pool = db.pool();
});

async function startRecorder(): Promise<Recorder> {
  const recorder = await openRecorder({ url: db.url });
  onTestFinished(() => recorder.close());
  return recorder;
}

const pausing = (by: string) => ({ type: 'run.pausing', data: { by, reason: 'lunch' } }) as const;
const say = (message: string) => ({ type: 'log.written', data: { level: 'info', message } }) as const;

async function typesOf(runId: string): Promise<string[]> {
  return (await eventsOf(pool, runId)).map(({ type }) => type);
}

describe('changeRun', () => {
  test('says what the run is', async () => {
    const { runId, owner } = await makeRun(pool, { subject: 'told', title: 'Folge 1' });
    await registerWorker(pool, { workerId: 'w-1', host: 'h', pid: 1, version: '1', queues: ['episode'] });
    await giveTo(pool, runId, 'w-1');
    await changeRun(pool, runId, (run) =>
      run.append([
        { type: 'step.started', step: 'download', data: { number: 1, of: 3, attempt: 2 } },
        { type: 'run.cancelling', data: { by: 'ann' } },
      ]),
    );
    const { transaction, append, closeOpen, hasAdvanced, cancel, enqueue, ...said } = await changeRun(
      pool,
      runId,
      async (run) => run,
    );
    expect(said).toEqual({
      runId: 'episode-told-run-1',
      pipeline: 'episode',
      subject: 'told',
      number: 1,
      version: '1',
      steps: ['download', 'transcribe', 'embed'],
      title: 'Folge 1',
      state: 'cancelling',
      control: { control: 'cancel', by: 'ann', reason: null },
      owner,
      workerId: 'w-1',
      workerIsAlive: true,
      tries: 1,
      queue: 'episode',
      priority: 0,
      advancedAt: expect.stringMatching(/Z$/),
      step: { name: 'download', attempt: 2 },
      question: null,
    });
  });

  test('calls a worker dead that is not known, has stopped, or was not heard from', async () => {
    const { runId } = await makeRun(pool);
    const isAlive = () => changeRun(pool, runId, async ({ workerIsAlive }) => workerIsAlive);
    await giveTo(pool, runId, 'w-2');
    expect(await isAlive()).toBe(false);
    await registerWorker(pool, { workerId: 'w-2', host: 'h', pid: 1, version: '1', queues: [] });
    expect(await isAlive()).toBe(true);
    const beatBefore = (ms: number) =>
      pool.query(
        `UPDATE telltale.worker SET heartbeat_at = now() - make_interval(secs => $1) WHERE worker_id = 'w-2'`,
        [ms / 1000],
      );
    await beatBefore(ORPHANED_AFTER_MS / 2);
    expect(await isAlive()).toBe(true);
    await beatBefore(ORPHANED_AFTER_MS);
    expect(await isAlive()).toBe(false);
    await beatBefore(0);
    await markWorkerStopped(pool, 'w-2');
    expect(await isAlive()).toBe(false);
    await setDbosStatus(db, runId, 'ENQUEUED');
    expect(await changeRun(pool, runId, async ({ workerId }) => workerId)).toBeNull();
  });

  test('lets each of many who ask at once see what those before it did', async () => {
    const { runId } = await makeRun(pool);
    const before = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        changeRun(pool, runId, async (run) => {
          if (run.control === null) await run.append([pausing(`asker-${n}`)]);
          return run.control?.by ?? null;
        }),
      ),
    );
    const [first] = before.filter((by) => by !== null);
    expect(before.filter((by) => by === null)).toHaveLength(1);
    expect(new Set(before)).toEqual(new Set([null, first]));
    expect(await typesOf(runId)).toEqual(['run.submitted', 'run.pausing']);
  });

  test('leaves the trace without a gap while its worker records all the time', async () => {
    const { runId, owner } = await makeRun(pool);
    const recorder = await startRecorder();
    const run = recorder.run(runId, { owner });
    const work = async () => {
      for (let n = 0; n < 200; n += 1) await run.record(say(`work ${n}`));
    };
    const control = async () => {
      for (let n = 0; n < 20; n += 1) {
        await changeRun(pool, runId, (locked) => locked.append([say(`control ${n}`), say(`control ${n}b`)]));
      }
    };
    await Promise.all([work(), control(), control()]);
    const events = await eventsOf(pool, runId);
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 1 + 200 + 80 }, (_, index) => index + 1));
  });

  test('does not deadlock with a flush that is sent again, which locks all its runs at once', async () => {
    const { runId, owner } = await makeRun(pool);
    const [holder, flusher] = [await db.connect(), await db.connect({ application_name: 'flusher' })];
    const changing = db.pool({ max: 1, application_name: 'changer' });
    const isWaiting = (name: string) =>
      waitForRows(pool, {
        text: `SELECT 1 FROM pg_stat_activity WHERE application_name = $1 AND wait_event_type = 'Lock'`,
        values: [name],
      });
    await holder.query('BEGIN');
    await holder.query('SELECT FROM telltale.progress WHERE run_id = $1 FOR UPDATE', [runId]);
    const entries = [newEntry(runId, say('flushed'), Date.now())];
    const batch = createBatch([{ queue: new RunQueue(runId, owner), entries, progress: null, changes: 0 }]);
    const flush = flusher.query(RECORD.text, batchParameters(batch, true));
    await isWaiting('flusher');
    const change = changeRun(changing, runId, (run) => run.append([say('changed')]));
    await isWaiting('changer');
    await holder.query('COMMIT');
    await Promise.all([flush, change]);
    expect((await eventsOf(pool, runId)).slice(1).map(({ data }) => data.message)).toEqual(['flushed', 'changed']);
  });

  test('leaves nothing of what it did when it throws, and throws the same', async () => {
    const { runId, owner } = await makeRun(pool);
    const before = await dbosRow(pool, runId);
    const error = new Error('changed my mind');
    const change = changeRun(pool, runId, async (run) => {
      await run.append([pausing('ann')]);
      await run.cancel();
      await run.enqueue({ queue: 'other' });
      throw error;
    });
    await expect(change).rejects.toBe(error);
    expect(await typesOf(runId)).toEqual(['run.submitted']);
    expect(await dbosRow(pool, runId)).toEqual(before);
    await (await startRecorder()).run(runId, { owner }).record(say('still mine'));
  });

  test('tells what it added to the trace once that is committed, and nothing where it was undone', async () => {
    const { runId } = await makeRun(pool);
    const told: unknown[] = [];
    const recorded = ({ events, ...run }: RecordedEvents) =>
      told.push({ ...run, events: events.map(({ type, step, data }) => ({ type, step, data: JSON.parse(data) })) });
    const change = (run: LockedRun) => run.append([say('one'), { ...pausing('ann'), step: 'download' }]);
    await expect(
      changeRun(
        pool,
        runId,
        async (run) => {
          await change(run);
          throw new Error('undone');
        },
        { recorded },
      ),
    ).rejects.toThrow('undone');
    expect(told).toEqual([]);
    await changeRun(pool, runId, change, { recorded });
    expect(told).toEqual([
      {
        runId,
        pipeline: 'episode',
        events: [
          { type: 'log.written', step: null, data: { level: 'info', message: 'one' } },
          { type: 'run.pausing', step: 'download', data: { by: 'ann', reason: 'lunch' } },
        ],
      },
    ]);
    await changeRun(pool, runId, async () => undefined, { recorded });
    expect(told).toHaveLength(1);
  });

  test('refuses a run that is not there', async () => {
    await expect(changeRun(pool, 'episode-x-run-9', async () => 1)).rejects.toMatchObject({ code: 'run_not_found' });
  });

  test('does not take for done what an error undid that somebody swallowed', async () => {
    const { runId } = await makeRun(pool);
    const change = changeRun(pool, runId, async (run) => {
      await run.append([pausing('ann')]);
      await run.transaction.query('SELECT 1 / 0').catch(() => undefined);
    });
    await expect(change).rejects.toMatchObject({ code: 'ledger_query_failed', details: { sqlState: '25P02' } });
    expect(await typesOf(runId)).toEqual(['run.submitted']);
  });

  test('gives up the wait for a run that somebody else holds when its signal comes', async () => {
    const { runId } = await makeRun(pool);
    const holder = await db.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM dbos.workflow_status WHERE workflow_uuid = $1 FOR UPDATE', [runId]);
    const waiting = db.pool({ max: 1, application_name: 'waits-for-run' });
    const abort = new AbortController();
    const change = changeRun(waiting, runId, (run) => run.append([pausing('ann')]), { signal: abort.signal });
    const outcome = expect(change).rejects.toMatchObject({ message: 'enough' });
    await waitForRows(pool, {
      text: `SELECT 1 FROM pg_stat_activity WHERE application_name = 'waits-for-run' AND wait_event_type = 'Lock'`,
    });
    abort.abort(new Error('enough'));
    await outcome;
    await holder.query('ROLLBACK');
    await waitForRows(pool, {
      text: `SELECT 1 WHERE NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'waits-for-run')`,
    });
    expect(await typesOf(runId)).toEqual(['run.submitted']);
    expect(await changeRun(waiting, runId, async ({ state }) => state)).toBe('running');
    await expect(changeRun(waiting, runId, async () => 1, { signal: abort.signal })).rejects.toThrow('enough');
  });

  test('says that the connection is gone, and leaves nothing', async () => {
    const { runId } = await makeRun(pool);
    const change = changeRun(pool, runId, async (run) => {
      await run.append([pausing('ann')]);
      const { rows } = await run.transaction.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await pool.query('SELECT pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
      await run.cancel();
    });
    await expect(change).rejects.toMatchObject({ code: 'database_unreachable', retryable: true });
    expect(await typesOf(runId)).toEqual(['run.submitted']);
    const nowhere = new pg.Pool({ connectionString: 'postgres://localhost:1/nothing' });
    await expect(changeRun(nowhere, runId, async () => 1)).rejects.toMatchObject({ code: 'database_unreachable' });
    await nowhere.end();
  });
});

describe('append', () => {
  test('records as the recorder does: checked, bounded, redacted, with the rows that follow', async () => {
    const { runId } = await makeRun(pool);
    await changeRun(pool, runId, (run) =>
      run.append([
        { type: 'step.started', step: 'download', data: { number: 1, of: 3, attempt: 1 } },
        { type: 'run.pausing', data: { by: 'ann', reason: 'see https://u:pw@host/' } },
        say('x'.repeat(100_000)),
      ]),
    );
    const events = await eventsOf(pool, runId);
    expect(JSON.stringify(events)).not.toMatch(/pw@/);
    expect(JSON.stringify(events).length).toBeLessThan(50_000);
    expect(await createReader(pool).getRun(runId)).toMatchObject({
      state: 'pausing',
      lastSeq: 4,
      step: { name: 'download' },
      control: { control: 'pause', by: 'ann' },
    });
    const nameless = changeRun(pool, runId, (run) =>
      run.append([say('undone'), { type: 'item.succeeded', step: 'download', data: {} }]),
    );
    await expect(nameless).rejects.toMatchObject({ code: 'event_invalid', details: { runId } });
    expect(await typesOf(runId)).toHaveLength(4);
    await changeRun(pool, runId, (run) => run.append([]));
    expect(await typesOf(runId)).toHaveLength(4);
  });

  test('tells who listens to telltale_control of what was asked of the run', async () => {
    const { runId } = await makeRun(pool);
    const listener = await db.connect();
    const heard: (string | undefined)[] = [];
    listener.on('notification', ({ payload }) => heard.push(payload));
    await listener.query('LISTEN telltale_control');
    await changeRun(pool, runId, (run) => run.append([say('nothing')]));
    for (const type of ['run.pausing', 'run.resumed', 'run.cancelling'] as const) {
      await changeRun(pool, runId, (run) => run.append([{ type, data: {} }]));
      await listener.query('SELECT 1');
    }
    expect(heard).toEqual([runId, runId, runId]);
  });

  test('keeps the question of a paused run until it is answered, and the answers', async () => {
    const { runId } = await makeRun(pool);
    const reader = createReader(pool);
    const tell = (...events: Parameters<LockedRun['append']>[0]) => changeRun(pool, runId, (run) => run.append(events));
    const answers = async () =>
      (await pool.query('SELECT answers FROM telltale.run WHERE run_id = $1', [runId])).rows[0].answers;
    const waiting = async () => (await reader.listRuns({ waiting: true })).runs.map((run) => run.runId);
    const at = '2026-11-21T03:14:15.926Z';
    const ask = (key?: string) =>
      tell({
        type: 'run.paused',
        at,
        step: 'download',
        data: { ...(key === undefined ? {} : { key }), question: { text: 'Which one?' } },
      });

    await ask('login');
    expect(await waiting()).toEqual([]);
    await changeRun(pool, runId, (run) => run.cancel());
    expect(await waiting()).toEqual([runId]);
    expect(await reader.listRuns({ waiting: true, status: ['running'] })).toMatchObject({ runs: [] });
    const question = { step: 'download', key: 'login', question: { text: 'Which one?' }, at };
    expect(await reader.getRun(runId)).toMatchObject({ state: 'paused', question });
    expect(await changeRun(pool, runId, async (run) => run.question)).toEqual(question);

    await tell({ type: 'run.resumed', data: { answer: ['a', 1] } });
    expect(await reader.getRun(runId)).toMatchObject({ question: null });
    expect(await answers()).toEqual({ 'download/login': ['a', 1] });

    await ask();
    expect(await reader.getRun(runId)).toMatchObject({ question: { key: null } });
    await tell({ type: 'run.resumed', data: { answer: null } }, { type: 'run.resumed', data: { answer: 'unasked' } });
    expect(await answers()).toEqual({ 'download/login': ['a', 1], 'download/': null });

    await ask('again');
    await tell({ type: 'run.resumed', data: {} });
    await ask('again');
    await tell({ type: 'run.paused', data: {} });
    expect(await reader.getRun(runId)).toMatchObject({ question: null });
    await ask('again');
    await tell({ type: 'run.cancelled', data: {} });
    expect(await reader.getRun(runId)).toMatchObject({ state: 'cancelled', question: null });
    expect(Object.keys(await answers())).toEqual(['download/', 'download/login']);
  });
});

describe('closeOpen', () => {
  const AT = '2026-01-01T03:00:00.000Z';
  const ADVANCED = '2026-01-01T03:00:07.000Z';

  /** A run in the middle of its second step: one action done and two open, one item done and two in work. */
  async function runInWork(): Promise<string> {
    const { runId, owner } = await makeRun(pool);
    const run = (await startRecorder()).run(runId, { owner });
    const start = (actionId: string, input?: unknown) =>
      run.event({ type: 'action.started', at: AT, step: 'transcribe', actionId, data: { tool: 'fetch', input } });
    void run.event({ type: 'step.started', at: AT, step: 'download', data: { number: 1, of: 3, attempt: 1 } });
    void run.event({ type: 'step.succeeded', at: AT, step: 'download', data: { durationMs: 5 } });
    void run.event({ type: 'step.started', at: AT, step: 'transcribe', data: { number: 2, of: 3, attempt: 1 } });
    void start('a', { url: 'https://example.org/', retry: 1 });
    for (const id of ['b', 'c']) void start(id);
    const data = { tool: 'fetch', outcome: 'success', durationMs: 5 } as const;
    void run.event({ type: 'action.finished', at: ADVANCED, step: 'transcribe', actionId: 'b', data });
    run.progress({
      step: 'transcribe',
      total: 9,
      estimated: true,
      done: 1,
      failed: 0,
      skipped: 0,
      unit: 'segments',
      current: [{ key: 's1' }, { key: 's2', label: 'two' }],
      upNext: [{ key: 's2', label: 'two' }, { key: 's3' }],
    });
    await run.flushed();
    await pool.query(`UPDATE telltale.progress SET advanced_at = $2 WHERE run_id = $1`, [runId, ADVANCED]);
    return runId;
  }

  test.for([
    ['interrupted', 'interrupted'],
    ['paused', 'interrupted'],
    ['cancelled', 'cancelled'],
  ] as const)('ends what is open and nothing else: %s', async ([reason, outcome]) => {
    const runId = await runInWork();
    const before = (await eventsOf(pool, runId)).length;
    expect(await changeRun(pool, runId, (run) => run.closeOpen(reason))).toBe(2);
    expect(await changeRun(pool, runId, (run) => run.closeOpen(reason))).toBe(0);

    const ended = (await eventsOf(pool, runId)).slice(before);
    const counts = { total: 9, estimated: true, done: 1, failed: 0, skipped: 0 };
    expect(ended).toMatchObject([
      {
        type: 'action.finished',
        step: 'transcribe',
        action_id: 'a',
        data: { tool: 'fetch', target: 'https://example.org/', outcome },
      },
      { type: 'action.finished', step: 'transcribe', action_id: 'c', data: { tool: 'fetch', outcome } },
      { type: 'step.stopped', step: 'transcribe', data: { reason, counts } },
    ]);
    expect(ended).toHaveLength(3);
    expect(ended[1]?.data).not.toHaveProperty('target');
    const reader = createReader(pool);
    expect((await reader.listSteps(runId)).map((step) => step.outcome)).toEqual(['succeeded', 'stopped']);
    expect(await reader.getRun(runId)).toMatchObject({
      openActions: 0,
      step: {
        counts,
        unit: 'segments',
        current: [],
        upNext: [{ key: 's1' }, { key: 's2', label: 'two' }, { key: 's3' }],
      },
    });
  });

  test('counts an interrupted step until it last advanced, any other until now', async () => {
    const durations = async (reason: 'interrupted' | 'paused') => {
      const runId = await runInWork();
      await changeRun(pool, runId, (run) => run.closeOpen(reason));
      return (await eventsOf(pool, runId)).at(-1)?.data.durationMs;
    };
    expect(await durations('interrupted')).toBe(7_000);
    expect(await durations('paused')).toBeGreaterThan(86_400_000);
  });

  test('has nothing to end in a run that no worker ever had', async () => {
    const { runId } = await makeRun(pool, {}, 'ENQUEUED');
    expect(await changeRun(pool, runId, (run) => run.closeOpen('cancelled'))).toBe(0);
    expect(await typesOf(runId)).toEqual(['run.submitted']);
  });
});

describe('hasAdvanced', () => {
  const step = 'download';
  const recovered = { fromWorker: 'w-1', toWorker: null, reason: 'gone', interruptedActions: 0 };
  const takenBy = (workerId: string) => ({ type: 'run.started', data: { workerId, attempt: 1 } }) as const;
  const stepStarted = { type: 'step.started', step, data: { number: 1, of: 3, attempt: 1 } } as const;
  const itemEnded = { type: 'item.failed', step, item: 'a', data: { error: { name: 'E', message: 'no' } } } as const;
  const stepEnded = { type: 'step.succeeded', step, data: { durationMs: 1 } } as const;
  const asked = { type: 'action.started', step, actionId: 'a', data: { tool: 'model' } } as const;
  const answered = {
    type: 'action.finished',
    step,
    actionId: 'a',
    data: { tool: 'model', outcome: 'success', durationMs: 1 },
  } as const;

  const hasAdvanced = (runId: string) => changeRun(pool, runId, (run) => run.hasAdvanced());
  const begun = async (...events: Parameters<LockedRun['append']>[0]) => {
    const { runId } = await makeRun(pool);
    await changeRun(pool, runId, (run) => run.append([takenBy('w-1'), stepStarted, ...events]));
    return runId;
  };

  test('is so once an item has ended', async () => {
    expect(await hasAdvanced(await begun(say('hello'), asked, answered))).toBe(false);
    expect(await hasAdvanced(await begun(itemEnded, say('hello')))).toBe(true);
  });

  test('is so once a step has ended and DBOS has recorded that', async () => {
    const runId = await begun(stepEnded);
    expect(await hasAdvanced(runId)).toBe(false);
    await pool.query(
      'INSERT INTO dbos.operation_outputs (workflow_uuid, function_id, function_name) VALUES ($1, 0, $2)',
      [runId, step],
    );
    expect(await hasAdvanced(runId)).toBe(true);
  });

  test('is so once an action has ended that keeps something', async () => {
    const runId = await begun(asked);
    const recorder = await startRecorder();
    const run = recorder.run(runId);
    void run.finishAction(answered, { turn: 1 });
    await run.flushed();
    expect(await hasAdvanced(runId)).toBe(true);
    await changeRun(pool, runId, (locked) =>
      locked.append([{ type: 'run.recovered', data: recovered }, takenBy('w-2')]),
    );
    expect(await hasAdvanced(runId)).toBe(false);
  });

  test('looks no further back than the worker that had it last, though that had not even begun', async () => {
    const runId = await begun(itemEnded);
    await changeRun(pool, runId, (run) => run.append([{ type: 'run.recovered', data: recovered }]));
    expect(await hasAdvanced(runId)).toBe(false);
  });

  test('is not so of a run that no worker ever had', async () => {
    const { runId } = await makeRun(pool, {}, 'ENQUEUED');
    expect(await hasAdvanced(runId)).toBe(false);
  });
});

describe('cancel and enqueue', () => {
  /** The row without what tells one run from another. */
  const shape = ({
    workflow_uuid,
    owner_xid,
    created_at,
    updated_at,
    completed_at,
    ...row
  }: Record<string, unknown>) => ({
    ...row,
    owner: owner_xid !== null,
    updated: Number(updated_at) > 0,
    completed: completed_at !== null,
  });

  async function dbosClient(): Promise<DBOSClient> {
    const client = await DBOSClient.create({ systemDatabaseUrl: db.url, logger: SILENT });
    onTestFinished(() => client.destroy());
    return client;
  }

  test('leave DBOS’s row as its own cancel and resume leave it', async () => {
    const [ours, theirs] = [await makeRun(pool), await makeRun(pool)];
    for (const { runId } of [ours, theirs]) {
      await giveTo(pool, runId, 'w');
      await pool.query(
        `UPDATE dbos.workflow_status
            SET deduplication_id = $1, workflow_deadline_epoch_ms = 1, recovery_attempts = 3, priority = 4 WHERE workflow_uuid = $1`,
        [runId],
      );
    }
    const client = await dbosClient();
    await client.cancelWorkflow(theirs.runId);
    await changeRun(pool, ours.runId, (run) => run.cancel());
    expect(shape(await dbosRow(pool, ours.runId))).toEqual(shape(await dbosRow(pool, theirs.runId)));
    expect(await dbosRow(pool, ours.runId)).toMatchObject({ status: 'CANCELLED', owner_xid: null, queue_name: null });

    await client.resumeWorkflow(theirs.runId, { queueName: 'other' });
    await changeRun(pool, ours.runId, (run) => run.enqueue({ queue: 'other', resetTries: true }));
    expect(shape(await dbosRow(pool, ours.runId))).toEqual(shape(await dbosRow(pool, theirs.runId)));
    expect(await dbosRow(pool, ours.runId)).toMatchObject({ status: 'ENQUEUED', queue_name: 'other' });
  });

  test.for([
    [{}, '3'],
    [{ refundTry: true }, '2'],
    [{ resetTries: true }, '0'],
    [{ resetTries: true, refundTry: true }, '0'],
  ] as const)('put a run back with its tries counted right: %j', async ([options, tries]) => {
    const { runId } = await makeRun(pool);
    await pool.query(
      `UPDATE dbos.workflow_status SET recovery_attempts = 3, application_version = 'v1' WHERE workflow_uuid = $1`,
      [runId],
    );
    await changeRun(pool, runId, (run) => run.enqueue({ queue: 'q', version: 'v2', ...options }));
    expect(await dbosRow(pool, runId)).toMatchObject({
      status: 'ENQUEUED',
      owner_xid: null,
      started_at_epoch_ms: null,
      queue_name: 'q',
      recovery_attempts: tries,
      application_version: 'v2',
    });
    await changeRun(pool, runId, (run) => run.enqueue({ queue: 'q' }));
    expect(await dbosRow(pool, runId)).toMatchObject({ application_version: 'v2' });
  });

  test('never refund a try that there was not', async () => {
    const { runId } = await makeRun(pool, {}, 'ENQUEUED');
    await changeRun(pool, runId, (run) => run.enqueue({ queue: 'q', refundTry: true }));
    expect(await dbosRow(pool, runId)).toMatchObject({ recovery_attempts: '0' });
  });

  test.for(['SUCCESS', 'ERROR'])('refuse a run that has ended: %s', async (status) => {
    const { runId } = await makeRun(pool, {}, status);
    const changes = [(run: LockedRun) => run.cancel(), (run: LockedRun) => run.enqueue({ queue: 'q' })];
    for (const change of changes) {
      await expect(changeRun(pool, runId, change)).rejects.toMatchObject({ code: 'run_ended', details: { runId } });
    }
    expect(await dbosRow(pool, runId)).toMatchObject({ status, queue_name: 'episode' });
  });

  test.for<[string, (run: LockedRun) => Promise<void>]>([
    ['cancel', (run) => run.cancel()],
    ['enqueue', (run) => run.enqueue({ queue: 'q' })],
  ])('fence off the worker that had the run: %s', async ([, change]) => {
    const { runId, owner } = await makeRun(pool);
    const run = (await startRecorder()).run(runId, { owner });
    await run.record(say('mine'));
    await changeRun(pool, runId, change);
    await expect(run.record(say('too late'))).rejects.toMatchObject({ code: 'ownership_lost' });
    expect(run.lost.aborted).toBe(true);
    expect(await typesOf(runId)).toEqual(['run.submitted', 'log.written']);
  });

  test('tell who listens to telltale_queue that there is something in it', async () => {
    const { runId } = await makeRun(pool);
    const listener = await db.connect();
    const heard: (string | undefined)[] = [];
    listener.on('notification', ({ payload }) => heard.push(payload));
    await listener.query('LISTEN telltale_queue');
    await changeRun(pool, runId, (run) => run.enqueue({ queue: 'recording' }));
    await listener.query('SELECT 1');
    expect(heard).toEqual(['recording']);
  });
});
