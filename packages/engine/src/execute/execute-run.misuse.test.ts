import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { type Script, testEngine, untilAborted, untilPaused } from '../../test/engine.ts';
import { itemsOf, recordedOf } from '../../test/rows.ts';
import type { Step } from '../pipeline/step.ts';

const db = testDatabase();
const engine = testEngine(db, { settings: { letGoMs: 20 } });

const LIST = ['a', 'b', 'c'];
const MEGABYTES_50 = 'x'.repeat(50_000_000);

/** A run of one step. */
function inStep(body: (s: Step) => unknown): Script {
  return async ({ step }) => await step('one', body);
}

describe('a pipeline that calls its steps wrongly fails with what to do instead:', () => {
  const cases: Readonly<Record<string, readonly [script: Script, problem: RegExp, advice: RegExp]>> = {
    'a step that is not declared': [
      async ({ step }) => await (step as (name: string, body: () => void) => Promise<void>)('four', () => undefined),
      /^Error outside its steps: Step "four" of run \S+ cannot be called: pipeline scripted declares one, two, three\./,
      /Next: add it to the pipeline’s steps, at its place;/,
    ],
    'a step that is called twice': [
      async ({ step }) => {
        await step('one', () => 1);
        await step('one', () => 2);
      },
      /Step "one" of run \S+ cannot be called: it was called before in this run\./,
      /Next: make what repeats the items of one step: step.items\(list, …\);/,
    ],
    'steps out of their order': [
      async ({ step }) => {
        await step('two', () => 1);
        await step('one', () => 2);
      },
      /Step "one" of run \S+ cannot be called: it is declared before two, which has been called already\./,
      /Next: call steps in the order of their declaration;/,
    ],
    'steps side by side': [
      async ({ step }) => await Promise.all([step('one', () => 1), step('two', () => 2)]),
      /Step "two" of run \S+ cannot be called: one has not ended\./,
      /Next: await each step before the next one; run things side by side as items of one step;/,
    ],
    'a step that nobody awaits': [
      ({ step }) => void step('one', () => 1),
      /Step "one" of run \S+ cannot be called: nobody awaits it, and the pipeline’s run ended before it did\./,
      /Next: await each step before the next one, and before returning;/,
    ],
    'a step inside a step': [
      async ({ step }) => await step('one', () => step('two', () => 1)),
      /^Error in step one: Step "two" of run \S+ cannot be called: it was called inside step one\./,
      /Next: call it after that step, from the pipeline’s run; inside a step use items and actions;/,
    ],
    'a step inside an item': [
      async ({ step }) => await step('one', (s) => s.items(LIST, { key: String }, () => step('two', () => 1))),
      /^Error in step one after 1 of 3 items \(1 failed\), at 'a': Step "two" of run \S+ cannot be called/,
      /Next: call it after that step/,
    ],
    'a run that is started inside a step': [
      async ({ step, spawn }) => await step('one', () => spawn(engine.scripted, { subject: 'never' })),
      /^Error in step one: Step "spawn:scripted" of run \S+ cannot be called: it was called inside step one\./,
      /Next: call it after that step/,
    ],
    'a step without a body': [
      async ({ step }) => await (step as (name: string) => Promise<void>)('one'),
      /Step "one" of run \S+ cannot be called: it was given no body\./,
      /Next: call step\(name, body\) or step\(name, options, body\);/,
    ],
  };

  test.each(Object.entries(cases))('%s', async (_, [script, problem, advice]) => {
    const { message, error } = await engine.failureOf(script);
    expect(message).toMatch(problem);
    expect(message).toMatch(advice);
    expect(error).toMatchObject({ code: 'step_failed', report: { kind: 'error' } });
  });

  test('the step that went on beside it is waited for, and what it did is kept', async () => {
    const begun = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const runId = await engine.start(async ({ step }) => {
      const one = step('one', async () => {
        begun.resolve();
        await finish.promise;
        return 1;
      });
      await begun.promise;
      await Promise.all([one, step('two', () => 2)]);
    });
    await begun.promise;
    await expect(engine.client.wait(runId, { timeoutMs: 50 })).rejects.toMatchObject({ code: 'timed_out' });
    finish.resolve();
    expect(await engine.client.wait(runId)).toMatchObject({ state: 'failed' });
    expect(await recordedOf(db, runId)).toEqual(['one']);
    expect(await engine.trace(runId)).toContain('step.succeeded one');
    expect(engine.log().join()).not.toContain(runId);
  });

  test('a step that fails without anybody awaiting it leaves the worker and its other runs alone', async () => {
    const { message } = await engine.failureOf(({ step }) => {
      void step('one', () => {
        throw new Error('nobody listens');
      });
    });
    expect(message).toContain('nobody awaits it');
    expect(await engine.resultOf(() => 'fine')).toBe('fine');
  });
});

describe('a list of items whose keys cannot tell them apart runs none of them:', () => {
  test.each<[string, readonly unknown[], RegExp]>([
    [
      'one that repeats',
      ['a', 'b', 'a'],
      /^Error in step one: Item 2 of step one has the key "a", which another one has already\./,
    ],
    ['an empty one', ['a', ''], /Item 1 of step one has the key "": a key is a text of 1 to 500 characters\./],
    [
      'one too long',
      ['k'.repeat(501)],
      /Item 0 of step one has the key "k{80}": a key is a text of 1 to 500 characters\./,
    ],
    ['one with a NUL', ['a\0b'], /Item 0 of step one has the key "a\\u0000b": a key is a text/],
    ['one that is no text', [7], /Item 0 of step one has the key 7: a key is a text of 1 to 500 characters\./],
  ])('%s', async (_, keys, problem) => {
    const ran: unknown[] = [];
    const { runId, message } = await engine.failureOf(
      inStep((s) => s.items(keys, { key: (key) => key as string }, (key) => ran.push(key))),
    );
    expect(message).toMatch(problem);
    expect(message).toMatch(/Next: make `key` tell each item of the step from all others, by what it is/);
    expect(ran).toEqual([]);
    expect(await itemsOf(db, runId, 'one')).toEqual({});
  });

  test('one that a second list of the step has as well', async () => {
    const { message } = await engine.failureOf(
      inStep(async (s) => {
        await s.items(['a'], { key: String }, () => 1);
        await s.items(['a'], { key: String }, () => 2);
      }),
    );
    expect(message).toContain('Item 0 of step one has the key "a", which another one has already.');
  });
});

describe('a result that cannot be kept is refused with its place:', () => {
  class Session {
    readonly open = true;
  }
  test.each<[string, Script, RegExp]>([
    [
      'of a step',
      inStep(() => ({ pages: [{ url: 'a' }, { url: 'b', onLoad: () => undefined }] })),
      /^Error in step one: The result of step one cannot be kept: result\.pages\[1\]\.onLoad is a function\./,
    ],
    [
      'of an item',
      inStep((s) => s.items(LIST, { key: String }, () => ({ at: new Date() }))),
      /^Error in step one after 1 of 3 items \(1 failed\), at 'a': The result of item "a" cannot be kept: result\.at is an instance of Date\./,
    ],
    [
      'of a run',
      () => ({ session: new Session() }),
      /^Error outside its steps: The result of pipeline scripted cannot be kept: result\.session is an instance of Session\./,
    ],
  ])('%s', async (_, script, problem) => {
    const { message } = await engine.failureOf(script);
    expect(message).toMatch(problem);
    expect(message).toMatch(/Next: return plain data: texts, numbers, booleans, null, lists and objects of those;/);
  });
});

describe('a result of 50 MB is refused, and told to be an artifact:', () => {
  test.each<[string, Script, RegExp]>([
    [
      'of a step',
      inStep(() => MEGABYTES_50),
      /The result of step one takes at least 50000000 bytes as JSON; \d+ may be kept/,
    ],
    [
      'of an item',
      inStep((s) => s.items(['a'], { key: String }, () => MEGABYTES_50)),
      /at 'a': The result of item "a" takes at least 50000000 bytes as JSON; \d+ may be kept/,
    ],
    ['of a run', () => MEGABYTES_50, /The result of pipeline scripted takes at least 50000000 bytes as JSON/],
  ])('%s', async (_, script, problem) => {
    const { message } = await engine.failureOf(script);
    expect(message).toMatch(problem);
    expect(message).toMatch(/Next: make it an artifact, with step\.artifact, and return what that gives back;/);
  });
});

describe('a body that ignores its signal', () => {
  const forever = Promise.withResolvers<void>();

  test('is left behind after a timeout, named in the trace, the log, and the failure, and is not tried again beside itself', async () => {
    let bodies = 0;
    const { runId, message } = await engine.failureOf(async ({ step }) => {
      await step('one', { timeoutMs: 5, retries: { attempts: 3, backoffMs: 1 } }, async () => {
        bodies += 1;
        await forever.promise;
      });
    });
    expect(message).toMatch(
      /^Timeout in step one \(attempt 1 of 3\): Step one took longer than its 5 ms, and ignored its signal for 20 ms more\. Next: give its signal to every long call, so that it can let go;/,
    );
    const warning =
      'Step one ignored its signal for 20 ms; attempt 1 of it was left behind and still runs. Give its signal to every long call.';
    expect(await engine.events(runId)).toContainEqual(
      expect.objectContaining({ type: 'log.written', step: 'one', data: { level: 'warn', message: warning } }),
    );
    expect(engine.log()).toContain(`warn: ${warning}`);
    expect(bodies).toBe(1);
  });

  test('is left behind after a cancel, and the run says so where it is cancelled', async () => {
    const begun = Promise.withResolvers<void>();
    const runId = await engine.start(
      inStep(async () => {
        begun.resolve();
        await forever.promise;
      }),
    );
    await begun.promise;
    await engine.client.cancel(runId, { by: 'ann' });
    expect(await engine.client.wait(runId)).toEqual({ state: 'cancelled' });
    expect((await engine.events(runId)).at(-1)).toMatchObject({
      type: 'run.cancelled',
      data: { reason: 'step one ignored its signal and still runs' },
    });
    expect(await engine.trace(runId)).toContain('log.written one');
  });
});

describe('a body that swallows what tells it to let go', () => {
  test('and tries again for ever, holds up nothing but itself', async () => {
    const begun = Promise.withResolvers<void>();
    let isOver = false;
    const runId = await engine.start(
      inStep(async (s) => {
        while (!isOver) {
          await s.action('click', { text: 'Information' }, () => begun.resolve()).catch(() => undefined);
        }
      }),
    );
    await begun.promise;
    await engine.client.cancel(runId);
    expect(await engine.client.wait(runId)).toEqual({ state: 'cancelled' });
    isOver = true;
  });

  test('and goes on with the next step, is paused all the same, and nothing of it is kept', async () => {
    const begun = Promise.withResolvers<void>();
    let resumed = false;
    const swallowed: string[] = [];
    const swallow = (error: Error) => {
      swallowed.push(error.message);
      return 'swallowed';
    };
    const runId = await engine.start(async ({ step }) => {
      const one = await step('one', async (s) => {
        begun.resolve();
        return resumed ? 'done' : await untilPaused(s);
      }).catch(swallow);
      const two = await step('two', () => 'done').catch(swallow);
      return { one, two };
    });
    await begun.promise;
    await engine.client.pause(runId);
    expect(await engine.left(runId)).toBe('paused');
    expect(swallowed).toEqual([
      expect.stringContaining('no longer owned by this execution'),
      'The run is pausing; what is missing runs when it is resumed.',
    ]);
    expect(await recordedOf(db, runId)).toEqual([]);

    resumed = true;
    await engine.client.resume(runId);
    expect(await engine.client.wait(runId)).toEqual({ state: 'succeeded', result: { one: 'done', two: 'done' } });
  });

  test('inside of its step, and returns, has its result dropped and is run again', async () => {
    const begun = Promise.withResolvers<void>();
    let resumed = false;
    const runId = await engine.start(
      inStep(async (s) => {
        begun.resolve();
        return resumed ? 'whole' : await untilPaused(s).catch(() => 'half');
      }),
    );
    await begun.promise;
    await engine.client.pause(runId);
    expect(await engine.left(runId)).toBe('paused');

    resumed = true;
    await engine.client.resume(runId);
    expect(await engine.client.wait(runId)).toEqual({ state: 'succeeded', result: 'whole' });
  });

  test('inside of an item, has the item run again', async () => {
    const begun = Promise.withResolvers<void>();
    let resumed = false;
    const runId = await engine.start(
      inStep((s) =>
        s.items(LIST, { key: String }, async (key, { signal }) => {
          if (resumed || key !== 'b') return key;
          begun.resolve();
          return await untilAborted(signal).catch(() => 'half');
        }),
      ),
    );
    await begun.promise;
    const handedBack = engine.worker.stop({ graceMs: 0 });
    expect(await engine.left(runId)).toBe('handed-back');
    await handedBack;
    resumed = true;
    await engine.startWorker();
    expect(await engine.client.wait(runId)).toEqual({ state: 'succeeded', result: LIST });
  });

  test('on a cancel, is cancelled all the same', async () => {
    const begun = Promise.withResolvers<void>();
    const runId = await engine.start(
      inStep(async ({ signal }) => {
        begun.resolve();
        return await untilAborted(signal).catch(() => 'half');
      }),
    );
    await begun.promise;
    await engine.client.cancel(runId);
    expect(await engine.client.wait(runId)).toEqual({ state: 'cancelled' });
    expect(await recordedOf(db, runId)).toEqual([]);
  });
});

describe('what a body begins and does not await', () => {
  test('is awaited by its step', async () => {
    const done: string[] = [];
    const { runId, end } = await engine.run(
      inStep((s) => {
        void s.action('fetch', 'a', () => done.push('fetched'));
        void s.items(LIST, { key: String }, (key) => done.push(key));
        void s.artifact({ name: 'a', kind: 'text', source: 'a' });
      }),
    );
    expect(end.state).toBe('succeeded');
    expect(done.toSorted()).toEqual(['a', 'b', 'c', 'fetched']);
    const trace = await engine.trace(runId);
    expect(trace.filter((type) => type === 'item.succeeded one')).toHaveLength(3);
    expect(trace).toContain('artifact.stored one');
    expect(trace.slice(-2)).toEqual(['step.succeeded one', 'run.succeeded']);
  });

  test('fails its step if it fails, and harms no other run', async () => {
    const { message } = await engine.failureOf(
      inStep((s) => {
        void s.action('fetch', 'a', () => {
          throw new Error('no route to host');
        });
      }),
    );
    expect(message).toMatch(/^Error in step one: no route to host\. Last action: fetch 'a', which ran for/);
  });

  test('runs to its end before the step is tried again: the rest of a Promise.all of which one failed', async () => {
    const failed = Promise.withResolvers<void>();
    const order: string[] = [];
    const runId = await engine.start(async ({ step }) => {
      await step('one', { retries: { attempts: 2, backoffMs: 1 } }, async (s) => {
        order.push(`attempt ${s.attempt}`);
        if (s.attempt === 2) return;
        await Promise.all([
          s.action('slow', null, async () => {
            await failed.promise;
            order.push('slow');
          }),
          s.action('quick', null, () => {
            failed.resolve();
            throw new Error('no');
          }),
        ]);
      });
    });
    expect(await engine.client.wait(runId)).toMatchObject({ state: 'succeeded' });
    expect(order).toEqual(['attempt 1', 'slow', 'attempt 2']);
    const outcomes = (await engine.events(runId)).filter(({ type }) => type === 'action.finished');
    expect(outcomes.map(({ data }) => data.outcome).toSorted()).toEqual(['error', 'success']);
  });

  test('cannot be begun once the step has ended', async () => {
    const codes = await engine.resultOf(async ({ step }) => {
      const held: Step[] = [];
      await step('one', (s) => void held.push(s));
      const [s] = held as [Step];
      const late: (() => unknown)[] = [
        () => s.log('late'),
        () => s.progress({ done: 1 }),
        () => s.size(1, 'bytes'),
        () => s.tried({ source: 'a', outcome: 'failed' }),
        () => s.pausePoint(),
        () => s.action('fetch', {}, () => 1),
        () => s.earlierActions(),
        () => s.tell('agent.unlooped', {}),
        () => s.items(LIST, { key: String }, () => 1),
        () => s.artifact({ name: 'a', kind: 'b', source: 'c' }),
        () => s.ask('who?'),
      ];
      const codeOf = async (call: () => unknown) => {
        try {
          await call();
          return 'none';
        } catch (error) {
          return (error as { readonly code?: unknown }).code;
        }
      };
      return await Promise.all(late.map(codeOf));
    });
    expect(codes).toEqual(Array.from({ length: 11 }, () => 'step_ended'));
  });
});
