import { testDatabase } from '@telltale/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openStage, type Staged, type StagedWorker } from '../../test/stage.ts';
import { type Scene, STAGED_RESULT } from '../../test/staged-pipeline.ts';

// The client is in this process, the worker in another one. Its pipeline has one slot: whatever holds that is noticed.

const db = testDatabase();
const ANNA = { by: 'anna', reason: 'lunch' };
const BERT = { by: 'bert', reason: 'back' };
const TIMEOUT = { timeout: 30_000 };

let stage: Staged;
let worker: StagedWorker;

beforeAll(async () => {
  stage = await openStage(db);
  worker = await stage.startWorker();
}, 60_000);

afterEach(() => stage.cancelAll());
afterAll(() => stage.close());

interface Boundary {
  readonly scene: Scene;
  /** What people are told while it pauses; `null`: it pauses at once. */
  readonly pausing: string | null;
  /** The event by which a test knows that it is there; without one it says so itself, so many times. */
  readonly by?: string;
  readonly comes?: number;
}

const NEXT = 'Pausing: letting go at the next item or action';

const BOUNDARIES: readonly Boundary[] = [
  { scene: 'before-first-step', pausing: NEXT },
  { scene: 'between-steps', pausing: NEXT },
  { scene: 'in-step', pausing: NEXT },
  { scene: 'in-deaf-step', pausing: NEXT },
  { scene: 'in-action', pausing: NEXT },
  { scene: 'in-nested-actions', pausing: NEXT },
  { scene: 'resting-step', pausing: null, by: 'step.retrying' },
  { scene: 'between-items', pausing: NEXT },
  { scene: 'items-in-work', pausing: 'Pausing: 3 items finishing', comes: 3 },
  { scene: 'resting-item', pausing: null, by: 'item.retrying' },
];

/** Where what the test holds up does not hear the step's signal. */
const DEAF: readonly Scene[] = ['in-deaf-step', 'between-items'];

/** Starts a run, and resolves when it is at its boundary. */
async function startAt({ scene, by, comes = 1 }: Boundary): Promise<string> {
  const runId = await stage.submit(scene);
  if (by === undefined) await worker.came(runId, comes);
  await stage.tells(runId, by ?? 'run.started');
  return runId;
}

/** Plays a run to its end that waits for nobody. */
async function passes(runId: string): Promise<void> {
  await worker.open(runId);
  expect(await stage.client.wait(runId, { timeoutMs: 15_000 })).toEqual({ state: 'succeeded', result: STAGED_RESULT });
}

describe.each(BOUNDARIES)('at the boundary $scene', (boundary) => {
  test('a run pauses, holds no slot, goes on when it is resumed, and can be run again', TIMEOUT, async () => {
    const runId = await startAt(boundary);
    expect(await stage.client.pause(runId, ANNA)).toEqual({ runId, state: 'pausing' });
    if (boundary.pausing !== null) {
      await stage.counts(runId, boundary.comes ?? 0);
      expect(await stage.sentence(runId)).toBe(boundary.pausing);
      await expect(stage.client.resume(runId)).rejects.toMatchObject({ code: 'control_refused', state: 'pausing' });
      await worker.open(runId);
    }
    await stage.reaches(runId, 'paused');
    await passes(await stage.submit('straight'));

    expect(await stage.client.resume(runId, BERT)).toEqual({ runId, state: 'queued' });
    await passes(runId);
    expect(await stage.told(runId)).toEqual([
      'run.started',
      'run.pausing anna lunch',
      'run.paused',
      'run.resumed bert back',
      'run.started',
      'run.succeeded',
    ]);

    const again = await stage.client.rerun(runId, { fromStep: 'last', ...ANNA });
    expect(again).toMatchObject({ created: true, number: 2 });
    await passes(again.runId);
    expect(stage.itemsOf(again.runId)).toEqual([]);
    expect(await stage.told(runId)).toContain('run.retried anna lunch');
  });

  test('a run is cancelled at once, and goes on in another run when it is retried', TIMEOUT, async () => {
    const runId = await startAt(boundary);
    expect(await stage.client.cancel(runId, ANNA)).toEqual({ runId, state: 'cancelling' });
    // Those that heed no signal are not waited for any longer than their step allows.
    expect(await stage.client.wait(runId, { timeoutMs: 15_000 })).toEqual({ state: 'cancelled' });
    const told = await stage.told(runId);
    expect(told.slice(0, 2)).toEqual(['run.started', 'run.cancelling anna lunch']);
    expect(told[2]).toMatch(
      DEAF.includes(boundary.scene) ? /^run.cancelled step \w+ ignored its signal/ : /^run.cancelled$/,
    );
    await worker.open(runId);

    const next = await stage.client.retry(runId, BERT);
    expect(next).toMatchObject({ created: true, number: 2 });
    await passes(next.runId);
    expect(await stage.told(runId)).toContain('run.retried bert back');
  });
});

describe('in the queue', () => {
  test('a run pauses at once, is resumed, and is cancelled at once', TIMEOUT, async () => {
    const first = await startAt({ scene: 'in-step', pausing: NEXT });
    const runId = await stage.submit('straight');
    expect(await stage.client.pause(runId, ANNA)).toEqual({ runId, state: 'paused' });
    expect(await stage.client.resume(runId, BERT)).toEqual({ runId, state: 'queued' });
    const other = await stage.submit('straight');
    expect(await stage.client.cancel(other, ANNA)).toEqual({ runId: other, state: 'cancelled' });

    await passes(first);
    await passes(runId);
    const resumed = ['run.paused anna lunch', 'run.resumed bert back', 'run.started', 'run.succeeded'];
    expect(await stage.told(runId)).toEqual(resumed);
    expect(await stage.told(other)).toEqual(['run.cancelled anna lunch']);
    await passes((await stage.client.retry(other)).runId);
  });
});

describe('while a run asks', () => {
  test('it holds no slot, wants an answer, and goes on with it', TIMEOUT, async () => {
    const runId = await stage.submit('asking');
    await stage.reaches(runId, 'paused');
    await passes(await stage.submit('straight'));
    await expect(stage.client.pause(runId)).rejects.toMatchObject({ code: 'control_refused', state: 'paused' });
    await expect(stage.client.resume(runId)).rejects.toMatchObject({ code: 'answer_missing' });

    await stage.client.resume(runId, { ...BERT, answer: 42 });
    const result = { ...STAGED_RESULT, first: 'the answer is 42' };
    expect(await stage.client.wait(runId)).toEqual({ state: 'succeeded', result });
    expect(await stage.told(runId)).toEqual([
      'run.started',
      'run.paused step first waits for an answer',
      'run.resumed bert back',
      'run.started',
      'run.succeeded',
    ]);
  });

  test('it is cancelled at once', TIMEOUT, async () => {
    const runId = await stage.submit('asking');
    await stage.reaches(runId, 'paused');
    expect(await stage.client.cancel(runId, ANNA)).toEqual({ runId, state: 'cancelled' });
    expect((await stage.told(runId)).at(-1)).toBe('run.cancelled anna lunch');
  });
});

describe('after a failure', () => {
  test('a retry keeps what was done, and does what failed again', TIMEOUT, async () => {
    const runId = await stage.submit('failing');
    expect(await stage.client.wait(runId)).toMatchObject({ state: 'failed' });
    await passes((await stage.client.retry(runId, BERT)).runId);
  });

  test('failed items are done again, and those alone', TIMEOUT, async () => {
    const runId = await stage.submit('failing-items');
    expect(await stage.client.wait(runId)).toMatchObject({ state: 'succeeded' });
    const again = await stage.client.retryFailedItems(runId, 'items', BERT);
    await passes(again.runId);
    expect(stage.itemsOf(again.runId)).toEqual(['item-3']);
  });
});

describe('by two clients at once', () => {
  test('one pauses a run, and the other is told that it pauses', TIMEOUT, async () => {
    const runId = await startAt({ scene: 'in-step', pausing: NEXT });
    await using other = await stage.otherClient();
    const asked = await Promise.allSettled([stage.client.pause(runId, ANNA), other.pause(runId, ANNA)]);
    expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(asked.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'control_refused', state: 'pausing' },
    });
    await worker.open(runId);
    await stage.reaches(runId, 'paused');

    const resumed = await Promise.allSettled([stage.client.resume(runId, BERT), other.resume(runId, BERT)]);
    expect(resumed.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await passes(runId);
    expect((await stage.told(runId)).filter((event) => /pausing|resumed/.test(event))).toHaveLength(2);
  });

  test('a cancel outranks a pause, whichever comes first', TIMEOUT, async () => {
    const runId = await startAt({ scene: 'in-step', pausing: NEXT });
    await using other = await stage.otherClient();
    await Promise.allSettled([stage.client.pause(runId, ANNA), other.cancel(runId, BERT)]);
    expect(await stage.client.wait(runId, { timeoutMs: 15_000 })).toEqual({ state: 'cancelled' });
    expect(await stage.told(runId)).toContain('run.cancelling bert back');
  });

  test('two retries make one run', TIMEOUT, async () => {
    const runId = await stage.submit('failing');
    expect(await stage.client.wait(runId)).toMatchObject({ state: 'failed' });
    await using other = await stage.otherClient();
    // It holds the slot, so that the first retry has not ended when the second one is asked for.
    const before = await startAt({ scene: 'in-step', pausing: NEXT });
    const [one, two] = await Promise.all([stage.client.retry(runId), other.retry(runId)]);
    expect(one.runId).toBe(two.runId);
    expect([one.created, two.created].sort()).toEqual([false, true]);
    await passes(before);
    await passes(one.runId);
  });
});

test('nothing that was acknowledged ran again, nothing is open, and traces, tables and DBOS agree', async () => {
  await stage.verify();
});
