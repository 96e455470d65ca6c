import { ALLOWED_CONTROLS, type Control, RUN_STATES, type RunState, refuseControl } from '@telltale/core';
import { testDatabase } from '@telltale/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { episode, newSubject } from '../../test/pipelines.ts';
import { eventsOf, workflowOf } from '../../test/rows.ts';
import { WorkerSide } from '../../test/worker-side.ts';
import { type Client, createClient } from '../client.ts';

const db = testDatabase();
const worker = new WorkerSide(db);
let client: Client;

beforeAll(async () => {
  client = await createClient({ pool: db.pool(), pipelines: [episode] });
});
afterAll(() => client.close());

async function runIn(state: RunState): Promise<string> {
  const { runId } = await client.submit(episode, { subject: newSubject() });
  await worker.bring(client, runId, state);
  return runId;
}

const ASK: Readonly<Record<Control, (runId: string) => Promise<unknown>>> = {
  pause: (runId) => client.pause(runId),
  resume: (runId) => client.resume(runId),
  cancel: (runId) => client.cancel(runId),
  retry: (runId) => client.retry(runId),
  rerun: (runId) => client.rerun(runId),
};

/** What each control makes of a run in each state that allows it, and the event that says so. */
const OUTCOMES: Readonly<Record<string, readonly [state: RunState, event: string]>> = {
  'pause a queued run': ['paused', 'run.paused'],
  'pause a running run': ['pausing', 'run.pausing'],
  'cancel a queued run': ['cancelled', 'run.cancelled'],
  'cancel a running run': ['cancelling', 'run.cancelling'],
  'cancel a pausing run': ['cancelling', 'run.cancelling'],
  'resume a paused run': ['queued', 'run.resumed'],
  'cancel a paused run': ['cancelled', 'run.cancelled'],
  'retry a cancelled run': ['cancelled', 'run.retried'],
  'rerun a cancelled run': ['cancelled', 'run.retried'],
  'rerun a succeeded run': ['succeeded', 'run.retried'],
  'retry a failed run': ['failed', 'run.retried'],
  'rerun a failed run': ['failed', 'run.retried'],
};

const CASES = RUN_STATES.flatMap((state) =>
  (Object.keys(ASK) as Control[]).map((control) => ({
    state,
    control,
    allowed: ALLOWED_CONTROLS[state].includes(control),
  })),
);

describe('a control', () => {
  test.each(CASES.filter(({ allowed }) => allowed))('$control: of a run that is $state', async ({ state, control }) => {
    const [after, event] = OUTCOMES[`${control} a ${state} run`]!;
    const runId = await runIn(state);
    await ASK[control](runId);

    expect(await client.reader.getRun(runId)).toMatchObject({ state: after });
    expect((await eventsOf(db, runId)).at(-1)?.type).toBe(event);
    expect((await client.view(runId)).state).toBe(after);
  });

  test.each(CASES.filter(({ allowed }) => !allowed))(
    '$control: is refused to a run that is $state',
    async ({ state, control }) => {
      const runId = await runIn(state);
      const before = await eventsOf(db, runId);
      const workflow = await workflowOf(db, runId);

      await expect(ASK[control](runId)).rejects.toMatchObject({
        code: 'control_refused',
        message: refuseControl(runId, state, control),
        allowed: ALLOWED_CONTROLS[state],
        details: { runId, state, control },
      });
      expect(await eventsOf(db, runId)).toEqual(before);
      expect(await workflowOf(db, runId)).toEqual(workflow);
    },
  );

  test.each(['unheard', '', 'x\0y', 'é'.repeat(10_000)])('says that there is no run of the id %j', async (runId) => {
    for (const ask of Object.values(ASK)) await expect(ask(runId)).rejects.toMatchObject({ code: 'run_not_found' });
  });

  test('says who asked, and why', async () => {
    const runId = await runIn('queued');
    const request = { by: 'ann', reason: 'disk is full' };
    expect(await client.pause(runId, request)).toEqual({ runId, state: 'paused' });
    expect(await client.resume(runId, request)).toEqual({ runId, state: 'queued' });
    expect(await client.cancel(runId, request)).toEqual({ runId, state: 'cancelled' });
    const asked = (await eventsOf(db, runId)).slice(1);
    expect(asked.map(({ type, data }) => [type, data])).toEqual([
      ['run.paused', request],
      ['run.resumed', request],
      ['run.cancelled', request],
    ]);
  });
});

describe('a run whose worker is gone', () => {
  test.each([
    ['pause', 'paused', 'interrupted'],
    ['cancel', 'cancelled', 'cancelled'],
  ] as const)('is settled by who asks for a %s, with all that it left open', async (control, state, outcome) => {
    const dead = new WorkerSide(db);
    const { runId } = await client.submit(episode, { subject: newSubject() });
    await dead.take(runId);
    await dead.tell(
      runId,
      { type: 'step.started', step: 'download', data: { number: 1, of: 3, attempt: 1 } },
      { type: 'action.started', step: 'download', actionId: 'a', data: { tool: 'fetch' } },
    );
    await dead.die();

    expect(await ASK[control](runId)).toEqual({ runId, state });
    const [action, step, last] = (await eventsOf(db, runId)).slice(-3);
    expect(action).toMatchObject({ type: 'action.finished', data: { outcome } });
    expect(step).toMatchObject({ type: 'step.stopped', step: 'download', data: { reason: state } });
    expect(last?.type).toBe(`run.${state}`);
    expect(await workflowOf(db, runId)).toMatchObject({ status: 'CANCELLED', owner_xid: null, queue_name: null });
  });
});

describe('resume', () => {
  test('puts the run into the queue of its pipeline, with its tries counted anew', async () => {
    const { runId } = await client.submit(episode, { subject: newSubject() });
    const dead = new WorkerSide(db);
    await dead.take(runId);
    await dead.die();
    await client.pause(runId);
    expect(await workflowOf(db, runId)).toMatchObject({ recovery_attempts: '1', queue_name: null });

    await client.resume(runId);
    expect(await workflowOf(db, runId)).toMatchObject({
      status: 'ENQUEUED',
      recovery_attempts: '0',
      queue_name: 'episode',
    });
  });

  test('lets exactly one of twenty controls at once win, and tells the others what is so', async () => {
    const runId = await runIn('paused');
    const asked = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? client.resume(runId) : client.resume(runId, { by: `${n}` }))),
    );
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const reasons = asked.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(new Set(reasons.map(({ message }) => message))).toEqual(
      new Set([`run ${runId} is queued: pause or cancel it`]),
    );
    expect((await eventsOf(db, runId)).filter(({ type }) => type === 'run.resumed')).toHaveLength(1);
  });

  test('is refused after a cancel that came first, and the run stays cancelled', async () => {
    const runId = await runIn('paused');
    const asked = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? client.cancel(runId) : client.resume(runId))),
    );
    const won = asked.flatMap((result) => (result.status === 'fulfilled' ? [result.value.state] : []));
    expect(['cancelled', 'queued,cancelled']).toContain(won.sort().reverse().join(','));
    expect(await client.reader.getRun(runId)).toMatchObject({ state: 'cancelled' });
  });
});

describe('a run that waits for an answer', () => {
  async function waiting(): Promise<string> {
    const { runId } = await client.submit(episode, { subject: newSubject() });
    const dead = new WorkerSide(db);
    await dead.take(runId);
    const data = { key: 'question', question: { text: 'Which speaker?', options: ['A', 'B'] } };
    await dead.tell(runId, { type: 'run.paused', step: 'transcribe', data });
    await db.query(`UPDATE dbos.workflow_status SET status = 'CANCELLED', queue_name = NULL WHERE workflow_uuid = $1`, [
      runId,
    ]);
    return runId;
  }

  const answersOf = async (runId: string) => {
    const { rows } = await db.query('SELECT answers FROM telltale.progress WHERE run_id = $1', [runId]);
    return rows[0]?.answers;
  };

  test('is resumed with one, any JSON value', async () => {
    for (const answer of [null, false, 'A', { speaker: 'A', sure: [1, 2] }]) {
      const runId = await waiting();
      expect(await client.resume(runId, { answer })).toEqual({ runId, state: 'queued' });
      expect(await answersOf(runId)).toEqual({ 'transcribe/question': answer });
    }
  });

  test('is not resumed without one', async () => {
    const runId = await waiting();
    await expect(client.resume(runId)).rejects.toMatchObject({
      code: 'answer_missing',
      message: `Run ${runId} waits for an answer in step transcribe to “Which speaker?”.`,
      question: { text: 'Which speaker?', options: ['A', 'B'] },
    });
    expect(await client.reader.getRun(runId)).toMatchObject({ state: 'paused', question: { step: 'transcribe' } });
  });

  test.each([
    ['is too long', 'x'.repeat(20_000)],
    ['would be taken for a secret', { password: 'hunter2' }],
    ['is no JSON', 1n],
  ])('is not given an answer that %s', async (_, answer) => {
    const runId = await waiting();
    await expect(client.resume(runId, { answer })).rejects.toMatchObject({ code: 'answer_invalid' });
    expect(await client.reader.getRun(runId)).toMatchObject({ state: 'paused' });
  });

  test('is the only one that takes an answer', async () => {
    const runId = await runIn('paused');
    await expect(client.resume(runId, { answer: 'A' })).rejects.toMatchObject({
      code: 'answer_invalid',
      message: `Run ${runId} cannot be given this answer: it has not asked anything.`,
    });
  });

  test('can be cancelled', async () => {
    const runId = await waiting();
    expect(await client.cancel(runId)).toEqual({ runId, state: 'cancelled' });
  });
});
