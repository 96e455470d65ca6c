import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { type Script, scriptedPipeline, subjectOf, testEngine, untilPaused } from '../../test/engine.ts';
import { recordedOf } from '../../test/rows.ts';

const db = testDatabase();
const child = scriptedPipeline({ name: 'child' });
const engine = testEngine(db, { pipelines: [scriptedPipeline(), child], settings: { watchdogMs: 50 } });

/** Starts a run in the background, and comes to a place where it can be stopped the first time. */
function spawning() {
  const handles: unknown[] = [];
  const begun = Promise.withResolvers<void>();
  const subject = subjectOf(() => 'done');
  const script: Script = async ({ step, spawn }) => {
    handles.push(await spawn(child, { subject }));
    await step('one', async (s) => {
      if (s.attempt > 1) return;
      begun.resolve();
      await untilPaused(s);
    });
  };
  return { handles, begun: begun.promise, subject, script };
}

describe('spawn', () => {
  test('starts a run that goes its own way, and says by whom it was started', async () => {
    const subject = subjectOf(async ({ step }) => await step('one', () => 'done'));
    const { runId, end } = await engine.run(async ({ spawn }) => await spawn(child, { subject }));
    const started = `child-${subject}-run-1`;
    expect(end).toEqual({ state: 'succeeded', result: { runId: started, created: true } });
    expect(await engine.client.wait(started)).toEqual({ state: 'succeeded', result: 'done' });
    expect((await engine.events(started))[0]?.data).toMatchObject({ by: runId });
  });

  test('starts it once, over a pause and a replay', async () => {
    const { script, begun, handles, subject } = spawning();
    const runId = await engine.start(script);
    await begun;
    await engine.client.pause(runId);
    expect(await engine.left(runId)).toBe('paused');
    await engine.client.wait(`child-${subject}-run-1`);
    await engine.client.resume(runId);
    expect(await engine.client.wait(runId)).toMatchObject({ state: 'succeeded' });
    expect(handles).toHaveLength(2);
    expect(handles[1]).toEqual(handles[0]);
    expect((await engine.client.reader.listRuns({ subject })).runs).toHaveLength(1);
  });

  test('starts it once, over a crash after it was started and before DBOS knew that', async () => {
    const subject = subjectOf(() => 'done');
    const started: string[] = [];
    const { runId } = await engine.run(async ({ spawn }) => {
      started.push((await spawn(child, { subject })).runId);
    });
    // As the crash leaves it: the run in the hands of a worker that is gone, and the started one there all the same.
    await db.query(`DELETE FROM dbos.operation_outputs WHERE workflow_uuid = $1`, [runId]);
    const left = engine.leaves(runId);
    await db.query(
      `UPDATE dbos.workflow_status SET status = 'PENDING', executor_id = 'gone' WHERE workflow_uuid = $1`,
      [runId],
    );
    expect(await left).toBe('succeeded');
    expect(started).toHaveLength(2);
    expect(started[1]).toBe(started[0]);
    expect((await engine.client.reader.listRuns({ subject })).runs).toHaveLength(1);
  });

  test('gives the run of the subject that is in flight already', async () => {
    const finish = Promise.withResolvers<void>();
    const subject = subjectOf(() => finish.promise);
    const { runId: inFlight } = await engine.client.submit(child, { subject });
    expect(await engine.resultOf(async ({ spawn }) => await spawn(child, { subject }))).toEqual({
      runId: inFlight,
      created: false,
    });
    finish.resolve();
    await engine.client.wait(inFlight);
  });

  test('with an input that its pipeline does not take fails the run, which can catch that, too', async () => {
    const wrong = { subject: 7 } as never;
    const { runId, message } = await engine.failureOf(async ({ spawn }) => await spawn(child, wrong));
    expect(message).toMatch(
      /^Error outside its steps: Pipeline child does not take this input: subject: .+\. Next: correct what is named and submit it again/,
    );
    expect(await recordedOf(db, runId)).toEqual(['spawn:child']);
    expect(
      await engine.resultOf(async ({ spawn }) => await spawn(child, wrong).catch((error: Error) => error.name)),
    ).toBe('StepFailedError');
  });
});
