import { LIMITS } from '@telltale/core';
import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { type Event, type Script, testEngine, untilAborted, untilPaused } from '../../test/engine.ts';
import { ActionBlockedError, TimedOutError } from '../errors/step-errors.ts';
import type { ActionContext, ActionOptions, Step } from '../pipeline/step.ts';

const db = testDatabase();
const engine = testEngine(db, { settings: { letGoMs: 20 } });

function inStep(body: (s: Step) => unknown): Script {
  return async ({ step }) => await step('one', body);
}

/** The two events of each action of a run, by its tool. */
async function actionsOf(runId: string): Promise<Record<string, { started: Event['data']; finished: Event['data'] }>> {
  const events = await engine.events(runId);
  const of = (type: string) => events.filter((event) => event.type === type);
  return Object.fromEntries(
    of('action.started').map(({ data }) => [
      data.tool,
      { started: data, finished: of('action.finished').find((event) => event.data.tool === data.tool)?.data },
    ]),
  );
}

describe('the outcome of an action is what really happened:', () => {
  const aborts: ActionOptions<unknown> = { timeoutMs: 5 };
  const cases: Readonly<
    Record<
      string,
      readonly [outcome: string, call: (context: ActionContext) => unknown, options?: ActionOptions<unknown>]
    >
  > = {
    'it returned': ['success', () => 'page'],
    'it threw': ['error', () => Promise.reject(new Error('no route'))],
    'it reported a failure': ['error', () => ({ ok: false }), { failure: () => 'status 503' }],
    'it reported that it took too long': [
      'timeout',
      () => ({ ok: false }),
      { failure: () => new TimedOutError('Click #more', 30_000) },
    ],
    'it reported that a guard refused it': [
      'blocked',
      () => ({ ok: false }),
      { failure: () => new ActionBlockedError('not on this site') },
    ],
    'it took too long, and let go': ['timeout', ({ signal }) => untilAborted(signal), aborts],
    'it took too long, and gave something back after all': [
      'timeout',
      ({ signal }) => untilAborted(signal).catch(() => 'late'),
      aborts,
    ],
    'it took too long, and ignored its signal': ['timeout', () => Promise.withResolvers<void>().promise, aborts],
    'its tool has a limit of its own': ['timeout', () => Promise.reject(new DOMException('slow', 'TimeoutError'))],
    'a guard refused it': ['blocked', () => Promise.reject(new ActionBlockedError('not on this site'))],
  };

  test.each(Object.entries(cases))('%s', async (_, [outcome, call, options]) => {
    const { runId } = await engine.run(
      inStep(async (s) => await s.action('tool', { n: 1 }, call, options).catch(() => undefined)),
    );
    const { tool } = await actionsOf(runId);
    expect(tool).toMatchObject({ started: { tool: 'tool', input: { n: 1 } }, finished: { outcome } });
    expect('error' in tool!.finished).toBe(outcome !== 'success');
  });

  test('the run was cancelled', async () => {
    const begun = Promise.withResolvers<void>();
    const runId = await engine.start(
      inStep((s) =>
        s.action('tool', null, async ({ signal }) => {
          begun.resolve();
          await untilAborted(signal);
        }),
      ),
    );
    await begun.promise;
    await engine.client.cancel(runId);
    await engine.client.wait(runId);
    expect((await actionsOf(runId)).tool?.finished.outcome).toBe('cancelled');
  });

  test('its step ran out of time', async () => {
    const { runId } = await engine.failureOf(async ({ step }) => {
      await step('one', { timeoutMs: 10 }, (s) => s.action('tool', null, ({ signal }) => untilAborted(signal)));
    });
    expect((await actionsOf(runId)).tool?.finished.outcome).toBe('timeout');
  });

  test('its worker had to stop', async () => {
    const begun = Promise.withResolvers<void>();
    const runId = await engine.start(
      inStep((s) =>
        s.attempt > 1
          ? 'done'
          : s.action('tool', null, async ({ signal }) => {
              begun.resolve();
              await untilAborted(signal);
            }),
      ),
    );
    await begun.promise;
    await engine.startWorker();
    expect(await engine.client.wait(runId)).toEqual({ state: 'succeeded', result: 'done' });
    expect((await actionsOf(runId)).tool?.finished.outcome).toBe('interrupted');
  });
});

describe('an action with a signal of its own', () => {
  test.each([
    ['a time limit around it', 'timeout', new DOMException('the agent is out of time', 'TimeoutError')],
    ['somebody who wants it no more', 'cancelled', new Error('not needed')],
  ])('is ended by %s, with what inside of it', async (_, outcome, reason) => {
    const own = new AbortController();
    const { runId } = await engine.run(
      inStep(async (s) => {
        const call = s.action(
          'outer',
          null,
          () =>
            s.action('inner', null, async ({ signal }) => {
              own.abort(reason);
              await untilAborted(signal);
            }),
          { timeoutMs: 60_000, signal: own.signal },
        );
        await expect(call).rejects.toBe(reason);
        expect(s.signal.aborted).toBe(false);
      }),
    );
    const { outer, inner } = await actionsOf(runId);
    expect([outer?.finished.outcome, inner?.finished.outcome]).toEqual([outcome, outcome]);
  });

  test('that has aborted already is not begun, and leaves nothing', async () => {
    const reason = new Error('not needed');
    const { runId, end } = await engine.run(
      inStep(async (s) => {
        const call = s.action('tool', null, () => 'called', { signal: AbortSignal.abort(reason) });
        await expect(call).rejects.toBe(reason);
      }),
    );
    expect(end.state).toBe('succeeded');
    expect(await actionsOf(runId)).toEqual({});
  });

  test('that aborts while its start is being recorded is not called, and is closed', async () => {
    const own = new AbortController();
    let called = false;
    engine.atCommitPoint = ({ name }) => {
      if (name === 'after-action-start') own.abort(new Error('not needed'));
    };
    const { runId } = await engine.run(
      inStep(async (s) => {
        const call = () => {
          called = true;
        };
        await expect(s.action('tool', null, call, { signal: own.signal })).rejects.toThrow('not needed');
      }),
    );
    engine.atCommitPoint = () => undefined;
    expect(called).toBe(false);
    expect((await actionsOf(runId)).tool?.finished.outcome).toBe('cancelled');
  });
});

describe('an action', () => {
  test('is in the trace before its call begins', async () => {
    const seen: string[] = [];
    const { runId } = await engine.run(
      inStep((s) =>
        s.action('fetch', { url: 'https://example.org' }, async () => {
          seen.push(...(await engine.trace(s.runId)));
        }),
      ),
    );
    expect(seen.at(-1)).toBe('action.started one');
    expect((await engine.trace(runId)).filter((type) => type.startsWith('action'))).toHaveLength(2);
  });

  test('tells of its limit, or of the shorter one that the call keeps by itself', async () => {
    const { runId } = await engine.run(
      inStep(async (s) => {
        await s.action('one', null, () => 1, { timeoutMs: 60_000 });
        await s.action('two', null, () => 2, { timeoutMs: 60_000, toldTimeoutMs: 30_000 });
        await s.action('none', null, () => 0);
      }),
    );
    const { one, two, none } = await actionsOf(runId);
    expect([one, two, none].map((action) => action?.started.timeoutMs)).toEqual([60_000, 30_000, undefined]);
  });

  test('knows its item and the action that it is part of', async () => {
    const { runId } = await engine.run(
      inStep((s) =>
        s.items(['a', 'b'], { key: String, concurrency: 2 }, async (key) => {
          await s.action(`outer ${key}`, null, async () => {
            await s.action(`inner ${key}`, null, async () => {
              await s.action(`innermost ${key}`, null, () => key);
            });
          });
        }),
      ),
    );
    const { rows } = await db.query<{ tool: string; item: string; parent: string | null; outcome: string }>(
      `SELECT a.tool, a.item, b.tool AS parent, a.outcome
         FROM telltale.progress p JOIN telltale.action a USING (run)
         LEFT JOIN telltale.action b ON b.run = a.run AND b.action_id = a.parent_id
        WHERE p.run_id = $1 ORDER BY a.item, a.tool DESC`,
      [runId],
    );
    const expected = (key: string) => [
      { tool: `outer ${key}`, item: key, parent: null, outcome: 'success' },
      { tool: `innermost ${key}`, item: key, parent: `inner ${key}`, outcome: 'success' },
      { tool: `inner ${key}`, item: key, parent: `outer ${key}`, outcome: 'success' },
    ];
    expect(rows).toHaveLength(6);
    for (const row of [...expected('a'), ...expected('b')]) expect(rows).toContainEqual(row);
  });

  test('keeps what it is told to of its result, cut to its limit, with what it cost', async () => {
    const long = 'x'.repeat(5_000);
    const { runId } = await engine.run(
      inStep(async (s) => {
        await s.action('whole', null, () => long);
        await s.action('part', null, () => ({ long, title: 'Moby-Dick', input: 7, output: 3 }), {
          output: ({ title }) => title,
          tokens: ({ input, output }) => ({ input, output }),
          costUsd: () => 0.25,
        });
        await s.action('nothing', null, () => undefined);
        await s.action('big input', { long: 'y'.repeat(10_000), password: 'hunter2' }, () => undefined);
      }),
    );
    const actions = await actionsOf(runId);
    expect(actions.whole?.finished.output.length).toBeLessThanOrEqual(LIMITS.actionOutputCharacters + 40);
    expect(actions.whole?.finished.output).toMatch(/^x{400}.*4[,.]?5\d\d/);
    expect(actions.part?.finished).toMatchObject({
      output: 'Moby-Dick',
      tokens: { input: 7, output: 3 },
      costUsd: 0.25,
    });
    expect(actions.nothing?.finished).not.toHaveProperty('output');
    expect(JSON.stringify(actions['big input']?.started.input).length).toBeLessThan(LIMITS.actionInputBytes + 200);
    expect(JSON.stringify(actions['big input']?.started)).not.toContain('hunter2');
  });

  test('says at its end as well what it was done to, cut and redacted, if its input says so', async () => {
    const selector = `text=${'Mehr '.repeat(20)}`;
    const url = 'https://me:hunter2@example.org/';
    const { runId } = await engine.run(
      inStep(async (s) => {
        await s.action('click', { selector }, ({ signal }) => untilAborted(signal), { timeoutMs: 5 }).catch(() => null);
        await s.action('navigate', { url }, () => 'ok');
        await s.action('scroll', { y: 100 }, () => 'ok');
      }),
    );
    const { click, navigate, scroll } = await actionsOf(runId);
    expect(click?.finished).toMatchObject({ outcome: 'timeout', target: `${selector.slice(0, 79)}…` });
    expect(navigate?.finished.target).toBe(navigate?.started.input.url);
    expect(navigate?.finished.target).not.toContain('hunter2');
    expect(scroll?.finished).not.toHaveProperty('target');
  });

  test('gives back a result that reports a failure, for the body to judge', async () => {
    const result = await engine.resultOf(
      inStep((s) =>
        s.action('fetch', null, () => ({ status: 503 }), {
          failure: ({ status }) => status >= 500 && `status ${status}`,
        }),
      ),
    );
    expect(result).toEqual({ status: 503 });
  });

  test.each(['output', 'failure', 'tokens', 'costUsd'] as const)(
    'whose %s cannot be read is closed as an error',
    async (option) => {
      const options: ActionOptions<string> = {
        [option]: () => {
          throw new TypeError('no such field');
        },
      };
      const { runId, message } = await engine.failureOf(inStep((s) => s.action('fetch', null, () => 'page', options)));
      expect(message).toMatch(/^Error in step one: no such field\. Last action: fetch/);
      expect((await actionsOf(runId)).fetch?.finished).toMatchObject({
        outcome: 'error',
        error: { name: 'TypeError' },
      });
    },
  );

  test('outside of items is a place where a pause takes hold, and inside of one is not', async () => {
    const begun = Promise.withResolvers<void>();
    const did: string[] = [];
    const runId = await engine.start(
      inStep(async (s) => {
        await s.items(['a'], { key: String }, async () => {
          if (s.attempt === 1) {
            begun.resolve();
            await untilPaused(s).catch(() => undefined);
          }
          await s.action('in the item', null, () => did.push('in the item')).catch(() => did.push('refused'));
        });
        await s.action('after it', null, () => did.push('after it'));
      }),
    );
    await begun.promise;
    await engine.client.pause(runId);
    expect(await engine.left(runId)).toBe('paused');
    await engine.client.resume(runId);
    await engine.client.wait(runId);
    expect(did).toContain('in the item');
    expect(did.at(-1)).toBe('after it');
    expect(did.filter((what) => what === 'after it')).toHaveLength(1);
  });
});
