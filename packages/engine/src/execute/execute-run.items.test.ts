import { setImmediate } from 'node:timers/promises';
import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { type Script, testEngine, untilAborted, untilPaused } from '../../test/engine.ts';
import { itemsOf } from '../../test/rows.ts';
import type { ItemContext, Step } from '../pipeline/step.ts';

const db = testDatabase();
const engine = testEngine(db);
const LIST = ['a', 'b', 'c', 'd', 'e', 'f'];

function inStep(body: (s: Step) => unknown): Script {
  return async ({ step }) => await step('one', body);
}

/** Runs it, pauses it where it waits to be paused, and resumes it to its end. */
async function resumed(body: (s: Step, pauseHere: () => Promise<never>) => unknown) {
  const begun = Promise.withResolvers<void>();
  const runId = await engine.start(
    inStep((s) =>
      body(s, async () => {
        begun.resolve();
        return await untilPaused(s);
      }),
    ),
  );
  await begun.promise;
  await engine.client.pause(runId);
  expect(await engine.left(runId)).toBe('paused');
  await engine.client.resume(runId);
  return { runId, end: await engine.client.wait(runId) };
}

describe('items', () => {
  test('are at work no more than concurrency at a time, and their results come in the order of the list', async () => {
    let inWork = 0;
    let most = 0;
    const result = await engine.resultOf(
      inStep((s) =>
        s.items(LIST, { key: String, concurrency: 3 }, async (key, { index }) => {
          inWork += 1;
          most = Math.max(most, inWork);
          for (let turns = LIST.length - index; turns > 0; turns -= 1) await setImmediate();
          inWork -= 1;
          return key.toUpperCase();
        }),
      ),
    );
    expect(most).toBe(3);
    expect(result).toEqual(['A', 'B', 'C', 'D', 'E', 'F']);
  });

  test('come one after the other by default, each with its key, its place and its try', async () => {
    const contexts: Pick<ItemContext, 'key' | 'index' | 'attempt'>[] = [];
    await engine.resultOf(
      inStep((s) =>
        s.items(['x', 'y'], { key: (item, index) => `${item}${index}` }, (_, { key, index, attempt }) => {
          contexts.push({ key, index, attempt });
        }),
      ),
    );
    expect(contexts).toEqual([
      { key: 'x0', index: 0, attempt: 1 },
      { key: 'y1', index: 1, attempt: 1 },
    ]);
  });

  test('are tried again, each on its own, with each try on record', async () => {
    const tries: string[] = [];
    const { runId, end } = await engine.run(
      inStep((s) =>
        s.items(['a', 'b'], { key: String, retries: { attempts: 3, backoffMs: 1 } }, (key, { attempt }) => {
          tries.push(`${key}${attempt}`);
          if (key === 'b' && attempt < 3) throw new Error('not yet');
          return attempt;
        }),
      ),
    );
    expect(end).toEqual({ state: 'succeeded', result: [1, 3] });
    expect(tries).toEqual(['a1', 'b1', 'b2', 'b3']);
    const retrying = (await engine.events(runId)).filter(({ type }) => type === 'item.retrying');
    expect(retrying.map(({ item, data }) => [item, data.attempt, data.error.message])).toEqual([
      ['b', 2, 'not yet'],
      ['b', 3, 'not yet'],
    ]);
  });

  test('that time out are aborted, and fail the step with their name and their limit', async () => {
    const { message, error } = await engine.failureOf(
      inStep((s) =>
        s.items(
          LIST,
          { key: String, label: (key) => `page ${key}`, timeoutMs: 10, unit: 'pages' },
          async (key, { signal }) => (key === 'c' ? await untilAborted(signal) : key),
        ),
      ),
    );
    expect(message).toMatch(
      /^Timeout in step one after 3 of 6 pages \(1 failed\), at 'page c': Item "c" took longer than its 10 ms\. Next: raise timeoutMs, or make it faster; or go on from step one/,
    );
    expect(error.report).toMatchObject({ item: 'c', kind: 'timeout' });
  });

  test('that fail for good end the step, when those in work have finished: no further one begins', async () => {
    const [aBegan, bFailed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const began: string[] = [];
    const { runId, message } = await engine.failureOf(
      inStep((s) =>
        s.items(LIST, { key: String, concurrency: 2 }, async (key) => {
          began.push(key);
          if (key === 'b') {
            await aBegan.promise;
            bFailed.resolve();
            throw new Error('torn page');
          }
          aBegan.resolve();
          await bFailed.promise;
          await engine.signals.on('itemFinished').seen((item) => item.key === 'b' && item.runId === s.runId);
          return key;
        }),
      ),
    );
    expect(message).toMatch(/^Error in step one after 2 of 6 items \(1 failed\), at 'b': torn page\./);
    expect(began).toEqual(['a', 'b']);
    expect(await itemsOf(db, runId, 'one')).toEqual({ a: 'succeeded', b: 'failed' });
  });

  test('that fail are left out where failures are skipped, and counted', async () => {
    const { runId, end } = await engine.run(
      inStep((s) =>
        s.items(LIST, { key: String, onItemError: 'skip' }, (key) => {
          if (key === 'b' || key === 'e') throw new Error(`no ${key}`);
          return key;
        }),
      ),
    );
    expect(end).toEqual({ state: 'succeeded', result: ['a', undefined, 'c', 'd', undefined, 'f'] });
    expect((await engine.events(runId)).find(({ type }) => type === 'step.succeeded')?.data.counts).toEqual({
      total: 6,
      done: 4,
      failed: 2,
      skipped: 0,
    });
    const { items } = await engine.client.reader.listItems({ runId, step: 'one', outcome: 'failed' });
    expect(items.map(({ key }) => key)).toEqual(['b', 'e']);
  });

  test('that were not needed are skipped, with the reason', async () => {
    const { runId, end } = await engine.run(
      inStep((s) =>
        s.items(['a', 'b'], { key: String }, (key, { skip }) => (key === 'a' ? skip('it was there') : 'done')),
      ),
    );
    expect(end).toEqual({ state: 'succeeded', result: [undefined, 'done'] });
    expect((await engine.events(runId)).find(({ type }) => type === 'item.skipped')).toMatchObject({
      item: 'a',
      data: { reason: 'it was there' },
    });
  });

  test('of an empty list are none', async () => {
    expect(await engine.resultOf(inStep((s) => s.items([], { key: String }, () => 1)))).toEqual([]);
  });

  test('of several lists of a step add up', async () => {
    const { runId } = await engine.run(
      inStep(async (s) => {
        await s.items(['a', 'b'], { key: String }, () => 1);
        await s.items(['c'], { key: String }, () => 1);
      }),
    );
    expect((await engine.events(runId)).find(({ type }) => type === 'step.succeeded')?.data.counts).toEqual({
      total: 3,
      done: 3,
      failed: 0,
      skipped: 0,
    });
  });
});

describe('items of a stream', () => {
  async function* stream(onEnd: () => void = () => undefined) {
    try {
      for (const key of LIST) {
        await setImmediate();
        yield key;
      }
    } finally {
      onEnd();
    }
  }

  test('are taken as they come, one at a time, and counted against what the step says there are', async () => {
    const { runId, end } = await engine.run(
      inStep((s) => s.items(stream(), { key: String, concurrency: 3, total: 6 }, (key) => key.toUpperCase())),
    );
    expect(end).toEqual({ state: 'succeeded', result: ['A', 'B', 'C', 'D', 'E', 'F'] });
    expect((await engine.events(runId)).find(({ type }) => type === 'step.planned')?.data).toMatchObject({ total: 6 });
  });

  test('that fails fail the step, and close the stream', async () => {
    let closed = 0;
    const { message } = await engine.failureOf(
      inStep((s) =>
        s.items(
          stream(() => (closed += 1)),
          { key: String, concurrency: 2 },
          (key) => {
            if (key === 'b') throw new Error('torn page');
          },
        ),
      ),
    );
    expect(message).toMatch(/at 'b': torn page/);
    expect(closed).toBe(1);
  });

  test('that breaks off fails the step with why', async () => {
    async function* broken() {
      yield 'a';
      throw new Error('connection reset');
    }
    const { message } = await engine.failureOf(inStep((s) => s.items(broken(), { key: String }, (key) => key)));
    expect(message).toMatch(/^Error in step one after 1 item: connection reset\./);
  });

  test('are passed over where an earlier attempt did them, and their results come back', async () => {
    const did: string[] = [];
    const { end } = await resumed((s, pauseHere) =>
      s.items(stream(), { key: String }, async (key) => {
        if (key === 'd' && s.attempt === 1) await pauseHere();
        did.push(`${key}${s.attempt}`);
        return did.length;
      }),
    );
    expect(did).toEqual(['a1', 'b1', 'c1', 'd2', 'e2', 'f2']);
    expect(end).toEqual({ state: 'succeeded', result: [1, 2, 3, 4, 5, 6] });
  });
});

describe('items that an earlier attempt ended', () => {
  test('keep their results, failures that are skipped and reasons included; a failure that is not is tried again', async () => {
    const did: string[] = [];
    const { runId, end } = await resumed((s, pauseHere) =>
      s.items(LIST, { key: String, onItemError: 'skip' }, async (key, { skip }) => {
        if (key === 'd' && s.attempt === 1) await pauseHere();
        did.push(`${key}${s.attempt}`);
        if (key === 'b') throw new Error('torn page');
        if (key === 'c') return skip('not needed');
        return { key, pages: [1, null, 'x'] };
      }),
    );
    const kept = (key: string) => ({ key, pages: [1, null, 'x'] });
    expect(did).toEqual(['a1', 'b1', 'c1', 'd2', 'e2', 'f2']);
    expect(end).toEqual({
      state: 'succeeded',
      result: [kept('a'), undefined, undefined, kept('d'), kept('e'), kept('f')],
    });
    expect(
      (await engine.events(runId)).filter(({ type }) => type === 'step.planned').map(({ data }) => data.kept),
    ).toEqual([0, 1]);
    expect((await engine.events(runId)).find(({ type }) => type === 'step.succeeded')?.data.counts).toEqual({
      total: 6,
      done: 4,
      failed: 1,
      skipped: 1,
    });
  });

  test('are not done again by an attempt that follows a failure, in the same run or in one that retries it', async () => {
    const did: string[] = [];
    let torn = true;
    const { runId } = await engine.failureOf(async ({ step }) => {
      await step('one', { retries: { attempts: 2, backoffMs: 1 } }, (s) =>
        s.items(LIST, { key: String }, (key) => {
          did.push(key);
          if (key === 'c' && torn) throw new Error('torn page');
          return key;
        }),
      );
    });
    expect(did).toEqual(['a', 'b', 'c', 'c']);
    torn = false;
    const again = await engine.client.retry(runId);
    expect(await engine.client.wait(again.runId)).toMatchObject({ state: 'succeeded' });
    expect(did).toEqual(['a', 'b', 'c', 'c', 'c', 'd', 'e', 'f']);
  });
});

test('ten thousand items without their results leave counts, and a trace of each', async () => {
  async function* many() {
    for (let index = 0; index < 10_000; index += 1) yield index;
  }
  const { runId, end } = await engine.run(
    inStep((s) => s.items(many(), { key: String, concurrency: 50, collect: false }, (index) => ({ index }))),
  );
  expect(end).toEqual({ state: 'succeeded', result: { total: 10_000, done: 10_000, failed: 0, skipped: 0 } });
  const { rows } = await db.query<{ items: string; events: string; gaps: string }>(
    `SELECT (SELECT count(*) FROM telltale.item i WHERE i.run = p.run) AS items,
            (SELECT count(*) FROM telltale.event e WHERE e.run = p.run AND e.type = 'item.succeeded') AS events,
            p.last_seq - (SELECT count(*) FROM telltale.event e WHERE e.run = p.run) AS gaps
       FROM telltale.progress p WHERE p.run_id = $1`,
    [runId],
  );
  expect(rows).toEqual([{ items: '10000', events: '10000', gaps: '0' }]);
});

test('a label that cannot be made fails the step, and harms no other run', async () => {
  const label = (key: string) => {
    if (key === 'c') throw new Error('no label');
    return key;
  };
  const beside = engine.run(inStep((s) => s.items(LIST, { key: String }, async () => await setImmediate())));
  const { message } = await engine.failureOf(
    inStep((s) => s.items(LIST, { key: String, label }, async () => await setImmediate())),
  );
  expect(message).toMatch(/no label/);
  expect((await beside).end.state).toBe('succeeded');
});

test('nothing of all that was worth a warning', () => {
  expect(engine.log().filter((line) => !line.startsWith('info'))).toEqual([]);
});
