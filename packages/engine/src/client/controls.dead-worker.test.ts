import { testDatabase } from '@telltale/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silence } from '../../test/orphan.ts';
import { openStage, type Staged, type StagedWorker } from '../../test/stage.ts';
import { type Scene, STAGED_RESULT } from '../../test/staged-pipeline.ts';

// What is asked of a run whose worker is stopped or gone. No other worker is alive but where a test starts one.

const db = testDatabase();
const ANNA = { by: 'anna', reason: 'lunch' };
const TIMEOUT = { timeout: 60_000 };
const ORPHANED =
  /^Orphaned: worker worker-\d+ was last heard from 4\d s ago; its work is moved to another worker within 10 s$/;

let stage: Staged;

beforeAll(async () => {
  stage = await openStage(db);
});

afterAll(() => stage.close());

/** A run in the middle of a step, with a worker of its own. */
async function startRun(
  scene: Scene = 'items-in-work',
): Promise<{ readonly runId: string; readonly worker: StagedWorker }> {
  const worker = await stage.startWorker();
  const runId = await stage.submit(scene);
  await worker.came(runId, 3);
  await stage.tells(runId, 'run.started');
  return { runId, worker };
}

/** Nobody knows yet. */
async function kill({ id, child }: StagedWorker): Promise<void> {
  await child.kill();
  stage.tell({ type: 'killed', worker: id });
}

async function killAndTell(worker: StagedWorker): Promise<void> {
  await kill(worker);
  await silence(db, worker.id);
}

function freeze({ id, child }: StagedWorker): void {
  child.stop();
  stage.tell({ type: 'frozen', worker: id });
}

/** Starts a worker that takes it, and plays the run to its end there. */
async function passesElsewhere(runId: string): Promise<void> {
  const worker = await stage.startWorker();
  await worker.open(runId);
  expect(await stage.client.wait(runId, { timeoutMs: 20_000 })).toEqual({ state: 'succeeded', result: STAGED_RESULT });
  await killAndTell(worker);
}

describe('a run whose worker is dead, and known to be', () => {
  test(
    'pauses at once though no worker is alive, and waits in its queue for one when it is resumed',
    TIMEOUT,
    async () => {
      const { runId, worker } = await startRun();
      await killAndTell(worker);
      expect(await stage.sentence(runId)).toMatch(ORPHANED);
      expect(await stage.client.pause(runId, ANNA)).toEqual({ runId, state: 'paused' });
      expect(await stage.client.resume(runId)).toEqual({ runId, state: 'queued' });
      expect(await stage.sentence(runId)).toMatch(/^Queued for .*: waiting for a worker$/);
      await passesElsewhere(runId);
      expect(await stage.told(runId)).toEqual([
        'run.started',
        'run.paused anna lunch',
        'run.resumed',
        'run.started',
        'run.succeeded',
      ]);
    },
  );

  test('is cancelled at once, and goes on in another run', TIMEOUT, async () => {
    const { runId, worker } = await startRun();
    await killAndTell(worker);
    expect(await stage.client.cancel(runId, ANNA)).toEqual({ runId, state: 'cancelled' });
    expect(await stage.told(runId)).toEqual(['run.started', 'run.cancelled anna lunch']);
    await passesElsewhere((await stage.client.retry(runId)).runId);
  });
});

describe.each([
  ['pause', 'pausing', 'paused'],
  ['cancel', 'cancelling', 'cancelled'],
] as const)('a %s that nobody heard', (control, asked, settled) => {
  test('is settled by the next worker when that of the run turns out to be dead', TIMEOUT, async () => {
    const { runId, worker } = await startRun();
    await kill(worker);
    expect(await stage.client[control](runId, ANNA)).toEqual({ runId, state: asked });
    await silence(db, worker.id);
    expect(await stage.sentence(runId)).toMatch(
      /^Orphaned: worker .* its work is moved to another worker within 10 s$/,
    );

    const next = await stage.startWorker();
    await stage.reaches(runId, settled);
    expect(await stage.told(runId)).toEqual(['run.started', `run.${asked} anna lunch`, `run.${settled}`]);
    await killAndTell(next);
    if (control === 'pause') await stage.client.resume(runId);
    await passesElsewhere(control === 'pause' ? runId : (await stage.client.retry(runId)).runId);
  });

  test('is heeded by a stopped worker when it goes on', TIMEOUT, async () => {
    const { runId, worker } = await startRun('heeding-items');
    freeze(worker);
    expect(await stage.client[control](runId, ANNA)).toEqual({ runId, state: asked });
    if (control === 'pause') expect(await stage.sentence(runId)).toBe('Pausing: 3 items finishing');
    worker.child.continue();
    await stage.reaches(runId, settled);
    expect(await stage.told(runId)).toEqual(['run.started', `run.${asked} anna lunch`, `run.${settled}`]);
    expect(await worker.child.message('left')).toMatchObject({ runId, how: settled });
    await killAndTell(worker);
    if (control === 'pause') await stage.client.resume(runId);
    await passesElsewhere(control === 'pause' ? runId : (await stage.client.retry(runId)).runId);
  });
});

test('a run that was taken from a stopped worker stays taken when that goes on', TIMEOUT, async () => {
  const { runId, worker } = await startRun();
  freeze(worker);
  await silence(db, worker.id);
  expect(await stage.client.pause(runId, ANNA)).toEqual({ runId, state: 'paused' });
  await worker.open(runId);
  worker.child.continue();
  expect(await worker.child.message('left')).toMatchObject({ runId, how: 'lost' });
  expect(await stage.told(runId)).toEqual(['run.started', 'run.paused anna lunch']);
  await killAndTell(worker);
  await stage.client.resume(runId);
  await passesElsewhere(runId);
});

test('nothing that was acknowledged ran again, nothing is open, and traces, tables and DBOS agree', async () => {
  await stage.verify();
});
