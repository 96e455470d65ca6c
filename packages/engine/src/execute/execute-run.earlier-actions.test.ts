import { exportJsonl } from '@telltale/ledger';
import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { type Script, testEngine, untilAborted } from '../../test/engine.ts';
import type { EarlierAction } from '../index.ts';
import type { Step } from '../pipeline/step.ts';

const db = testDatabase();
const engine = testEngine(db);

/** A step whose first attempt does this and fails; gives what the second one has of it. */
async function earlierOf(first: (s: Step) => unknown): Promise<readonly EarlierAction[]> {
  const script: Script = async ({ step }) =>
    await step('one', { retries: { attempts: 2, backoffMs: 0 } }, async (s) => {
      if (s.attempt > 1) return await s.earlierActions();
      await first(s);
      throw new Error('once more');
    });
  return (await engine.resultOf(script)) as readonly EarlierAction[];
}

function told(actions: readonly EarlierAction[]) {
  return actions.map(({ tool, outcome, kept }) => [tool, outcome, kept]);
}

describe('a later attempt of a step', () => {
  test('has the actions of those before, whole, in the order of their starts', async () => {
    const long = 'x'.repeat(100_000);
    const earlier = await earlierOf(async (s) => {
      await s.action('outer', { n: 1 }, () => s.action('inner', null, () => ({ long }), { keep: (page) => page }), {
        tokens: () => ({ input: 7, output: 3 }),
        output: () => 'short',
      });
      const many = Array.from({ length: 50 }, (_, n) =>
        s.action(`click ${n}`, null, () => n, { keep: (kept) => kept }),
      );
      await Promise.all(many);
      await s.action('fetch', null, () => Promise.reject(new Error('no route'))).catch(() => undefined);
    });
    const [outer, inner, ...others] = earlier;
    expect(outer).toMatchObject({
      tool: 'outer',
      parentId: null,
      input: { n: 1 },
      output: 'short',
      outcome: 'success',
      startedAt: expect.stringMatching(/Z$/),
      durationMs: expect.any(Number),
      tokens: { input: 7, output: 3 },
      error: null,
      kept: undefined,
    });
    expect(inner).toMatchObject({ tool: 'inner', parentId: outer?.actionId, kept: { long } });
    expect(told(others.slice(0, -1))).toEqual(Array.from({ length: 50 }, (_, n) => [`click ${n}`, 'success', n]));
    expect(others.at(-1)).toMatchObject({ tool: 'fetch', outcome: 'error', error: { message: 'no route' } });
  });

  test('has what was kept of a result that reports a failure', async () => {
    const earlier = await earlierOf((s) =>
      s.action('fetch', null, () => 503, { failure: (status) => `status ${status}`, keep: (status) => ({ status }) }),
    );
    expect(told(earlier)).toEqual([['fetch', 'error', { status: 503 }]]);
  });

  test('has those that its worker left open, as interrupted, and none of its own', async () => {
    const begun = Promise.withResolvers<void>();
    const runId = await engine.start(
      async ({ step }) =>
        await step('one', async (s) => {
          if (s.attempt > 1) {
            await s.action('own', null, () => undefined);
            return told(await s.earlierActions());
          }
          expect(await s.earlierActions()).toEqual([]);
          await s.action('model', null, () => 'hello', { keep: (text) => text });
          return await s.action('click', null, async ({ signal }) => {
            begun.resolve();
            await untilAborted(signal);
          });
        }),
    );
    await begun.promise;
    await engine.startWorker();
    const expected = [
      ['model', 'success', 'hello'],
      ['click', 'interrupted', undefined],
    ];
    expect(await engine.client.wait(runId)).toEqual({ state: 'succeeded', result: expected });
  });

  test('has those from before a question, and no other step has them', async () => {
    const runId = await engine.start(async ({ step }) => {
      await step('one', async (s) => {
        if (s.attempt === 1) await s.action('model', null, () => 'which?', { keep: (text) => text });
        await s.ask('Which?');
        expect(told(await s.earlierActions())).toEqual([['model', 'success', 'which?']]);
      });
      return await step('two', (s) => s.earlierActions());
    });
    expect(await engine.left(runId)).toBe('paused');
    await engine.client.resume(runId, { answer: 'that one' });
    expect(await engine.client.wait(runId)).toEqual({ state: 'succeeded', result: [] });
  });

  test('has inside of an item those of the item, and outside of all those outside', async () => {
    const earlier: Record<string, unknown> = {};
    const look = async (s: Step, place: string) => {
      earlier[place] = (await s.earlierActions()).map(({ tool }) => tool);
    };
    await engine.resultOf(
      async ({ step }) =>
        await step('one', { retries: { attempts: 2, backoffMs: 0 } }, async (s) => {
          if (s.attempt > 1) await look(s, 'outside');
          await s.action('outside', null, () => undefined);
          await s.items(['a', 'b'], { key: String }, async (key) => {
            if (s.attempt > 1) await look(s, key);
            await s.action(`of ${key}`, null, () => undefined);
            if (s.attempt === 1) throw new Error('once more');
          });
        }),
    );
    expect(earlier).toEqual({ outside: ['outside'], a: ['of a'], b: [] });
  });
});

describe('what an action cannot keep', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['an instance of a class', () => ({ at: new URL('https://example.org') }), /result\.at is an instance of URL/],
    ['a NUL', () => ['a\0b'], /result\[0\] is a text with a NUL character/],
    ['half of a surrogate pair', () => '\ud83d', /half of a surrogate pair/],
    ['two megabytes', () => 'x'.repeat(2_000_000), /takes at least 2000000 bytes as JSON; 1048576 may be kept/],
    [
      'what nobody can read',
      () => {
        throw new TypeError('no such field');
      },
      /no such field/,
    ],
  ])('is left out, and the action stays what it was: %s', async (_, keep, why) => {
    let runId = '';
    const earlier = await earlierOf(async (s) => {
      runId = s.runId;
      expect(await s.action('model', null, () => 'answer', { keep })).toBe('answer');
    });
    expect(told(earlier)).toEqual([['model', 'success', undefined]]);
    const warning = (await engine.events(runId)).find(({ type }) => type === 'log.written');
    expect(warning).toMatchObject({ step: 'one', data: { level: 'warn', message: expect.stringMatching(why) } });
    expect(warning?.data.message).toMatch(/^Action model keeps nothing for a later attempt of step one: /);
    expect(engine.log()).toContain(`warn: ${warning?.data.message}`);
  });
});

test('what is kept is shown to nobody', async () => {
  const word = 'KEPT-WORD';
  const { runId } = await engine.failureOf(
    async ({ step }) =>
      await step('one', async (s) => {
        await s.action('model', null, () => ({ word }), { keep: (result) => result, output: () => 'nothing' });
        throw new Error('it is over');
      }),
  );
  const { rows } = await db.query(
    'SELECT a.kept FROM telltale.action a JOIN telltale.progress p USING (run) WHERE p.run_id = $1',
    [runId],
  );
  expect(rows).toEqual([{ kept: { word } }]);

  const { reader } = engine.client;
  const lines: string[] = [];
  for await (const line of exportJsonl(reader, runId)) lines.push(line);
  const answers = [
    lines,
    await reader.getRun(runId),
    await reader.getRunDetail(runId),
    await reader.listActions({ runId }),
    await reader.listActions({ tool: 'model' }),
    await reader.readEvents(runId),
    engine.signals.all('recorded').filter((recorded) => recorded.runId === runId),
    engine.signals.all('log'),
  ];
  expect(JSON.stringify(answers)).toContain('"model"');
  expect(JSON.stringify(answers)).not.toContain(word);
});
