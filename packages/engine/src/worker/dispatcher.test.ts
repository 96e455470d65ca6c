import { createSignals, testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { Gate, gatedPipeline } from '../../test/gated-pipeline.ts';
import { newSubject } from '../../test/pipelines.ts';
import { startTestWorker, stopTestWorkers } from '../../test/test-worker.ts';
import { createClient } from '../client.ts';
import { Dispatcher } from './dispatcher.ts';
import { Troubles } from './troubles.ts';

const db = testDatabase();
stopTestWorkers();

/** Nothing is found by looking in the course of a test. */
const NO_POLLS = { settings: { pollMs: 3_600_000 } };

const open = new Gate();
open.openAll();

describe('a run is taken', () => {
  test('when it is submitted, resumed or handed back, and not only when somebody looks', async () => {
    const gate = new Gate();
    const pipeline = gatedPipeline(gate.pass);
    await using client = await createClient({ url: db.url, pipelines: [pipeline] });
    const { signals } = await startTestWorker(db, [pipeline], NO_POLLS);
    const subject = newSubject();
    const { runId } = await client.submit(pipeline, { subject, items: 300 });
    await gate.came(`${subject}/item-1`);
    const left = signals.on('runLeft').next();
    await client.pause(runId);
    await gate.openOneByOne(subject, left);
    expect(await left).toEqual({ runId, how: 'paused' });
    const taken = signals.on('runTaken').next();
    await client.resume(runId);
    await taken;
    gate.openAll();
    expect(await client.wait(runId)).toEqual({ state: 'succeeded', result: 300 });
  });

  test('when another one of its pipeline has left room', async () => {
    const gate = new Gate();
    const pipeline = gatedPipeline(gate.pass, { name: 'narrow', workerConcurrency: 1 });
    await using client = await createClient({ url: db.url, pipelines: [pipeline] });
    const { worker } = await startTestWorker(db, [pipeline], NO_POLLS);
    const [first, second] = [newSubject(), newSubject()];
    await client.submit(pipeline, { subject: first });
    await gate.came(`${first}/item-1`);
    const { runId } = await client.submit(pipeline, { subject: second });
    expect(worker.running).toHaveLength(1);
    gate.open(`${first}/item-1`);
    await gate.came(`${second}/item-1`);
    gate.openAll();
    expect(await client.wait(runId)).toEqual({ state: 'succeeded', result: 1 });
  });

  test('when nobody told of it, after a while', async () => {
    const pipeline = gatedPipeline(open.pass, { name: 'untold' });
    await using client = await createClient({ url: db.url, pipelines: [pipeline] });
    const { runId } = await client.submit(pipeline, { subject: newSubject() });
    await db.query(`UPDATE dbos.workflow_status SET queue_name = 'elsewhere' WHERE workflow_uuid = $1`, [runId]);
    const { signals } = await startTestWorker(db, [pipeline], { settings: { pollMs: 20 } });
    await db.query(`UPDATE dbos.workflow_status SET queue_name = 'untold' WHERE workflow_uuid = $1`, [runId]);
    await signals.on('runLeft').seen((run) => run.runId === runId);
  });

  test('no sooner than there is room for it, whatever wakes the worker', async () => {
    const RUNS = 200;
    const ROOM = 3;
    let now = 0;
    let most = 0;
    const full = Promise.withResolvers<void>();
    const pipeline = gatedPipeline(
      async () => {
        now += 1;
        most = Math.max(most, now);
        if (now === ROOM) full.resolve();
        await full.promise;
        // Others come as far as they can meanwhile.
        await db.query('SELECT 1');
        now -= 1;
      },
      { name: 'crowded', workerConcurrency: ROOM },
    );
    await using client = await createClient({ url: db.url, pipelines: [pipeline] });
    const { worker, signals } = await startTestWorker(db, [pipeline], { settings: { pollMs: 5 } });
    let inHand = 0;
    const over = signals.on('runLeft').seen(() => signals.all('runLeft').length === RUNS, { timeoutMs: 60_000 });
    const wakes = setInterval(() => {
      inHand = Math.max(inHand, worker.running.length);
      void db.query(`SELECT pg_notify('telltale_queue', 'crowded')`);
    }, 2);
    const submitted = new Set<string>();
    for (let batch = 0; batch < RUNS / 20; batch += 1) {
      const runs = Array.from({ length: 20 }, () => client.submit(pipeline, { subject: newSubject() }));
      for (const { runId } of await Promise.all(runs)) submitted.add(runId);
    }
    await over;
    clearInterval(wakes);
    expect(most).toBe(ROOM);
    expect(inHand).toBeLessThanOrEqual(ROOM);
    expect(new Set(signals.all('runLeft').map(({ runId }) => runId))).toEqual(submitted);
    expect(signals.all('runTaken').every(({ tries }) => tries === 1)).toBe(true);
  }, 90_000);
});

describe('a dispatcher', () => {
  test('does not claim from one queue twice at a time, and not for queues of others', async () => {
    const signals = createSignals<{ claimed?(claim: { queue: string }): void }>();
    const claims: PromiseWithResolvers<void>[] = [];
    const dispatcher = new Dispatcher({
      queues: ['a', 'b'],
      claim: async (queue) => {
        const claim = Promise.withResolvers<void>();
        claims.push(claim);
        signals.hooks.claimed({ queue });
        await claim.promise;
      },
      waiting: async () => [],
      pollMs: 3_600_000,
      troubles: new Troubles('here', () => undefined),
    });
    dispatcher.start();
    for (let n = 0; n < 5; n += 1) dispatcher.wake('a');
    dispatcher.wake('c');
    await signals.on('claimed').seen();
    dispatcher.wakeAll();
    await signals.on('claimed').seen(({ queue }) => queue === 'b');
    expect(signals.all('claimed')).toEqual([{ queue: 'a' }, { queue: 'b' }]);
    const again = signals.on('claimed').next(({ queue }) => queue === 'a');
    claims[0]?.resolve();
    await again;
    for (const claim of claims) claim.resolve();
    await dispatcher.stop();
    expect(signals.all('claimed')).toHaveLength(3);
  });
});
