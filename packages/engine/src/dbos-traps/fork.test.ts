import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { type Script, scriptedPipeline, subjectOf, testEngine } from '../../test/engine.ts';
import { recordedOf, workflowOf } from '../../test/rows.ts';

const db = testDatabase();
const child = scriptedPipeline({ name: 'child' });
const engine = testEngine(db, { pipelines: [scriptedPipeline(), child] });

/** Three steps and, between the first two, a run that is started in the background. `three` fails the first time. */
function threeSteps() {
  const ran: string[] = [];
  const children: string[] = [];
  let failing = true;
  const subject = subjectOf(() => 'child');
  const script: Script = async ({ step, spawn }) => {
    const one = await step('one', () => ran.push('one'));
    const { runId } = await spawn(child, { subject });
    children.push(runId);
    const two = await step('two', () => ran.push('two'));
    return await step('three', () => {
      ran.push('three');
      if (failing) throw new Error('not yet');
      return [one, two];
    });
  };
  return {
    ran,
    children,
    script,
    repair() {
      failing = false;
      ran.length = 0;
    },
  };
}

describe('a run that goes on where another one ended', () => {
  test('keeps what was recorded before that step by its name, whatever else was recorded between', async () => {
    const { ran, children, script, repair } = threeSteps();
    const { runId } = await engine.failureOf(script);
    expect(await recordedOf(db, runId)).toEqual(['one', 'spawn:child', 'two', 'three']);
    repair();
    const again = await engine.client.retry(runId);
    expect(await engine.client.wait(again.runId)).toEqual({ state: 'succeeded', result: [1, 2] });
    expect(ran).toEqual(['three']);
    expect(await recordedOf(db, again.runId)).toEqual(['one', 'spawn:child', 'two', 'three']);
    expect(new Set(children).size).toBe(1);
  });

  test('keeps the run that was started before it, and starts another one when it begins before that', async () => {
    const { children, script, repair } = threeSteps();
    const { runId } = await engine.failureOf(script);
    repair();
    for (const fromStep of ['two', 'one']) {
      const again = await engine.client.rerun(runId, { fromStep });
      expect(await engine.client.wait(again.runId)).toMatchObject({ state: 'succeeded' });
      await engine.client.wait(String(children.at(-1)));
    }
    const [first, fromTwo, fromOne] = children;
    expect(fromTwo).toBe(first);
    expect(fromOne).not.toBe(first);
  });

  test('is one, for two who ask at once', async () => {
    const { script, repair } = threeSteps();
    const asked = Promise.withResolvers<void>();
    const { runId } = await engine.failureOf(async (context) => {
      // While it is in flight: the retry of a retry that has ended is another one.
      if (context.number > 1) await asked.promise;
      return await script(context);
    });
    repair();
    const [a, b] = await Promise.all([engine.client.retry(runId), engine.client.retry(runId)]);
    asked.resolve();
    expect(a.runId).toBe(b.runId);
    expect([a.created, b.created].toSorted()).toEqual([false, true]);
    expect(await engine.client.wait(a.runId)).toMatchObject({ state: 'succeeded' });
  });

  test('keeps the priority of the first, and belongs to it in the trace of both', async () => {
    const { script, repair } = threeSteps();
    const { runId } = await engine.client.submit(engine.scripted, { subject: subjectOf(script) }, { priority: 7 });
    await engine.client.wait(runId);
    repair();
    const again = await engine.client.retry(runId, { by: 'ann', reason: 'the disk was full' });
    expect(await workflowOf(db, again.runId)).toMatchObject({ priority: 7 });
    await engine.client.wait(again.runId);
    expect((await engine.events(runId)).at(-1)).toMatchObject({
      type: 'run.retried',
      data: { newRunId: again.runId, fromStep: 'three', by: 'ann', reason: 'the disk was full' },
    });
    expect((await engine.events(again.runId))[0]?.data).toMatchObject({ retryOf: runId, fromStep: 'three' });
  });

  test('does its last step again where it failed after all of them', async () => {
    const ran: string[] = [];
    let failing = true;
    const { runId } = await engine.failureOf(async ({ step }) => {
      for (const name of ['one', 'two', 'three'] as const) await step(name, () => ran.push(name));
      if (failing) throw new Error('at the very end');
    });
    failing = false;
    const again = await engine.client.retry(runId);
    expect(await engine.client.wait(again.runId)).toMatchObject({ state: 'succeeded' });
    expect(ran).toEqual(['one', 'two', 'three', 'three']);
  });
});
