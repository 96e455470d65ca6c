import { testDatabase } from '@telltale/testing';
import { call, hangs, say } from '@telltale/testing/model';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type ScriptedModel, scriptedModel, testRig, untilAborted } from '../test/rig.ts';
import { type AgentLimits, type AgentTool, defineTool, runAgent, type Tools } from './index.ts';

const rig = testRig(testDatabase());
let asked = 0;

/** Runs an agent with tool `look` until it ends; each request of its script asks for something else. */
async function work({ model }: ScriptedModel, limits: Partial<AgentLimits>, tool: Partial<AgentTool> = {}) {
  const look = defineTool({
    description: 'Looks.',
    input: z.object({ at: z.number() }),
    execute: ({ at }) => `seen ${at}`,
    ...tool,
  });
  return await rig.work((step) =>
    runAgent({ step, model, instructions: '', prompt: 'Look.', tools: { look } as Tools, limits }),
  );
}

function nextLook() {
  asked += 1;
  return call('look', { at: asked });
}

test('the last request is asked for without tools, and the model knows', async () => {
  await using scripted = await scriptedModel();
  const { server } = scripted;
  server.script([nextLook(), nextLook(), say('As far as I saw.')]);
  const { result } = await work(scripted, { modelRequests: 3 });
  expect(result).toMatchObject({ text: 'As far as I saw.', usage: { requests: 3, toolCalls: 2 } });
  expect(server.requests.map(({ body }) => body.tool_choice)).toEqual(['auto', 'auto', 'none']);
  expect(server.requests[2]?.lastText).toContain('This is your last request');
});

test('a model that calls tools for ever reaches its requests', async () => {
  await using scripted = await scriptedModel();
  scripted.server.answerWith(nextLook);
  const { runId, result } = await work(scripted, { modelRequests: 3 });
  expect(result).toMatchObject({
    code: 'agent_limited',
    message: 'The agent used 3 of 3 requests and has no answer yet.',
    hint: 'Raise limits.modelRequests, or give the agent less to do.',
  });
  expect(await rig.told(runId, 'agent.limited')).toEqual([
    { limit: 'modelRequests', value: 3, allowed: 3, unit: 'requests' },
  ]);
  expect(await rig.told(runId, 'agent.finished')).toMatchObject([
    { outcome: 'limited', tokens: { input: 300, output: 30 } },
  ]);
});

test('tokens: the model is told when few are left, and no call is made when none are', async () => {
  await using scripted = await scriptedModel();
  scripted.server.answerWith(nextLook);
  const { runId, result } = await work(scripted, { tokens: 330 });
  expect(result).toMatchObject({ code: 'agent_limited', details: { limit: 'tokens' } });
  expect(scripted.server.requests.length).toBe(3);
  expect((await rig.actions(runId)).map(({ tool }) => tool)).toEqual(['model', 'look', 'model', 'look', 'model']);
  expect(await rig.told(runId, 'agent.limited')).toEqual([
    { limit: 'tokens', value: 330, allowed: 330, unit: 'tokens' },
  ]);
});

test('tokens: a warning comes once, when a fifth is left', async () => {
  await using scripted = await scriptedModel();
  const { server } = scripted;
  server.script([nextLook(), nextLook(), nextLook(), nextLook(), say('Enough.')]);
  await work(scripted, { tokens: 400 + 150 });
  const warned = server.requests.map(({ messages }) => JSON.stringify(messages).split('tokens left').length - 1);
  expect(warned).toEqual([0, 0, 0, 0, 1]);
});

test('money', async () => {
  await using scripted = await scriptedModel({ price: { inputPerMillion: 1_000, outputPerMillion: 1_000 } });
  scripted.server.answerWith(nextLook);
  const { runId, result } = await work(scripted, { costUsd: 0.2 });
  expect(result).toMatchObject({ message: 'The agent used $0.2200 of $0.2000 and has no answer yet.' });
  expect(await rig.told(runId, 'agent.finished')).toMatchObject([{ outcome: 'limited', costUsd: 0.22 }]);
});

test('errors in a row', async () => {
  await using scripted = await scriptedModel();
  scripted.server.answerWith(nextLook);
  const fail = () => {
    throw new Error('nothing there');
  };
  const { runId, result } = await work(scripted, { consecutiveErrors: 2 }, { execute: fail });
  expect(result).toMatchObject({ message: 'Too many consecutive errors (3) — agent appears stuck.' });
  expect(await rig.told(runId, 'agent.limited')).toEqual([
    { limit: 'consecutiveErrors', value: 3, allowed: 2, unit: 'errors in a row' },
  ]);
});

test('a call that goes well ends a row of errors', async () => {
  await using scripted = await scriptedModel();
  scripted.server.answerWith(({ number }) => (number === 7 ? say('Done.') : nextLook()));
  let calls = 0;
  const execute = () => {
    calls += 1;
    if (calls % 3 !== 0) throw new Error('nothing there');
    return 'something';
  };
  const { result } = await work(scripted, { consecutiveErrors: 2 }, { execute });
  expect(result).toMatchObject({ text: 'Done.' });
});

test('time: the call that it ended in is named, and has timed out', async () => {
  await using scripted = await scriptedModel();
  scripted.server.answerWith(nextLook);
  const { runId, result } = await work(
    scripted,
    { wallClockMs: 1_000 },
    { execute: (_, { signal }) => untilAborted(signal) },
  );
  expect(result).toMatchObject({
    code: 'agent_limited',
    message: expect.stringMatching(
      /^The agent ran out of its 1\.0 s while look was running \(\d+ ms of its 30\.0 s\)\.$/,
    ),
    details: { limit: 'wallClockMs' },
  });
  expect((await rig.actions(runId)).at(-1)).toMatchObject({ tool: 'look', outcome: 'timeout' });
  expect(await rig.told(runId, 'agent.limited')).toMatchObject([
    { limit: 'wallClockMs', value: 1_000, allowed: 1_000, unit: 'ms', during: 'look' },
  ]);
  expect(await rig.told(runId, 'agent.finished')).toMatchObject([
    { outcome: 'limited', tokens: { input: 100, output: 10 } },
  ]);
});

test('time: a model that does not answer is let go of', async () => {
  await using scripted = await scriptedModel();
  scripted.server.script([hangs()]);
  const { runId, result } = await work(scripted, { wallClockMs: 500 });
  expect(result).toMatchObject({ message: expect.stringMatching(/while model 'openai:scripted' was running/) });
  expect(await rig.actions(runId)).toMatchObject([{ tool: 'model', outcome: 'timeout' }]);
  await scripted.server.requests[0]?.abandoned;
});
