import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { testEngine, untilAborted, untilPaused } from '../../test/engine.ts';
import { recordedOf } from '../../test/rows.ts';
import type { Step } from '../pipeline/step.ts';

const db = testDatabase();
const engine = testEngine(db);

describe('timeoutMs', () => {
  test('aborts the signal of the attempt, and fails the step with what it took and what to do', async () => {
    const reasons: unknown[] = [];
    const { runId, message, error } = await engine.failureOf(async ({ step }) => {
      await step('one', { timeoutMs: 10 }, async (s) => {
        s.progress({ done: 3, total: 7, unit: 'pages' });
        await untilAborted(s.signal).catch((reason: unknown) => {
          reasons.push(reason);
          throw reason;
        });
      });
    });
    expect(reasons).toEqual([expect.objectContaining({ code: 'timed_out' })]);
    expect(message).toMatch(
      /^Timeout in step one after 3 of 7 pages: Step one took longer than its 10 ms\. Next: raise timeoutMs, or make it faster; or go on from step one with "telltale retry \S+"; or see what it did with "telltale trace \S+"\.$/,
    );
    expect(error.report).toMatchObject({ step: 'one', kind: 'timeout', counts: { done: 3, total: 7 } });
    expect((await engine.trace(runId)).slice(-2)).toEqual(['step.failed one', 'run.failed one']);
  });

  test('drops what the body gives back too late', async () => {
    const { message } = await engine.failureOf(async ({ step }) => {
      await step('one', { timeoutMs: 10 }, async (s) => await untilAborted(s.signal).catch(() => 'too late'));
    });
    expect(message).toContain('Step one took longer than its 10 ms.');
  });

  test('is that of each attempt', async () => {
    const result = await engine.resultOf(
      async ({ step }) =>
        await step('one', { timeoutMs: 10, retries: { attempts: 3, backoffMs: 1 } }, async (s) =>
          s.attempt < 3 ? await untilAborted(s.signal) : s.attempt,
        ),
    );
    expect(result).toBe(3);
  });
});

describe('retries', () => {
  test('run the step again after a rest that grows, with each attempt on record', async () => {
    const { runId, end } = await engine.run(
      async ({ step }) =>
        await step('one', { retries: { attempts: 3, backoffMs: 4, factor: 10 } }, (s) => {
          if (s.attempt < 3) throw new Error(`no ${s.attempt}`);
          return s.attempt;
        }),
    );
    expect(end).toEqual({ state: 'succeeded', result: 3 });
    const events = await engine.events(runId);
    expect(events.filter(({ type }) => type === 'step.started').map(({ data }) => data.attempt)).toEqual([1, 2, 3]);
    const [first, second] = events.filter(({ type }) => type === 'step.retrying').map(({ data }) => data);
    expect(first).toMatchObject({ attempt: 2, error: { name: 'Error', message: 'no 1' } });
    expect(second).toMatchObject({ attempt: 3, error: { message: 'no 2' } });
    expect(first.delayMs).toBeLessThanOrEqual(4);
    expect(second.delayMs).toBeGreaterThanOrEqual(20);
    expect(await recordedOf(db, runId)).toEqual(['one']);
  });

  test('end with the last failure, which says how often it was tried', async () => {
    const { message } = await engine.failureOf(async ({ step }) => {
      await step('one', { retries: { attempts: 2, backoffMs: 1 } }, (s) => {
        throw new Error(`no ${s.attempt}`);
      });
    });
    expect(message).toMatch(/^Error in step one \(attempt 2 of 2\): no 2\./);
  });

  test('do not follow an error that another try cannot change, or that the step does not want tried again', async () => {
    for (const [error, options] of [
      [Object.assign(new Error('no such page'), { code: 'gone', retryable: false }), {}],
      [new Error('quota'), { retryIf: (thrown: unknown) => !(thrown as Error).message.includes('quota') }],
    ] as const) {
      const { runId } = await engine.failureOf(async ({ step }) => {
        await step('one', { retries: { attempts: 5, backoffMs: 1, ...options } }, () => {
          throw error;
        });
      });
      expect(await engine.trace(runId)).not.toContain('step.retrying one');
    }
  });
});

describe('skipIf', () => {
  test('passes over a step, with its reason in the trace', async () => {
    const { runId, end } = await engine.run(async ({ step }) => [
      (await step('one', { skipIf: async () => 'it was there already' }, () => 'ran')) ?? 'nothing',
      await step('two', { skipIf: () => false }, () => 'ran'),
    ]);
    expect(end).toEqual({ state: 'succeeded', result: ['nothing', 'ran'] });
    expect(await engine.events(runId)).toContainEqual({
      type: 'step.skipped',
      step: 'one',
      item: null,
      data: { reason: 'it was there already' },
    });
    expect(await engine.trace(runId)).not.toContain('step.started one');
  });

  test('is asked before the first attempt only, also when the run was paused in it', async () => {
    let asked = 0;
    const begun = Promise.withResolvers<void>();
    const runId = await engine.start(
      async ({ step }) =>
        await step('one', { skipIf: () => (++asked > 1 ? 'asked twice' : false) }, async (s) => {
          if (s.attempt > 1) return 'ran';
          begun.resolve();
          return await untilPaused(s);
        }),
    );
    await begun.promise;
    await engine.client.pause(runId);
    expect(await engine.left(runId)).toBe('paused');
    await engine.client.resume(runId);
    expect(await engine.client.wait(runId)).toEqual({ state: 'succeeded', result: 'ran' });
  });

  test('that throws fails the step', async () => {
    const { message } = await engine.failureOf(async ({ step }) => {
      const skipIf = () => {
        throw new Error('no such folder');
      };
      await step('one', { skipIf }, () => 'ran');
    });
    expect(message).toMatch(/^Error in step one: no such folder\./);
  });
});

describe('what a body says of itself', () => {
  test('is in the trace and in the view: how big, how far, and its words', async () => {
    const said = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const runId = await engine.start(async ({ step }) => {
      await step('one', async (s) => {
        s.size(3_600, 'audio seconds');
        s.progress({ done: 1, total: 4, unit: 'minutes', current: 'minute 2', estimated: true });
        s.log('listening', { token: 'secret', channel: 2 });
        await s.action('listen', null, async () => {
          said.resolve();
          await finish.promise;
        });
      });
    });
    await said.promise;
    expect(await engine.client.reader.getRun(runId)).toMatchObject({
      step: {
        counts: { done: 1, total: 4, estimated: true },
        unit: 'minutes',
        size: { size: 3_600, unit: 'audio seconds' },
        current: [{ key: 'minute 2' }],
      },
    });
    finish.resolve();
    await engine.client.wait(runId);
    const events = await engine.events(runId);
    expect(events.find(({ type }) => type === 'log.written')?.data).toEqual({
      level: 'info',
      message: 'listening',
      fields: { token: expect.not.stringContaining('secret'), channel: 2 },
    });
    expect(events.find(({ type }) => type === 'step.succeeded')?.data.counts).toMatchObject({ done: 1, total: 4 });
  });

  test('can be what the run is called, once for each title, also by what goes on from it', async () => {
    const { runId } = await engine.failureOf(async ({ step }) => {
      await step('one', (s) => {
        s.title('  The Lamp\n· Telltales ');
        s.title(' \u001b[0m');
        s.title('The Lamp · Telltales');
      });
      await step('two', (s) => {
        s.title('The Lamp · Telltales');
        throw new Error('no');
      });
    });
    const titled = (await engine.events(runId)).filter(({ type }) => type === 'run.titled');
    expect(titled).toEqual([{ type: 'run.titled', step: 'one', item: null, data: { title: 'The Lamp · Telltales' } }]);
    expect(await engine.client.view(runId)).toMatchObject({ title: 'The Lamp · Telltales' });
    const { runId: retried } = await engine.client.retry(runId);
    expect(await engine.client.reader.getRun(retried)).toMatchObject({ title: 'The Lamp · Telltales' });
    await engine.client.wait(retried).catch(() => undefined);
    expect(await engine.trace(retried)).not.toContain('run.titled two');
  });

  test('harms nothing when it is rubbish', async () => {
    const circle: Record<string, unknown> = { big: 1n, at: new Date(Number.NaN), text: 'a\0b\ud800' };
    circle.self = circle;
    const throwing = {
      get price() {
        throw new Error('not for sale');
      },
      toJSON() {
        throw new Error('no JSON either');
      },
    };
    const rubbish: ((s: Step) => unknown)[] = [
      (s) => s.log('circle', circle),
      (s) => s.log('throwing', throwing),
      (s) => s.log(undefined as never),
      (s) => s.log('x'.repeat(1_000_000)),
      (s) => s.log('nul\0', { 'a\0': 'b\0' }),
      (s) => s.log('no such level', {}, 'loud' as never),
      (s) => s.title(circle as never),
      (s) => s.title('\0\ud800'.repeat(1_000_000)),
      (s) => s.size(Number.NaN, 'bytes'),
      (s) => s.size(-1, ''),
      (s) => s.size(Number.POSITIVE_INFINITY, undefined as never),
      (s) => s.progress({ done: Number.NaN, total: -5 }),
      (s) => s.progress({ done: 1e300, total: 1.5, unit: 'x\0', current: 'y\0'.repeat(10_000) }),
      (s) => s.progress({ done: 9, total: 3 }),
      (s) => s.tried({ source: circle as never, outcome: undefined as never }),
      (s) => s.action('circle', circle, () => circle),
      (s) => s.action('throwing', throwing, () => throwing),
      (s) => s.action('x'.repeat(10_000), 1n, () => Symbol('s')),
    ];
    const outcomes: unknown[] = [];
    const { end } = await engine.run(async ({ step }) => {
      await step('one', async (s) => {
        for (const call of rubbish) {
          try {
            await call(s);
            outcomes.push('taken');
          } catch (error) {
            outcomes.push((error as { code?: unknown }).code ?? String(error));
          }
        }
      });
      return await step('two', () => 'reached');
    });
    expect(outcomes).toEqual(rubbish.map(() => 'taken'));
    expect(end).toEqual({ state: 'succeeded', result: 'reached' });
    expect(engine.log().filter((line) => !line.startsWith('info'))).toEqual([]);
  });
});
