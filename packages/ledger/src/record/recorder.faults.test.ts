import { createSignals, type Signals, startProxy, testDatabase, waitForRows } from '@telltale/testing';
import type pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { eventsOf, makeRun } from '../../test/runs.ts';
import type { RecordedEvent } from './entry.ts';
import { openRecorder, type Recorder, type RecorderOptions } from './recorder.ts';
import type { RunRecorder } from './run-recorder.ts';
import type { RecorderHooks } from './settings.ts';

const db = testDatabase();

interface Rig {
  readonly pool: pg.Pool;
  readonly runId: string;
  readonly run: RunRecorder;
  readonly recorder: Recorder;
  readonly signals: Signals<RecorderHooks>;
  /** The messages that the run's listener was told. */
  readonly told: readonly string[];
}

async function rig(options: Partial<RecorderOptions> = {}): Promise<Rig> {
  const pool = db.pool();
  const signals = createSignals<RecorderHooks>();
  const { runId, owner } = await makeRun(pool);
  const recorder = await openRecorder({ url: db.url, retryMs: 5, hooks: signals.hooks, ...options });
  onTestFinished(() => recorder.close({ timeoutMs: 1_000 }).catch(() => undefined));
  const told: string[] = [];
  const recorded = (events: readonly RecordedEvent[]) =>
    told.push(...events.map(({ data }) => JSON.parse(data).message));
  return { pool, runId, run: recorder.run(runId, { owner, recorded }), recorder, signals, told };
}

const say = (message: string) => ({ type: 'log.written', data: { level: 'info', message } }) as const;

async function messages(pool: pg.Pool, runId: string): Promise<string[]> {
  const events = await eventsOf(pool, runId);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  return events.slice(1).map(({ data }) => data.message);
}

function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** Raises an error of one SQLSTATE for the events that `when` picks, until it is called again with `null`. */
async function refuseEvents(pool: pg.Pool, sqlState: string | null, when = 'true'): Promise<void> {
  await pool.query('DROP TRIGGER IF EXISTS refuse ON telltale.event');
  if (sqlState === null) return;
  await pool.query(`
    CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'refused by the test' USING ERRCODE = '${sqlState}'; END $$`);
  await pool.query(
    `CREATE TRIGGER refuse BEFORE INSERT ON telltale.event FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION refuse()`,
  );
}

describe('a connection that is lost', () => {
  test('after the database has committed: the flush is not written twice', async () => {
    const proxy = await startProxy({ target: db.url });
    const { pool, runId, run, signals, told } = await rig({ url: proxy.url });
    await run.record(say('before'));

    const lost = proxy.loseAnswerTo('telltale-record');
    const recorded = Promise.all([run.record(say('one')), run.record(say('two'))]);
    await lost;
    await recorded;

    expect(signals.all('retrying')).toHaveLength(1);
    expect(await messages(pool, runId)).toEqual(['before', 'one', 'two']);
    expect(run.lastSeq).toBe(4);
    await run.record(say('after'));
    expect(await messages(pool, runId)).toEqual(['before', 'one', 'two', 'after']);
    expect(told).toEqual(['before', 'one', 'two', 'after']);
  });

  test('after the commit, and others wrote to the same runs before the flush came again', async () => {
    const proxy = await startProxy({ target: db.url });
    const { pool, runId, run } = await rig({ url: proxy.url });
    const other = await rig();
    const { runId: secondId } = await makeRun(pool);
    const second = (await rig({ url: proxy.url })).recorder.run(secondId);

    const lost = proxy.loseAnswerTo('telltale-record');
    const recorded = run.record(say('mine'));
    await lost;
    await proxy.refuse();
    await other.recorder.run(runId).record(say('theirs'));
    await proxy.restore();
    await recorded;

    expect(await messages(pool, runId)).toEqual(['mine', 'theirs']);
    await run.record(say('next'));
    expect(await messages(pool, runId)).toEqual(['mine', 'theirs', 'next']);
    await second.record(say('unhurt'));
  });

  test('after the commit of a flush in which another run had only progress to tell: that run is not taken for lost', async () => {
    const proxy = await startProxy({ target: db.url });
    const { pool, runId, recorder, run } = await rig({ url: proxy.url, now: () => 1_000_000 });
    const { runId: quietId, owner } = await makeRun(pool);
    const quiet = recorder.run(quietId, { owner });
    const tell = (done: number) =>
      quiet.progress({ step: 'fetch', total: 9, done, failed: 0, skipped: 0, current: [], upNext: [] });
    tell(1);
    await quiet.flushed();

    const lost = proxy.loseAnswerTo('telltale-record');
    tell(2);
    const recorded = run.record(say('one'));
    await lost;
    await recorded;
    expect(quiet.lost.aborted).toBe(false);
    await quiet.record(say('still mine'));
    expect(await messages(pool, runId)).toEqual(['one']);
  });

  test('before the database got the flush: it is written once', async () => {
    const proxy = await startProxy({ target: db.url });
    const { pool, runId, run } = await rig({ url: proxy.url });
    await run.record(say('before'));

    proxy.cut();
    await proxy.refuse();
    const recorded = run.record(say('late'));
    void run.event(say('later'));
    await proxy.restore();
    await recorded;
    await run.flushed();

    expect(await messages(pool, runId)).toEqual(['before', 'late', 'later']);
  });

  test('without a word: after the time limit the old session is ended first, so nothing of it can come late', async () => {
    const proxy = await startProxy({ target: db.url });
    const { pool, runId, run, recorder, signals } = await rig({
      url: proxy.url,
      flushTimeoutMs: 100,
      connectTimeoutMs: 200,
    });
    await run.record(say('before'));
    const oldSession = recorder.processId;

    // The flush lies in the network, and would be delivered when it comes back.
    proxy.blackhole();
    const recorded = run.record(say('once'));
    await signals.on('retrying').next();
    await proxy.restore();
    await recorded;

    expect(recorder.processId).not.toBe(oldSession);
    const { rows } = await db.query('SELECT 1 FROM pg_stat_activity WHERE pid = $1', [oldSession]);
    expect(rows).toEqual([]);
    expect(await messages(pool, runId)).toEqual(['before', 'once']);
  });

  test('while its session still lives: that one is ended before the flush is sent again', async ({ skip }) => {
    const { pool, runId, run, recorder, signals } = await rig({ flushTimeoutMs: 100, connectTimeoutMs: 100 });
    await run.record(say('before'));
    const oldSession = recorder.processId ?? 0;
    // A backend that is stopped has not read the flush yet, and would execute it as soon as it goes on.
    if (!signalProcess(oldSession, 'SIGSTOP')) skip('needs a Postgres on this machine, whose processes it may signal');
    onTestFinished(() => void signalProcess(oldSession, 'SIGCONT'));

    const recorded = run.record(say('once'));
    await signals.on('retrying').next(({ attempt }) => attempt === 3);
    expect(await messages(pool, runId)).toEqual(['before']);
    signalProcess(oldSession, 'SIGCONT');
    await recorded;

    await waitForRows(pool, {
      text: 'SELECT 1 FROM pg_stat_activity WHERE pid = $1',
      values: [oldSession],
      until: (rows) => rows.length === 0,
    });
    expect(await messages(pool, runId)).toEqual(['before', 'once']);
  });

  test('because its backend was terminated: nothing is lost and nothing doubled, a hundred times over', async () => {
    const { pool, runId, run, recorder } = await rig();
    const expected: string[] = [];
    for (let n = 0; n < 100; n += 1) {
      const batch = Array.from({ length: 5 }, (_, k) => `${n}.${k}`);
      expected.push(...batch);
      const recorded = Promise.all(batch.map((message) => run.record(say(message))));
      await pool.query('SELECT pg_terminate_backend($1)', [recorder.processId ?? 0]);
      await recorded;
    }
    expect(await messages(pool, runId)).toEqual(expected);
  });
});

describe('a database that cannot write', () => {
  test.each([
    ['53100', "The database's disk is full."],
    ['53200', 'The database is out of memory.'],
    ['25006', 'The database is read-only.'],
    ['40P01', 'The database cannot write now (refused by the test).'],
  ])('(%s) makes the run wait, says why once, and loses nothing', async (sqlState, message) => {
    const { pool, runId, run, recorder, signals } = await rig();
    await refuseEvents(pool, sqlState);

    const recorded = run.record(say('patient'));
    await signals.on('retrying').next(({ attempt }) => attempt === 3);
    expect(recorder.state).toMatchObject({ state: 'retrying', queuedEvents: 1, error: { message } });
    expect(signals.all('problem')).toMatchObject([
      { code: 'ledger_write_failed', retryable: true, hint: expect.any(String) },
    ]);
    await refuseEvents(pool, null);
    await recorded;

    expect(await messages(pool, runId)).toEqual(['patient']);
    expect(recorder.state).toMatchObject({ state: 'writing', queuedEvents: 0, error: null });
  });

  test('and never will, for want of permission, fails everybody who waits', async () => {
    const { runId, owner } = await makeRun(db.pool());
    await db.query(`CREATE ROLE stranger LOGIN PASSWORD 'secret'`);
    await db.query('GRANT USAGE ON SCHEMA telltale TO stranger');
    await db.query('GRANT SELECT ON telltale.migration TO stranger');
    onTestFinished(async () => {
      await db.query('DROP OWNED BY stranger');
      await db.query('DROP ROLE stranger');
    });
    const url = new URL(db.url);
    url.username = 'stranger';
    url.password = 'secret';
    const { recorder } = await rig({ url: url.href });
    const run = recorder.run(runId, { owner });
    await expect(run.record(say('no'))).rejects.toMatchObject({ code: 'ledger_write_failed', retryable: false });
    expect(recorder.state.state).toBe('failed');
    await expect(run.flushed()).rejects.toMatchObject({ code: 'ledger_write_failed' });
    expect(run.event(say('still does not throw'))).toBeUndefined();
  });

  test('one event of many: all others are written in order, and a log line says which one is missing', async () => {
    const { pool, runId, run, recorder, signals, told } = await rig();
    const bystander = await makeRun(pool);
    const neighbour = recorder.run(bystander.runId);
    await refuseEvents(pool, '22000', `new.data->>'message' = 'poison'`);

    for (let n = 0; n < 20; n += 1) void run.event(say(n === 7 ? 'poison' : `${n}`));
    for (let n = 0; n < 20; n += 1) void neighbour.event(say(`${n}`));
    await neighbour.flushed();
    await run.flushed();
    await refuseEvents(pool, null);

    expect(signals.all('problem')).toMatchObject([{ code: 'ledger_write_failed' }]);
    expect(await messages(pool, bystander.runId)).toEqual(Array.from({ length: 20 }, (_, n) => `${n}`));
    const written = await messages(pool, runId);
    expect(written[7]).toMatch(/An event \(log.written\) could not be recorded: .*refused by the test/);
    expect(written.filter((_, n) => n !== 7)).toEqual(
      Array.from({ length: 20 }, (_, n) => `${n}`).filter((n) => n !== '7'),
    );
    expect(told).toEqual(written);
  });

  test('an item: whoever waits for it is told, and it has no row', async () => {
    const { pool, runId, run } = await rig();
    await refuseEvents(pool, '23514', `new.type = 'item.succeeded'`);
    const item = run.finishItem({ type: 'item.succeeded', step: 's', item: 'bad', data: {} });
    await expect(item).rejects.toMatchObject({ code: 'ledger_write_failed' });
    await refuseEvents(pool, null);
    const { rows } = await pool.query(
      'SELECT 1 FROM telltale.item JOIN telltale.progress USING (run) WHERE run_id = $1',
      [runId],
    );
    expect(rows).toEqual([]);
  });
});

describe('a slow database', () => {
  test('makes callers wait at the limit, and every event arrives', async () => {
    const { pool, runId, run, signals } = await rig({ maxQueuedEvents: 50, maxFlushEvents: 10 });
    const blocker = await pool.connect();
    await blocker.query('BEGIN');
    await blocker.query('SELECT FROM telltale.progress WHERE run_id = $1 FOR UPDATE', [runId]);

    let handedOver = 0;
    const waited: number[] = [];
    const producer = (async () => {
      for (let n = 0; n < 200; n += 1) {
        const room = run.event(say(`${n}`));
        handedOver += 1;
        if (room !== undefined) {
          waited.push(n);
          await room;
        }
      }
    })();
    await signals.on('flushing').seen();
    await waitForRows(pool, {
      text: `SELECT 1 FROM pg_stat_activity
              WHERE datname = current_database() AND application_name = 'telltale-recorder' AND wait_event_type = 'Lock'`,
    });
    // 10 in the flush under way, 50 queued: there the producer stands.
    expect(handedOver).toBeLessThanOrEqual(60);

    await blocker.query('COMMIT');
    blocker.release();
    await producer;
    await run.flushed();
    expect(waited.length).toBeGreaterThan(0);
    expect(await messages(pool, runId)).toEqual(Array.from({ length: 200 }, (_, n) => `${n}`));
  });
});

describe('a database that is away', () => {
  test('when the recorder opens: one sentence with host and port, never the password', async () => {
    const error = await openRecorder({ url: 'postgres://ann:hunter2@127.0.0.1:1/telltale' }).catch(
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ code: 'database_unreachable', retryable: true });
    expect((error as Error).message).toMatch(
      /^The database at 127\.0\.0\.1:1\/telltale cannot be reached: nothing listens on that port/,
    );
    expect(JSON.stringify(error) + String(error)).not.toContain('hunter2');
  });

  test('when the recorder closes: it says how much could not be written, and to whom', async () => {
    const proxy = await startProxy({ target: db.url });
    const { run, recorder } = await rig({ url: proxy.url });
    await proxy.refuse();
    proxy.cut();
    void run.event(say('lost'));
    const waiting = run.flushed().catch((error: unknown) => error);
    await expect(recorder.close({ timeoutMs: 50 })).rejects.toThrow(/after 50 ms there were still 1 events to write/);
    expect(await waiting).toMatchObject({ code: expect.any(String) });
  });
});
