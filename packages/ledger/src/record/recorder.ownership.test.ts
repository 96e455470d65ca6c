import { runChild, testDatabase, waitForRows } from '@telltale/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { FromWorker, ToWorker } from '../../test/children/recording-worker.ts';
import { changeOwner, eventsOf, makeRun } from '../../test/runs.ts';
import { openRecorder, type Recorder } from './recorder.ts';

const db = testDatabase();
const WORKER = new URL('../../test/children/recording-worker.ts', import.meta.url);

async function startRecorder(): Promise<Recorder> {
  const recorder = await openRecorder({ url: db.url });
  onTestFinished(() => recorder.close());
  return recorder;
}

const say = (message: string) => ({ type: 'log.written', data: { level: 'info', message } }) as const;

describe('a run that moved to another worker', () => {
  test('refuses the old one’s writes, aborts its signal, and takes the new one’s', async () => {
    const pool = db.pool();
    const { runId, owner } = await makeRun(pool);
    const bystander = await makeRun(pool);
    const recorder = await startRecorder();
    const old = recorder.run(runId, { owner });
    const other = recorder.run(bystander.runId, { owner: bystander.owner });
    await old.record(say('mine'));

    await changeOwner(pool, runId, 'somebody-else');
    const writes = [old.record(say('too late')), old.flushed(), other.record(say('unhurt'))];
    expect(
      (await Promise.allSettled(writes)).map((result) => (result.status === 'rejected' ? result.reason.code : 'ok')),
    ).toEqual(['ownership_lost', 'ownership_lost', 'ok']);
    expect(old.lost.aborted).toBe(true);
    expect(old.lost.reason).toMatchObject({ code: 'ownership_lost', details: { runId } });
    expect(old.event(say('ignored'))).toBeUndefined();

    const next = recorder.run(runId, { owner: 'somebody-else' });
    await next.record(say('theirs'));
    expect((await eventsOf(pool, runId)).slice(1).map(({ data }) => data.message)).toEqual(['mine', 'theirs']);
  });

  test('while a flush waits for the change of owner to commit: the flush sees the new owner', async () => {
    const pool = db.pool();
    const { runId, owner } = await makeRun(pool);
    const run = (await startRecorder()).run(runId, { owner });
    const mover = await pool.connect();
    await mover.query('BEGIN');
    await mover.query('UPDATE dbos.workflow_status SET owner_xid = $2 WHERE workflow_uuid = $1', [runId, 'new-owner']);

    const write = run.record(say('race')).catch((error: { code: string }) => error.code);
    await waitForRows(pool, {
      text: `SELECT 1 FROM pg_stat_activity
              WHERE datname = current_database() AND application_name = 'telltale-recorder' AND wait_event_type = 'Lock'`,
    });
    await mover.query('COMMIT');
    mover.release();

    expect(await write).toBe('ownership_lost');
    expect(await eventsOf(pool, runId)).toHaveLength(1);
  });

  test('under a process that was stopped and goes on: it loses its writes cleanly', async () => {
    const pool = db.pool();
    const { runId, owner } = await makeRun(pool);
    const child = runChild<FromWorker, ToWorker>(WORKER, { args: [db.url, runId, owner, 'old'] });
    await child.message('ready');
    await child.send({ type: 'work', items: 1_000_000 });
    await child.message('acknowledged');

    child.stop();
    await changeOwner(pool, runId, 'new-owner');
    const next = (await startRecorder()).run(runId, { owner: 'new-owner' });
    await next.record({
      type: 'run.recovered',
      data: { fromWorker: 'w-1', toWorker: 'w-2', reason: 'silent', interruptedActions: 0 },
    });
    const before = (await eventsOf(pool, runId)).length;
    child.continue();

    expect(await child.message('lost')).toMatchObject({ code: 'ownership_lost', aborted: true });
    await child.exited();
    const events = await eventsOf(pool, runId);
    expect(events).toHaveLength(before);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)?.type).toBe('run.recovered');
  });
});

describe('a worker that is killed', () => {
  test('loses nothing that was acknowledged', async () => {
    const pool = db.pool();
    const { runId, owner } = await makeRun(pool);
    for (const round of [1, 2, 3]) {
      const child = runChild<FromWorker, ToWorker>(WORKER, { args: [db.url, runId, owner, `round-${round}`] });
      await child.message('ready');
      await child.send({ type: 'work', items: 1_000_000 });
      const acknowledged: string[] = [];
      while (acknowledged.length < 300) acknowledged.push((await child.message('acknowledged')).key);
      await child.kill();

      const { rows } = await pool.query<{ key: string }>(
        `SELECT key FROM telltale.item JOIN telltale.progress USING (run) WHERE run_id = $1 AND key LIKE $2`,
        [runId, `round-${round}-%`],
      );
      const there = new Set(rows.map(({ key }) => key));
      expect(acknowledged.filter((key) => !there.has(key))).toEqual([]);
    }
    const events = await eventsOf(pool, runId);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    const { rows } = await pool.query(
      'SELECT count(*)::int AS items FROM telltale.item JOIN telltale.progress USING (run) WHERE run_id = $1',
      [runId],
    );
    expect(rows).toEqual([{ items: events.length - 1 }]);
  });
});

describe('many writers of one run', () => {
  test('in many processes give a trace without a gap, in commit order', async () => {
    const pool = db.pool();
    const runs = await Promise.all(Array.from({ length: 3 }, () => makeRun(pool)));
    const recorders = await Promise.all(Array.from({ length: 6 }, startRecorder));
    await Promise.all(
      recorders.flatMap((recorder, writer) =>
        runs.map(async ({ runId }) => {
          const run = recorder.run(runId);
          for (let n = 0; n < 100; n += 1) {
            if (n % 3 === 0) await run.record(say(`${writer}.${n}`));
            else await run.event(say(`${writer}.${n}`));
          }
          await run.flushed();
        }),
      ),
    );
    for (const { runId } of runs) {
      const events = await eventsOf(pool, runId);
      expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 601 }, (_, index) => index + 1));
      for (let writer = 0; writer < 6; writer += 1) {
        const own = events
          .slice(1)
          .map(({ data }) => data.message)
          .filter((message: string) => message.startsWith(`${writer}.`));
        expect(own).toEqual(Array.from({ length: 100 }, (_, n) => `${writer}.${n}`));
      }
    }
  });
});
