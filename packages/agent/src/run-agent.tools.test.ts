import { ActionBlockedError } from '@telltale/engine';
import { testDatabase } from '@telltale/testing';
import { call, malformedCall, say } from '@telltale/testing/model';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { scriptedModel, testRig, untilAborted } from '../test/rig.ts';
import { type AgentTool, defineTool, runAgent, type Tools } from './index.ts';

const rig = testRig(testDatabase());
const INPUT = z.object({ text: z.string() });

/** Runs an agent that makes one call of tool `click`, then answers. Gives what the model was told, and the action. */
async function oneCall(tool: Partial<AgentTool<{ text: string }, unknown>>, reply = call('click', { text: 'More' })) {
  await using scripted = await scriptedModel();
  const { server, model } = scripted;
  const click = defineTool({ description: 'Clicks.', input: INPUT, execute: () => 'clicked', ...tool });
  server.script([reply, say('Done.')]);
  const { runId, result } = await rig.work((step) =>
    runAgent({ step, model, instructions: '', prompt: 'Click.', tools: { click } as Tools }),
  );
  expect(result).toMatchObject({ text: 'Done.' });
  expect(server.problems).toEqual([]);
  const action = (await rig.actions(runId))[1];
  const logged = (await rig.told(runId, 'log.written')).map(({ message }) => message);
  return { told: server.requests[1]?.lastToolResult.text, action, logged };
}

test.each<[string, Partial<AgentTool<{ text: string }, unknown>>, string, object]>([
  ['gives a text', {}, 'clicked', { outcome: 'success', output: 'clicked' }],
  ['gives a value', { execute: () => ({ at: 3 }) }, '{"at":3}', { outcome: 'success', output: '{"at":3}' }],
  ['gives nothing', { execute: () => undefined }, 'Done.', { outcome: 'success', output: 'Done.' }],
  [
    'shows the model and people different things',
    { toModel: () => 'for the model', toRecord: () => 'for people' },
    'for the model',
    { outcome: 'success', output: 'for people' },
  ],
  [
    'throws',
    {
      execute: () => {
        throw new Error('no such button');
      },
    },
    'Error: no such button',
    { outcome: 'error', error: { message: 'no such button' } },
  ],
  [
    'reports a failure',
    { execute: () => ({ ok: false }), failure: () => new Error('it is hidden') },
    'Error: it is hidden',
    { outcome: 'error', error: { message: 'it is hidden' } },
  ],
  [
    'is refused by a guard',
    {
      execute: () => {
        throw new ActionBlockedError('Domain bank.test is blocked.');
      },
    },
    'Error: Domain bank.test is blocked.',
    { outcome: 'blocked' },
  ],
  [
    'reports a timeout of its own',
    {
      execute: () => {
        throw new DOMException('nothing matched within 30 s', 'TimeoutError');
      },
    },
    'Error: nothing matched within 30 s',
    { outcome: 'timeout' },
  ],
  [
    'runs out of its time',
    { timeoutMs: 20, execute: (_, { signal }) => untilAborted(signal) },
    'Error: Action click took longer than its 20 ms.',
    { outcome: 'timeout' },
  ],
  [
    'cannot be told',
    {
      toModel: () => {
        throw new Error('not a text');
      },
    },
    'Error: not a text',
    { outcome: 'error' },
  ],
  [
    'cannot be signed',
    {
      signature: () => {
        throw new Error('no signature');
      },
    },
    'clicked',
    { outcome: 'success' },
  ],
])('a tool that %s', async (_, tool, told, action) => {
  const ended = await oneCall(tool);
  expect(ended.told).toBe(told);
  expect(ended.action).toMatchObject({ tool: 'click', input: { text: 'More' }, ...action });
});

test('what people and the detector see of a result cannot spoil it', async () => {
  const fails = () => {
    throw new Error('cannot be read');
  };
  const { told, action, logged } = await oneCall({ toRecord: fails, reached: fails });
  expect(told).toBe('clicked');
  expect(action).toMatchObject({ outcome: 'success', output: 'clicked' });
  expect(logged).toEqual(Array(2).fill("What a tool's result shows could not be read: cannot be read"));
});

test.each([
  [
    'of a tool that there is not',
    call('fly', { to: 'the moon' }),
    'Error: There is no tool fly. You have click, ask_human.',
    'fly',
    { to: 'the moon' },
  ],
  [
    'with an input that does not fit',
    call('click', { selector: 'a' }),
    'Error: The input of click does not fit.\n✖ Invalid input: expected string, received undefined\n  → at text',
    'click',
    { selector: 'a' },
  ],
  [
    'with an input that is not JSON',
    malformedCall('click', '{"text": "Mo'),
    'Error: The input of click is not JSON. Call it again.',
    'click',
    '{"text": "Mo',
  ],
])('a call %s is on record and told to the model', async (_, reply, told, tool, input) => {
  const ended = await oneCall({}, reply);
  expect(ended.told).toBe(told);
  expect(ended.action).toMatchObject({ tool, input, outcome: 'error' });
});

/** Four selectors that lead nowhere. */
const SELECTORS = ['text=Mehr Informationen', 'text=⋮', 'a:has-text("Mehr Informationen")', 'text=Information'];

test('while four clicks time out one after another, another process sees each of them as it happens', async () => {
  await using scripted = await scriptedModel();
  const { server, model } = scripted;
  const timeIsOver = new Map(SELECTORS.map((selector) => [selector, Promise.withResolvers<void>()]));
  const click = defineTool({
    description: 'Clicks an element.',
    input: z.object({ selector: z.string() }),
    execute: async ({ selector }) => {
      await timeIsOver.get(selector)?.promise;
      throw new DOMException(`nothing matched ${selector}`, 'TimeoutError');
    },
  });
  server.script([...SELECTORS.map((selector) => call('click', { selector })), say('Nothing can be clicked.')]);
  const runId = await rig.start(({ step }) =>
    step('work', (s) => runAgent({ step: s, model, instructions: '', prompt: 'Find the file.', tools: { click } })),
  );
  for (const [index, selector] of SELECTORS.entries()) {
    const seen = await rig.sees(runId, 2 * (index + 1), 'running');
    expect(seen.at(-1)).toMatchObject({ tool: 'click', input: { selector } });
    timeIsOver.get(selector)?.resolve();
  }
  await rig.client.wait(runId);
  const clicks = (await rig.actions(runId)).filter(({ tool }) => tool === 'click');
  expect(clicks.map(({ outcome }) => outcome)).toEqual(Array(4).fill('timeout'));
  expect(await rig.told(runId, 'agent.looped')).toMatchObject([
    { rule: 'failure-cluster', severity: 'hint' },
    { rule: 'failure-cluster', severity: 'warn' },
  ]);
});

test('an agent that repeats itself is warned, then stopped', async () => {
  await using scripted = await scriptedModel();
  const { server, model } = scripted;
  server.answerWith(() => call('click', { text: 'More' }));
  const click = defineTool({ description: 'Clicks.', input: INPUT, execute: () => 'clicked' });
  const { runId, result } = await rig.work((step) =>
    runAgent({ step, model, instructions: '', prompt: 'Click.', tools: { click } }),
  );
  expect(result).toMatchObject({
    code: 'agent_looped',
    message: expect.stringContaining("click 'More' 7 times in a row"),
  });
  expect(server.requests.length).toBe(7);
  expect(server.requests[3]?.lastToolResult.text).toMatch(/^Note: you may be stuck .*\n\nclicked$/);
  expect((await rig.told(runId, 'agent.looped')).map(({ severity }) => severity)).toEqual([
    'hint',
    'hint',
    'warn',
    'warn',
    'stop',
  ]);
  expect(await rig.told(runId, 'agent.finished')).toMatchObject([{ outcome: 'failed' }]);
});
