import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { testEngine, untilPaused } from '../../test/engine.ts';
import { itemsOf, recordedOf, workflowOf } from '../../test/rows.ts';
import { ENGINE_VERSION } from '../engine-version.ts';
import { definePipeline } from '../pipeline/define-pipeline.ts';

const db = testDatabase();
const engine = testEngine(db, { working: false });
const LIST = ['a', 'b', 'c'];

/** What the steps of all versions have done, and where the first attempt of step `embed` waits to be paused. */
class Story {
  readonly did: string[] = [];
  readonly #embedding = Promise.withResolvers<void>();

  /** The first attempt of `embed` has done its first item, and waits. */
  get embedding(): Promise<void> {
    return this.#embedding.promise;
  }

  /** A version of the pipeline. Its step `embed` is the last one, and has the items. */
  version(version: string, steps: readonly string[], continues: 'any' | readonly string[] = 'any') {
    return definePipeline({
      name: 'changing',
      version,
      continues,
      input: z.object({ subject: z.string() }),
      subject: ({ subject }) => subject,
      steps: [...steps, 'embed'] as unknown as [string, ...string[]],
      run: async ({ step }) => {
        const results: unknown[] = [];
        for (const name of steps) {
          results.push(
            await step(name, () => {
              this.did.push(`${name} ${version}`);
              return `${name} ${version}`;
            }),
          );
        }
        return await step('embed', async (s) => {
          const items = await s.items(LIST, { key: String }, async (key) => {
            if (key === 'b' && s.attempt === 1) {
              this.#embedding.resolve();
              await untilPaused(s);
            }
            this.did.push(`${key} ${version}`);
            return `${key} ${version}`;
          });
          return [...results, ...items];
        });
      },
    });
  }

  /** A run that a worker with this version has begun: all its steps are done, and the first item of `embed`. */
  async begun(steps: readonly string[], subject: string): Promise<string> {
    const first = this.version('1', steps);
    await engine.startWorker([first]);
    const { runId } = await engine.client.submit(first, { subject });
    await this.embedding;
    await engine.worker.stop();
    expect(await engine.left(runId)).toBe('handed-back');
    expect(await recordedOf(db, runId)).toEqual(steps);
    return runId;
  }
}

const BEGUN = ['fetch 1', 'parse 1', 'a 1'];

describe('a run that an earlier version began', () => {
  test('goes on with the steps and items that it has, whatever has changed in their code, and says so', async () => {
    const story = new Story();
    const runId = await story.begun(['fetch', 'parse'], 'kept');
    expect(await workflowOf(db, runId)).toMatchObject({ status: 'ENQUEUED', application_version: ENGINE_VERSION });
    await engine.startWorker([story.version('2', ['fetch', 'parse'])]);
    expect(await engine.client.wait(runId)).toEqual({
      state: 'succeeded',
      result: ['fetch 1', 'parse 1', 'a 1', 'b 2', 'c 2'],
    });
    expect(story.did).toEqual([...BEGUN, 'b 2', 'c 2']);
    const warning = (await engine.events(runId)).find(({ type }) => type === 'log.written');
    expect(warning?.data).toEqual({
      level: 'warn',
      message: 'Begun by version 1 of the pipeline; version 2 goes on with it.',
    });
  });

  test('goes on where a step was added after those that it has done', async () => {
    const story = new Story();
    const runId = await story.begun(['fetch', 'parse'], 'added');
    await engine.startWorker([story.version('2', ['fetch', 'parse', 'check'])]);
    expect(await engine.client.wait(runId)).toMatchObject({ state: 'succeeded' });
    expect(story.did).toEqual([...BEGUN, 'check 2', 'b 2', 'c 2']);
  });

  test.each<[change: string, steps: readonly string[], did: string, does: string]>([
    ['renamed', ['load', 'parse'], 'fetch', 'load'],
    ['removed', ['parse'], 'fetch', 'parse'],
    ['inserted', ['check', 'fetch', 'parse'], 'fetch', 'check'],
    ['moved', ['parse', 'fetch'], 'fetch', 'parse'],
  ])(
    'is paused where a step that it has done was %s, loses nothing, and ends on the old version',
    async (change, steps, did, does) => {
      const story = new Story();
      const runId = await story.begun(['fetch', 'parse'], change);
      await engine.startWorker([story.version('2', steps)]);
      expect(await engine.left(runId)).toBe('paused');
      expect(await engine.client.reader.getRun(runId)).toMatchObject({ state: 'paused' });
      expect((await engine.events(runId)).at(-1)).toMatchObject({
        type: 'run.paused',
        data: {
          by: 'engine',
          reason: `it was begun by version 1, which did ${did} where version 2 does ${does}; resume it on a worker with that version, or cancel it and rerun it from ${does}`,
        },
      });
      expect(story.did).toEqual(BEGUN);
      expect(await recordedOf(db, runId)).toEqual(['fetch', 'parse']);
      expect(await itemsOf(db, runId, 'embed')).toEqual({ a: 'succeeded' });

      const refusedAgain = engine.leaves(runId);
      await engine.client.resume(runId);
      expect(await refusedAgain).toBe('paused');

      await engine.startWorker([story.version('1', ['fetch', 'parse'])]);
      await engine.client.resume(runId);
      expect(await engine.client.wait(runId)).toEqual({
        state: 'succeeded',
        result: ['fetch 1', 'parse 1', 'a 1', 'b 1', 'c 1'],
      });
      expect(story.did).toEqual([...BEGUN, 'b 1', 'c 1']);
    },
  );

  test('goes on with a version that names it, and is paused by one that does not', async () => {
    const story = new Story();
    const runId = await story.begun(['fetch', 'parse'], 'named');
    await engine.startWorker([story.version('3', ['fetch', 'parse'], ['2'])]);
    expect(await engine.left(runId)).toBe('paused');
    expect((await engine.events(runId)).at(-1)?.data.reason).toBe(
      'it was begun by version 1, and version 3 goes on with 2 only; resume it on a worker with that version, or cancel it and rerun it',
    );
    await engine.startWorker([story.version('2', ['fetch', 'parse'], ['1'])]);
    await engine.client.resume(runId);
    expect(await engine.client.wait(runId)).toMatchObject({ state: 'succeeded' });
    expect(story.did).toEqual([...BEGUN, 'b 2', 'c 2']);
  });
});

test('a run that waited untouched is one of the version of the worker that takes it', async () => {
  const story = new Story();
  const second = story.version('2', ['load']);
  const { runId } = await engine.client.submit(story.version('1', ['fetch']), { subject: 'untouched' });
  await engine.startWorker([second]);
  await story.embedding;
  await engine.startWorker([second]);
  expect(await engine.client.wait(runId)).toEqual({ state: 'succeeded', result: ['load 2', 'a 2', 'b 2', 'c 2'] });
});
