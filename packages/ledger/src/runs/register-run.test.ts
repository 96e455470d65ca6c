import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { eventsOf, makeRun } from '../../test/runs.ts';
import { type NewRun, type RegisteredRun, registerRun } from './register-run.ts';

const db = testDatabase();

const run: NewRun = { pipeline: 'episode', subject: 'ep-1', version: '1', steps: ['download', 'embed'] };

async function submit(newRun: NewRun): Promise<RegisteredRun> {
  const client = await db.connect();
  try {
    await client.query('BEGIN');
    const registered = await registerRun(client, newRun);
    if (registered.created) {
      await client.query(
        `INSERT INTO dbos.workflow_status (workflow_uuid, status, queue_name) VALUES ($1, 'ENQUEUED', 'q')`,
        [registered.runId],
      );
    }
    await client.query('COMMIT');
    return registered;
  } finally {
    await client.end();
  }
}

const end = (runId: string, status = 'SUCCESS') =>
  db.query('UPDATE dbos.workflow_status SET status = $2 WHERE workflow_uuid = $1', [runId, status]);

describe('registerRun', () => {
  test('gives fifty submitters at once the same run', async () => {
    const registered = await Promise.all(Array.from({ length: 50 }, () => submit({ ...run, subject: 'same' })));
    expect(new Set(registered.map(({ runId }) => runId))).toEqual(new Set(['episode-same-run-1']));
    expect(registered.filter(({ created }) => created)).toHaveLength(1);
  });

  test('counts the runs of a subject from one, and begins a new one once the last has ended', async () => {
    for (const number of [1, 2, 3]) {
      const registered = await submit({ ...run, subject: 'again' });
      expect(registered).toEqual({ runId: `episode-again-run-${number}`, number, created: true, existing: null });
      await end(registered.runId, number === 2 ? 'CANCELLED' : 'ERROR');
    }
  });

  test('takes a paused run for one in flight', async () => {
    const { runId } = await submit({ ...run, subject: 'paused' });
    await db.query(`UPDATE telltale.progress SET control = 'pause', control_at = now() WHERE run_id = $1`, [runId]);
    await end(runId, 'CANCELLED');
    expect(await submit({ ...run, subject: 'paused' })).toEqual({
      runId,
      number: 1,
      created: false,
      existing: 'active',
    });
  });

  test('gives fifty submitters at once with one key the same run, whatever each wants of it', async () => {
    const registered = await Promise.all(
      Array.from({ length: 50 }, (_, n) => submit({ ...run, subject: `keyed-${n}`, idempotencyKey: 'Über 1: a/b' })),
    );
    expect(new Set(registered.map(({ runId }) => runId)).size).toBe(1);
    expect(registered.filter(({ created }) => created)).toHaveLength(1);
    expect(registered.filter(({ existing }) => existing === 'idempotent')).toHaveLength(49);
    const { rows } = await db.query(`SELECT subject FROM telltale.progress WHERE subject LIKE 'keyed-%'`);
    expect(rows).toHaveLength(1);
  });

  test('gives the run of a key also after it has ended, and a new one for another key', async () => {
    const keyed = { ...run, subject: 'ended' };
    const { runId } = await submit({ ...keyed, idempotencyKey: 'one' });
    await end(runId);
    expect(await submit({ ...keyed, idempotencyKey: 'one' })).toEqual({
      runId,
      number: 1,
      created: false,
      existing: 'idempotent',
    });
    expect(await submit({ ...keyed, idempotencyKey: 'two' })).toMatchObject({ number: 2, existing: null });
    expect(await submit({ ...keyed, idempotencyKey: 'three' })).toMatchObject({ number: 2, existing: 'active' });
    expect(await submit({ ...keyed, subject: 'other', idempotencyKey: 'three' })).toMatchObject({ created: true });
  });

  test('wakes who listens to the queue, once the transaction is committed, and only for a new run', async () => {
    const listener = await db.connect();
    const heard: (string | undefined)[] = [];
    listener.on('notification', ({ payload }) => heard.push(payload));
    await listener.query('LISTEN telltale_queue');
    for (let n = 0; n < 2; n += 1) await submit({ ...run, pipeline: 'recording', subject: 'heard' });
    await listener.query('SELECT 1');
    expect(heard).toEqual(['recording']);
  });

  test('takes a title as one safe line, and none of which nothing can be read', async () => {
    const named = await submit({ ...run, subject: 'named', title: ` Folge\u0000 1\n${'ü'.repeat(500)}` });
    const unnamed = await submit({ ...run, subject: 'unnamed', title: ' \n' });
    const { rows } = await db.query<{ title: string | null }>(
      'SELECT title FROM telltale.progress WHERE run_id IN ($1, $2) ORDER BY run',
      [named.runId, unnamed.runId],
    );
    expect(rows).toEqual([
      { title: expect.stringMatching(/^Folge\ufffd 1 ü+… \(\+\d+ characters\)$/) },
      { title: null },
    ]);
    const [submitted] = await eventsOf(db.pool(), named.runId);
    expect(submitted).toMatchObject({ data: { title: rows[0]?.title } });
  });

  test('tells the trace what was submitted, by whom and why, redacted', async () => {
    const { runId } = await submit({
      ...run,
      subject: 'told',
      title: 'Folge 1',
      input: { url: 'https://u:pw@host/a', apiKey: 'k' },
      by: 'ann',
      reason: 'new feed',
    });
    const [submitted] = await eventsOf(db.pool(), runId);
    expect(submitted).toMatchObject({
      seq: 1,
      type: 'run.submitted',
      data: {
        pipeline: 'episode',
        subject: 'told',
        number: 1,
        title: 'Folge 1',
        by: 'ann',
        reason: 'new feed',
        steps: run.steps,
      },
    });
    expect(JSON.stringify(submitted)).not.toMatch(/pw@|"k"/);
  });

  test('leaves nothing when the caller’s transaction is rolled back', async () => {
    const client = await db.connect();
    await client.query('BEGIN');
    await registerRun(client, { ...run, subject: 'undone' });
    await client.query('ROLLBACK');
    const { rows } = await db.query('SELECT 1 FROM telltale.progress WHERE subject = $1', ['undone']);
    expect(rows).toEqual([]);
    expect(await submit({ ...run, subject: 'undone' })).toMatchObject({ number: 1 });
  });

  test.each<[string, Partial<NewRun>, RegExp]>([
    ['a pipeline with a hyphen', { pipeline: 'my-pipe' }, /pipeline's name.*"my-pipe"/],
    ['a subject with a slash', { subject: '../etc' }, /subject has to be.*"..\/etc"/],
    ['a subject of 10 KB', { subject: 'x'.repeat(10_000) }, /subject has to be/],
    ['no version', { version: '' }, /version has to have/],
    ['no steps', { steps: [] }, /it declares 0/],
    ['an empty key', { idempotencyKey: '' }, /idempotency key has to have/],
    ['a key of 201 characters', { idempotencyKey: 'x'.repeat(201) }, /idempotency key has to have/],
    ['a key with a line break', { idempotencyKey: 'a\nb' }, /printable.*"a\\nb"/],
    ['a step declared twice', { steps: ['a', 'a'] }, /names of their own/],
  ])('refuses %s before anything is written', async (_, change, problem) => {
    const client = await db.connect();
    await expect(registerRun(client, { ...run, ...change })).rejects.toMatchObject({
      code: 'run_invalid',
      message: expect.stringMatching(problem),
    });
  });

  test('gives ids that two subjects never share', async () => {
    const { runId } = await makeRun(db.pool(), { pipeline: 'a_b', subject: 'c-run-1' });
    expect(runId).toBe('a_b-c-run-1-run-1');
  });
});
