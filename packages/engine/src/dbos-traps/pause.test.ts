import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { testEngine, untilAborted, untilPaused } from '../../test/engine.ts';
import { itemsOf, recordedOf, workflowOf } from '../../test/rows.ts';

const db = testDatabase();
// No heartbeat comes to the rescue: what reaches a run reaches it by a notification.
const engine = testEngine(db, { settings: { heartbeatMs: 10_000, watchdogMs: 3_600_000, pollMs: 3_600_000 } });

test('a pause leaves no record of itself: a run that was paused twice goes on twice', async () => {
  const begun: string[] = [];
  const atTwo = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const runId = await engine.start(async ({ step }) => {
    for (const name of ['one', 'two', 'three'] as const) {
      await step(name, async (s) => {
        begun.push(name);
        if (name !== 'two' || s.attempt > 2) return;
        atTwo[s.attempt - 1]?.resolve();
        await untilPaused(s);
      });
    }
    return 'done';
  });
  for (const { promise } of atTwo) {
    await promise;
    const left = engine.leaves(runId);
    await engine.client.pause(runId);
    expect(await left).toBe('paused');
    expect(await recordedOf(db, runId)).toEqual(['one']);
    await engine.client.resume(runId);
  }
  expect(await engine.client.wait(runId)).toEqual({ state: 'succeeded', result: 'done' });
  expect(await recordedOf(db, runId)).toEqual(['one', 'two', 'three']);
  expect(begun).toEqual(['one', 'two', 'two', 'two', 'three']);
});

test('a step that was paused runs again from its start, without the items that it had done', async () => {
  let resumed = false;
  const begun: string[] = [];
  const atB = Promise.withResolvers<void>();
  const paused = Promise.withResolvers<void>();
  const runId = await engine.start(
    async ({ step }) =>
      await step('one', async (s) => {
        begun.push(`attempt ${s.attempt}`);
        return await s.items(['a', 'b', 'c'], { key: String }, async (key) => {
          begun.push(key);
          if (key === 'b' && !resumed) {
            atB.resolve();
            await paused.promise;
          }
          return key.toUpperCase();
        });
      }),
  );
  await atB.promise;
  expect(await engine.client.pause(runId)).toEqual({ runId, state: 'pausing' });
  await untilHeard();
  paused.resolve();
  expect(await engine.left(runId)).toBe('paused');
  expect(await itemsOf(db, runId, 'one')).toEqual({ a: 'succeeded', b: 'succeeded' });

  resumed = true;
  await engine.client.resume(runId);
  expect(await engine.client.wait(runId)).toEqual({ state: 'succeeded', result: ['A', 'B', 'C'] });
  expect(begun).toEqual(['attempt 1', 'a', 'b', 'attempt 2', 'c']);
});

test('a cancel aborts the signal of what is in work, which has asked for nothing', async () => {
  const begun = Promise.withResolvers<void>();
  const runId = await engine.start(async ({ step }) => {
    await step('one', async (s) => {
      await s.action('call', null, async ({ signal }) => {
        begun.resolve();
        await untilAborted(signal);
      });
    });
  });
  await begun.promise;
  await engine.client.cancel(runId);
  expect(await engine.client.wait(runId)).toEqual({ state: 'cancelled' });
  expect((await engine.events(runId)).find(({ type }) => type === 'action.finished')?.data.outcome).toBe('cancelled');
});

test('what a step gives back after a cancel is not kept, and what its items gave back before it is', async () => {
  const begun = Promise.withResolvers<void>();
  const runId = await engine.start(
    async ({ step }) =>
      await step('one', async (s) => {
        await s.items(['a'], { key: String }, (key) => key);
        begun.resolve();
        return await untilAborted(s.signal).catch(() => 'too late');
      }),
  );
  await begun.promise;
  await engine.client.cancel(runId);
  expect(await engine.client.wait(runId)).toEqual({ state: 'cancelled' });
  expect(await recordedOf(db, runId)).toEqual([]);
  expect(await itemsOf(db, runId, 'one')).toEqual({ a: 'succeeded' });
  expect((await engine.trace(runId)).slice(-2)).toEqual(['step.stopped one', 'run.cancelled']);
});

test('a resumed run waits in the queue of its pipeline, its tries counted anew', async () => {
  const runId = await pausedRun();
  expect(await workflowOf(db, runId)).toMatchObject({ status: 'CANCELLED', queue_name: null });
  const taken = engine.signals.on('runTaken').next((run) => run.runId === runId);
  await engine.client.resume(runId);
  expect(await taken).toEqual({ runId, tries: 1 });
  expect(await workflowOf(db, runId)).toMatchObject({ queue_name: 'scripted' });
  await engine.client.wait(runId);
});

test('a paused run is told from a cancelled one, though DBOS knows both as cancelled', async () => {
  const paused = await pausedRun();
  const cancelled = await pausedRun();
  await engine.client.cancel(cancelled);
  expect(await workflowOf(db, paused)).toMatchObject({ status: 'CANCELLED' });
  expect(await workflowOf(db, cancelled)).toMatchObject({ status: 'CANCELLED' });
  expect(await engine.client.reader.getRun(paused)).toMatchObject({ state: 'paused' });
  expect(await engine.client.reader.getRun(cancelled)).toMatchObject({ state: 'cancelled' });
  await expect(engine.client.resume(cancelled)).rejects.toMatchObject({ code: 'control_refused' });
});

async function pausedRun(): Promise<string> {
  let resumed = false;
  const begun = Promise.withResolvers<void>();
  const runId = await engine.start(async ({ step }) => {
    await step('one', async (s) => {
      begun.resolve();
      if (!resumed) await untilPaused(s);
    });
  });
  await begun.promise;
  await engine.client.pause(runId);
  expect(await engine.left(runId)).toBe('paused');
  resumed = true;
  return runId;
}

/** The worker looks at all of its runs whenever it hears of one: when another was paused, it has heard of all before. */
async function untilHeard(): Promise<void> {
  await pausedRun();
}
