import type { Step } from '@telltale/engine';
import { testDatabase } from '@telltale/testing';
import { call, calls, say } from '@telltale/testing/model';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type ScriptedModel, scriptedModel, testRig, untilPauseIsDue } from '../test/rig.ts';
import { type AgentModel, callModel, defineTool, runAgent, type ToolContext } from './index.ts';

const rig = testRig(testDatabase());

/** $0.11 for an answer of 100 and 10 tokens. */
const price = { inputPerMillion: 1_000, outputPerMillion: 1_000 };

/** A model that tools ask, ten times as dear. Each answer takes 200 and 20 tokens: $2.20. */
async function dearModel(): Promise<ScriptedModel> {
  const scripted = await scriptedModel({ price: { inputPerMillion: 10_000, outputPerMillion: 10_000 } });
  scripted.server.answerWith(() => say('A cat.', { usage: { input: 200, output: 20 } }));
  return scripted;
}

/** A tool that asks a model as often as it is told to. */
function describeWith(model: AgentModel, after: (context: ToolContext) => unknown = () => undefined) {
  return defineTool({
    description: 'Says what a picture shows.',
    input: z.object({ times: z.number(), at: z.number().optional() }),
    replayable: true,
    execute: async ({ times }, context) => {
      const { step, signal } = context;
      const messages = [{ role: 'user' as const, content: 'What is it?' }];
      for (let n = 0; n < times; n += 1) await callModel(step, model, { messages, signal });
      await after(context);
      return 'a cat';
    },
  });
}

test('what its tools ask a model counts as used by the agent, but not as a request of its own', async () => {
  await using scripted = await scriptedModel({ price });
  await using dear = await dearModel();
  const { server, model } = scripted;
  server.script([call('look', { times: 2 }), say('A cat.')]);
  const tools = { look: describeWith(dear.model) };
  const { runId, result } = await rig.work((step) =>
    runAgent({ step, model, instructions: '', prompt: 'Look.', tools, limits: { modelRequests: 2 } }),
  );
  const used = { tokens: { input: 2 * 100 + 2 * 200, output: 2 * 10 + 2 * 20 }, costUsd: expect.closeTo(4.62) };
  expect(result).toMatchObject({ usage: { requests: 2, toolCalls: 1, ...used } });
  expect(await rig.told(runId, 'agent.finished')).toMatchObject([{ outcome: 'succeeded', ...used }]);
  const ended = await rig.told(runId, 'action.finished');
  expect(ended.map(({ tool, costUsd }) => [tool, costUsd])).toEqual([
    ['model', 0.11],
    ['model', 2.2],
    ['model', 2.2],
    ['look', undefined],
    ['model', 0.11],
  ]);
});

test('a model without a price costs what is known of those that its tools ask', async () => {
  await using scripted = await scriptedModel();
  await using dear = await dearModel();
  const { server, model } = scripted;
  server.script([call('look', { times: 1 }), say('A cat.'), say('Nothing.')]);
  const costs = async (tools: { look?: ReturnType<typeof describeWith> }) => {
    const { result } = await rig.work((step) => runAgent({ step, model, instructions: '', prompt: 'Look.', tools }));
    return (result as Awaited<ReturnType<typeof runAgent>>).usage.costUsd;
  };
  expect(await costs({ look: describeWith(dear.model) })).toBe(2.2);
  expect(await costs({})).toBeNull();
});

test.each([
  ['tokens', 500, 110 + 2 * 220],
  ['costUsd', 4, 0.11 + 2 * 2.2],
] as const)('a limit on %s that a tool reaches ends the agent before its next call', async (limit, allowed, value) => {
  await using scripted = await scriptedModel({ price });
  await using dear = await dearModel();
  const { server, model } = scripted;
  server.script([calls([call('look', { times: 2 }), call('look', { times: 1 })])]);
  const tools = { look: describeWith(dear.model) };
  const { runId, result } = await rig.work((step) =>
    runAgent({ step, model, instructions: '', prompt: 'Look.', tools, limits: { [limit]: allowed } }),
  );
  expect(result).toMatchObject({ code: 'agent_limited', details: { limit } });
  expect(await rig.told(runId, 'agent.limited')).toMatchObject([{ limit, value: expect.closeTo(value) }]);
  expect((await rig.actions(runId)).map(({ tool }) => tool)).toEqual(['model', 'look', 'model', 'model']);
});

test('agents that work side by side each use what their own tools ask', async () => {
  await using scripted = await scriptedModel({ price });
  await using dear = await dearModel();
  const { server, model } = scripted;
  const both = Promise.withResolvers<void>();
  let inside = 0;
  const tools = {
    look: describeWith(dear.model, () => {
      inside += 1;
      if (inside === 2) both.resolve();
      return both.promise;
    }),
  };
  const work = async (step: Step, times: number) => {
    server.script([call('look', { times }), say('A cat.')], {
      when: ({ messages }) => JSON.stringify(messages).includes(`Look ${times} times.`),
    });
    const name = `agent-${times}`;
    return await runAgent({ step, model, name, instructions: '', prompt: `Look ${times} times.`, tools });
  };
  const { result } = await rig.work((step) => Promise.all([work(step, 1), work(step, 3)]));
  expect(result).toMatchObject([
    { usage: { tokens: { input: 200 + 200, output: 20 + 20 } } },
    { usage: { tokens: { input: 200 + 600, output: 20 + 60 } } },
  ]);
});

test('what a tool asked before a pause counts after it', async () => {
  await using scripted = await scriptedModel({ price });
  await using dear = await dearModel();
  const { server, model } = scripted;
  server.script([call('look', { times: 1, at: 1 }), call('look', { times: 1, at: 2 }), say('A cat.')]);
  let pauses = 0;
  const tools = {
    look: describeWith(dear.model, async ({ step }) => {
      pauses += 1;
      if (pauses === 1) await untilPauseIsDue(step);
    }),
  };
  let usage: unknown;
  const runId = await rig.start(({ step }) =>
    step('work', async (s) => {
      ({ usage } = await runAgent({ step: s, model, instructions: '', prompt: 'Look.', tools }));
    }),
  );
  await rig.sees(runId, 3, 'success');
  await rig.client.pause(runId);
  await rig.reaches(runId, 'paused');
  await rig.client.resume(runId);
  await rig.client.wait(runId);
  expect(usage).toEqual({
    requests: 3,
    toolCalls: 2,
    tokens: { input: 300 + 400, output: 30 + 40 },
    costUsd: expect.closeTo(0.33 + 4.4),
  });
  expect(await rig.told(runId, 'agent.finished')).toMatchObject([
    { tokens: { input: 200 + 200, output: 20 + 20 }, costUsd: expect.closeTo(0.22 + 2.2) },
  ]);
});
