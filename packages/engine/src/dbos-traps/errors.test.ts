import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { type Script, testEngine, untilAborted, untilPaused } from '../../test/engine.ts';
import { reportOf } from '../errors/step-failed-error.ts';

const db = testDatabase();
const engine = testEngine(db);

/** Pauses the run in its step `three` the first time, and gives what it then comes to: all before is replayed. */
async function replayed(script: Script): Promise<unknown> {
  const begun = Promise.withResolvers<void>();
  const runId = await engine.start(async (context) => {
    const before = await script(context);
    await context.step('three', async (s) => {
      if (s.attempt > 1) return;
      begun.resolve();
      await untilPaused(s);
    });
    return before;
  });
  await begun.promise;
  await engine.client.pause(runId);
  expect(await engine.left(runId)).toBe('paused');
  await engine.client.resume(runId);
  const end = await engine.client.wait(runId);
  return end.state === 'succeeded' ? end.result : end;
}

test('a body that catches the error of a step sees the same one in a replay as at first', async () => {
  const seen: unknown[] = [];
  await replayed(async ({ step }) => {
    const refusal = Object.assign(new Error('no such page', { cause: new RangeError('404') }), {
      code: 'E_GONE',
      request: { headers: { authorization: 'Bearer abc' } },
    });
    const failing = step('one', () => {
      throw refusal;
    });
    await failing.catch((error: Error & { code?: string }) => {
      const cause = error.cause as Error & { code?: string };
      seen.push({
        name: error.name,
        message: error.message,
        code: error.code,
        report: reportOf(error),
        cause: {
          name: cause.name,
          message: cause.message,
          code: cause.code,
          keys: Object.keys(cause).filter((key) => key !== 'name'),
        },
        deeper: (cause.cause as Error).message,
      });
    });
  });
  expect(seen).toHaveLength(2);
  expect(seen[1]).toEqual(seen[0]);
  expect(seen[0]).toMatchObject({
    name: 'StepFailedError',
    code: 'step_failed',
    report: { step: 'one', kind: 'error' },
    cause: { message: 'no such page', code: 'E_GONE', keys: ['code'] },
    deeper: 'RangeError: 404',
  });
});

test('what a step gives back is the same in a replay as at first, dates, maps, sets, bigints and bytes included', async () => {
  const seen: unknown[] = [];
  const value = {
    date: new Date(0),
    map: new Map([['a', { b: 1n }]]),
    set: new Set(['x']),
    bytes: new Uint8Array([1, 2, 3]),
    nothing: undefined,
    numbers: [Number.NaN, -0, Number.POSITIVE_INFINITY],
  };
  await replayed(async ({ step }) => {
    seen.push(await step('one', () => value));
  });
  expect(seen).toHaveLength(2);
  expect(seen[0]).toEqual(value);
  expect(seen[1]).toEqual(value);
});

describe('a step that fails with something that is no error still says what it was:', () => {
  class Refusal {
    readonly reason = 'closed';
  }
  test.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /^Error in step one: undefined was thrown\./],
    ['null', null, /^Error in step one: null was thrown\./],
    ['a text', 'out of paper', /^Error in step one: out of paper\./],
    ['an object', { status: 503 }, /^Error in step one: \{"status":503\}\./],
    ['an instance of a class', new Refusal(), /^Error in step one: \{"reason":"closed"\}\./],
    [
      'an empty message',
      Object.assign(new TypeError('x'), { message: '' }),
      /^Error in step one: TypeError without a message\./,
    ],
    [
      'several errors',
      new AggregateError([new Error('a'), new Error('b')], 'both failed'),
      /^Error in step one: both failed\./,
    ],
  ])('%s', async (_, thrown, sentence) => {
    const { message } = await engine.failureOf(async ({ step }) => {
      await step('one', () => {
        throw thrown;
      });
    });
    expect(message).toMatch(sentence);
  });
});

describe('attempts of a step', () => {
  test('are counted on over a pause between two of them, and each is on record', async () => {
    const failed = Promise.withResolvers<void>();
    const attempts: number[] = [];
    const runId = await engine.start(async ({ step }) => {
      await step('one', { retries: { attempts: 3, backoffMs: 600_000, maxBackoffMs: 600_000 } }, async (s) => {
        attempts.push(s.attempt);
        if (s.attempt > 1) return;
        failed.resolve();
        throw new Error('not yet');
      });
    });
    await failed.promise;
    await engine.client.pause(runId);
    expect(await engine.left(runId)).toBe('paused');
    await engine.client.resume(runId);
    expect(await engine.client.wait(runId)).toMatchObject({ state: 'succeeded' });
    expect(attempts).toEqual([1, 2]);
    expect((await engine.trace(runId)).filter((type) => type.endsWith(' one'))).toEqual([
      'step.started one',
      'step.retrying one',
      'step.started one',
      'step.succeeded one',
    ]);
  });

  test('never run side by side: one that timed out has let go before the next begins', async () => {
    const order: string[] = [];
    const { end } = await engine.run(async ({ step }) => {
      await step('one', { timeoutMs: 10, retries: { attempts: 2, backoffMs: 1 } }, async (s) => {
        order.push(`begin ${s.attempt}`);
        if (s.attempt === 1) await untilAborted(s.signal).catch(() => undefined);
        order.push(`end ${s.attempt}`);
      });
    });
    expect(end).toMatchObject({ state: 'succeeded' });
    expect(order).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2']);
  });
});
