import { runChild, testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { type Script, scriptedPipeline, testEngine, untilAborted } from '../../test/engine.ts';
import type { ToldEnd } from '../../test/fixtures/waiting-client.ts';

const db = testDatabase();
const estimated = scriptedPipeline({ name: 'estimated' });
const engine = testEngine(db, { pipelines: [scriptedPipeline(), estimated] });
const SEGMENTS = ['s1', 's2', 's3', 's4'];

describe('the sentence of a failure', () => {
  test('says where, how far, at what, why, what was tried and what can be done, and reads the same in another process', async () => {
    const waiting = Promise.withResolvers<void>();
    const runId = await engine.start(async ({ step }) => {
      await step('one', { retries: { attempts: 2, backoffMs: 1 } }, async (s) => {
        s.tried({ source: 'feed', outcome: 'failed', note: '404' });
        s.tried({ source: 'archive.org', outcome: 'failed' });
        await s.items(SEGMENTS, { key: String, label: (key) => `segment ${key}`, unit: 'segments' }, async (key) => {
          if (key !== 's3') return;
          if (s.attempt === 1) throw new Error('not yet');
          await waiting.promise;
          await s.action('transcribe', { file: 's3.wav' }, ({ signal }) => untilAborted(signal), { timeoutMs: 5 });
        });
      });
    });
    const file = new URL('../../test/fixtures/waiting-client.ts', import.meta.url);
    const child = runChild<ToldEnd | { type: 'ready' }>(file, { args: [db.url, runId] });
    await child.message('ready', { timeoutMs: 20_000 });
    waiting.resolve();
    const end = await engine.client.wait(runId);
    if (end.state !== 'failed') throw new Error(`it has ${end.state}`);
    const { message, report, code } = end.error;
    expect(message).toMatch(
      /^Timeout in step one after 3 of 4 segments \(1 failed\), at 'segment s3' \(attempt 2 of 2\): Action transcribe took longer than its 5 ms\. Last action: transcribe 's3\.wav', which ran for .+ of 5 ms\. Tried: feed \(failed, 404\); archive\.org \(failed\)\. Next: raise timeoutMs, or make it faster; or go on from step one with "telltale retry \S+"; or see what it did with "telltale trace \S+"\.$/,
    );
    expect(code).toBe('step_failed');
    expect(report).toMatchObject({
      runId,
      step: 'one',
      item: 's3',
      kind: 'timeout',
      counts: { total: 4, done: 2, failed: 1, skipped: 0 },
      openActions: [],
      lastActions: [{ tool: 'transcribe', outcome: 'timeout' }],
      tried: [{ source: 'feed', outcome: 'failed', note: '404' }, { source: 'archive.org' }],
    });

    expect(await child.message('end')).toEqual({ type: 'end', state: 'failed', code, message, report });
    const told = (await engine.events(runId)).at(-1);
    expect(told).toMatchObject({
      type: 'run.failed',
      step: 'one',
      item: 's3',
      data: { error: { message, code: 'step_failed' }, counts: report?.counts, next: report?.next },
    });
    expect(await engine.client.reader.getRun(runId)).toMatchObject({ state: 'failed', failure: message });
  }, 30_000);

  test('names the action that was open when its step ran out of time', async () => {
    const { message, error } = await engine.failureOf(async ({ step }) => {
      await step('one', { timeoutMs: 1_000 }, async (s) => {
        await s.action('look', null, () => undefined);
        await s.action('click', { text: 'Mehr Informationen' }, ({ signal }) => untilAborted(signal));
      });
    });
    expect(message).toMatch(
      /^Timeout in step one: Step one took longer than its 1\.0 s\. Last action: click 'Mehr Informationen', which ran for/,
    );
    expect(error.report?.lastActions.map(({ tool, outcome }) => [tool, outcome])).toEqual([
      ['look', 'success'],
      ['click', 'timeout'],
    ]);
  });

  test('of a run that failed outside of its steps says that', async () => {
    const { message, error } = await engine.failureOf(async ({ step }) => {
      await step('one', () => 1);
      throw new TypeError('Cannot read properties of undefined');
    });
    expect(message).toMatch(
      /^Error outside its steps: Cannot read properties of undefined\. Next: see what it did with "telltale trace \S+"\.$/,
    );
    expect(error.report).toMatchObject({ step: null, item: null });
  });

  test('holds no secret of the error that it tells of', async () => {
    const { message, error } = await engine.failureOf(async ({ step }) => {
      await step('one', () => {
        throw Object.assign(new Error('GET https://ann:hunter2@example.org failed'), {
          headers: { cookie: 'hunter2' },
        });
      });
    });
    expect(message).toMatch(/GET https:\/\/\S*example\.org failed/);
    expect(`${message} ${error.stack} ${JSON.stringify(error)} ${JSON.stringify(error.cause)}`).not.toContain(
      'hunter2',
    );
  });

  test('of a run whose body caught a failure of a step is that of what it failed with in the end', async () => {
    const result = await engine.resultOf(async ({ step }) => {
      const first = await step('one', () => {
        throw new Error('no feed');
      }).catch((error: Error) => error.message);
      return [first, await step('two', () => 'the page instead')];
    });
    expect(result).toEqual([expect.stringMatching(/^Error in step one: no feed\./), 'the page instead']);
  });
});

describe('an estimate', () => {
  test('is unknown for the first run of a pipeline, and known for the next one from what that took', async () => {
    const estimates = [];
    for (let run = 1; run <= 2; run += 1) {
      const [reached, finish] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const script: Script = async ({ step }) => {
        await step('one', async () => {
          reached.resolve();
          await finish.promise;
        });
        await step('two', () => undefined);
        await step('three', () => undefined);
      };
      const runId = await engine.start(script, estimated);
      await reached.promise;
      estimates.push(await engine.client.estimate(runId));
      finish.resolve();
      await engine.client.wait(runId);
    }
    const [first, second] = estimates;
    expect(first).toMatchObject({ remaining: { known: false }, unknownSteps: ['one', 'two', 'three'] });
    expect(second).toMatchObject({ remaining: { known: true }, unknownSteps: [] });
  });
});
