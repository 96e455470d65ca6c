import { testDatabase } from '@telltale/testing';
import { call, hangs, rateLimited, say } from '@telltale/testing/model';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { scriptedModel, testRig, untilAborted, untilPauseIsDue } from '../test/rig.ts';
import { defineTool, runAgent } from './index.ts';

const rig = testRig(testDatabase());
const INPUT = z.object({ at: z.number() });

test('a cancel ends the call that is under way, and nothing comes after it', async () => {
  await using scripted = await scriptedModel();
  const { server, model } = scripted;
  server.script([call('wait', { at: 1 })]);
  const wait = defineTool({
    description: 'Waits.',
    input: INPUT,
    execute: (_, { signal }) => untilAborted(signal),
  });
  const runId = await rig.start(({ step }) =>
    step('work', (s) => runAgent({ step: s, model, instructions: '', prompt: 'Wait.', tools: { wait } })),
  );
  await rig.sees(runId, 2, 'running');
  await rig.client.cancel(runId);
  await rig.client.wait(runId);
  expect((await rig.actions(runId)).map(({ tool, outcome }) => `${tool} ${outcome}`)).toEqual([
    'model success',
    'wait cancelled',
  ]);
  expect(await rig.told(runId, 'agent.finished')).toMatchObject([
    { outcome: 'cancelled', tokens: { input: 100, output: 10 } },
  ]);
  expect(server.requests.length).toBe(1);
});

test('a cancel lets go of a model that does not answer', async () => {
  await using scripted = await scriptedModel();
  const { server, model } = scripted;
  server.script([hangs()]);
  const runId = await rig.start(({ step }) =>
    step('work', (s) => runAgent({ step: s, model, instructions: '', prompt: 'Hello?' })),
  );
  const request = await server.request(1);
  await rig.client.cancel(runId);
  await request.abandoned;
  await rig.client.wait(runId);
  expect(await rig.actions(runId)).toMatchObject([{ outcome: 'cancelled' }]);
});

test('a pause takes hold between two calls; after it the agent goes on where it was', async () => {
  await using scripted = await scriptedModel();
  const { server, model } = scripted;
  const made: number[] = [];
  const count = defineTool({
    description: 'Counts.',
    input: INPUT,
    replayable: true,
    execute: async ({ at }, { step }) => {
      made.push(at);
      if (at === 1) await untilPauseIsDue(step);
      return `counted ${at}`;
    },
  });
  server.script([call('count', { at: 1 }), call('count', { at: 2 }), say('Counted.')]);
  const runId = await rig.start(({ step }) =>
    step('work', (s) => runAgent({ step: s, model, instructions: '', prompt: 'Count.', tools: { count } })),
  );
  await rig.sees(runId, 2, 'running');
  await rig.client.pause(runId);
  await rig.reaches(runId, 'paused');
  expect(await rig.told(runId, 'agent.finished')).toEqual([]);
  await rig.client.resume(runId);
  await rig.client.wait(runId);
  expect(made).toEqual([1, 2]);
  expect(server.requests.map(({ lastText }) => lastText)).toEqual(['Count.', 'counted 1', 'counted 2']);
  expect(await rig.told(runId, 'agent.finished')).toMatchObject([
    { outcome: 'succeeded', message: 'answered after 3 requests and 2 calls' },
  ]);
});

test('a pause does not wait for a provider that asks to wait', async () => {
  await using scripted = await scriptedModel();
  const { server, model } = scripted;
  server.script([rateLimited({ retryAfterSeconds: 50 }), say('Hello.')]);
  const runId = await rig.start(({ step }) =>
    step('work', (s) => runAgent({ step: s, model, instructions: '', prompt: 'Hello?' })),
  );
  await rig.sees(runId, 1, 'error');
  await rig.client.pause(runId);
  await rig.reaches(runId, 'paused');
  await rig.client.resume(runId);
  await rig.client.wait(runId);
  expect(server.requests.length).toBe(2);
});

test("the step's own time limit is the step's failure, not a slow tool", async () => {
  await using scripted = await scriptedModel();
  const { server, model } = scripted;
  server.answerWith(() => call('wait', { at: 1 }));
  const wait = defineTool({ description: 'Waits.', input: INPUT, execute: (_, { signal }) => untilAborted(signal) });
  const { runId, end } = await rig.run(({ step }) =>
    step('work', { timeoutMs: 500 }, (s) =>
      runAgent({ step: s, model, instructions: '', prompt: 'Wait.', tools: { wait } }),
    ),
  );
  expect(end).toMatchObject({ state: 'failed' });
  expect(server.requests.length).toBe(1);
  expect(await rig.told(runId, 'agent.finished')).toMatchObject([{ outcome: 'failed' }]);
});
