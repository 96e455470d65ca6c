import { setImmediate } from 'node:timers/promises';
import { testDatabase } from '@telltale/testing';
import { call, calls, json, malformed, refuses, say } from '@telltale/testing/model';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { scriptedModel, testRig } from '../test/rig.ts';
import { defineTool, runAgent } from './index.ts';

const rig = testRig(testDatabase());

const look = defineTool({
  description: 'Looks at a page.',
  input: z.object({ url: z.string() }),
  execute: ({ url }) => `This is ${url}.`,
});

test('calls tools until it has an answer, and each move is an action', async () => {
  await using scripted = await scriptedModel();
  const { server, model } = scripted;
  server.script([call('look', { url: 'https://a.test/' }, { say: 'I look at it.' }), say('It is a page.')]);
  const { runId, result } = await rig.work((step) =>
    runAgent({ step, model, instructions: 'Be brief.', prompt: 'What is it?', tools: { look } }),
  );
  expect(result).toEqual({
    output: 'It is a page.',
    text: 'It is a page.',
    usage: { requests: 2, toolCalls: 1, tokens: { input: 200, output: 20 }, costUsd: null },
  });
  expect(server.requests.map(({ lastText }) => lastText)).toEqual(['What is it?', 'This is https://a.test/.']);
  expect((await rig.events(runId)).map(({ type }) => type)).toEqual([
    'run.submitted',
    'run.started',
    'step.started',
    'agent.started',
    'action.started',
    'action.finished',
    'agent.spoke',
    'action.started',
    'action.finished',
    'action.started',
    'action.finished',
    'agent.finished',
    'step.succeeded',
    'run.succeeded',
  ]);
  expect(await rig.actions(runId)).toMatchObject([
    {
      tool: 'model',
      input: { model: 'openai:scripted', request: 1, messages: 1, last: 'user' },
      output: '{"text":"I look at it.","finishReason":"tool-calls","calls":["look"]}',
      outcome: 'success',
      input_tokens: 100,
      output_tokens: 10,
    },
    { tool: 'look', input: { url: 'https://a.test/' }, output: 'This is https://a.test/.', outcome: 'success' },
    { tool: 'model', input: { request: 2, messages: 3, last: 'tool' }, outcome: 'success' },
  ]);
});

test('answers in the shape that it was asked for', async () => {
  await using scripted = await scriptedModel();
  const { server, model } = scripted;
  const output = z.object({ found: z.boolean(), links: z.array(z.object({ url: z.string() })) });
  server.script([json({ found: true, links: [{ url: 'https://a.test/1.mp3' }] })]);
  const { result } = await rig.work((step) => runAgent({ step, model, instructions: '', prompt: 'Find it.', output }));
  expect(result).toMatchObject({ output: { found: true, links: [{ url: 'https://a.test/1.mp3' }] } });
  expect(server.requests[0]?.body.response_format).toMatchObject({
    type: 'json_schema',
    json_schema: { strict: true },
  });
});

test.each([
  ['a text that is not JSON', malformed()],
  ['JSON of another shape', json({ found: 'perhaps' })],
  ['nothing', say('')],
  ['a refusal', refuses()],
  ['half an answer', say('{"found":', { finish: 'length' })],
  ['an answer that a filter held back', say('{"found":', { finish: 'content_filter' })],
])('tells the model what is wrong with %s, and takes the next answer', async (_, useless) => {
  await using scripted = await scriptedModel();
  const { server, model } = scripted;
  server.script([useless, json({ found: true })]);
  const output = z.object({ found: z.boolean() });
  const { runId, result } = await rig.work((step) =>
    runAgent({ step, model, instructions: '', prompt: 'Find it.', output }),
  );
  expect(result).toMatchObject({ output: { found: true }, usage: { requests: 2, tokens: { input: 200, output: 20 } } });
  expect(server.requests[1]?.lastText).toMatch(/^That answer cannot be used\. The (answer|model|provider) /);
  expect((await rig.actions(runId)).map(({ outcome }) => outcome)).toEqual(['error', 'success']);
});

test('asks for JSON that need not be strict if a property is optional', async () => {
  await using scripted = await scriptedModel();
  const { server, model } = scripted;
  server.script([json({ links: [{ url: 'a' }, { url: 'b', label: 'B' }], length: 'unknown' })]);
  const output = z.object({
    links: z.array(z.object({ url: z.string(), label: z.string().optional() })),
    length: z.union([z.number(), z.literal('unknown')]),
  });
  const { result } = await rig.work((step) => runAgent({ step, model, instructions: '', prompt: 'Find it.', output }));
  expect(result).toMatchObject({ output: { links: [{ url: 'a' }, { url: 'b', label: 'B' }], length: 'unknown' } });
  expect(server.requests[0]?.body.response_format).toMatchObject({ json_schema: { strict: false } });
});

test('several calls of one answer run one after another, in their order', async () => {
  await using scripted = await scriptedModel();
  const { server, model } = scripted;
  const seen: string[] = [];
  const note = defineTool({
    description: 'Notes something.',
    input: z.object({ text: z.string() }),
    execute: async ({ text }) => {
      seen.push(`begin ${text}`);
      await setImmediate();
      seen.push(`end ${text}`);
    },
  });
  server.script([calls([call('note', { text: 'a' }), call('note', { text: 'b' })]), say('Done.')]);
  await rig.work((step) => runAgent({ step, model, instructions: '', prompt: 'Note it.', tools: { note } }));
  expect(seen).toEqual(['begin a', 'end a', 'begin b', 'end b']);
  expect(server.requests[1]?.toolResults.map(({ text }) => text)).toEqual(['Done.', 'Done.']);
});

test('two agents that work at the same time in items of a step do not mix', async () => {
  await using scripted = await scriptedModel();
  const { server, model } = scripted;
  const names = ['left', 'right'];
  for (const name of names) {
    server.script([call('look', { url: name }), say(`I saw ${name}.`)], {
      when: ({ messages }) => JSON.stringify(messages).includes(`Look ${name}.`),
    });
  }
  const { runId, result } = await rig.work((step) =>
    step.items(names, { key: (name) => name, concurrency: 2 }, async (name) => {
      const { text } = await runAgent({ step, model, instructions: '', prompt: `Look ${name}.`, tools: { look } });
      return text;
    }),
  );
  expect(result).toEqual(['I saw left.', 'I saw right.']);
  const actions = await rig.actions(runId);
  for (const name of names) {
    const own = actions.filter(({ item }) => item === name);
    expect(own.map(({ tool }) => tool)).toEqual(['model', 'look', 'model']);
    expect(own[1]).toMatchObject({ input: { url: name }, output: `This is ${name}.` });
  }
  const ends = (await rig.events(runId)).filter(({ type }) => type === 'agent.finished');
  expect(ends.map(({ item }) => item).toSorted()).toEqual(names);
  expect(ends.map(({ data }) => data)).toMatchObject([
    { outcome: 'succeeded', tokens: { input: 200, output: 20 } },
    { outcome: 'succeeded', tokens: { input: 200, output: 20 } },
  ]);
});

test('counts what a model with a price costs', async () => {
  await using scripted = await scriptedModel({ price: { inputPerMillion: 400, outputPerMillion: 1_600 } });
  const { server, model } = scripted;
  server.script([say('Yes.', { usage: { input: 1_000, output: 100 } })]);
  const { runId, result } = await rig.work((step) => runAgent({ step, model, instructions: '', prompt: 'Is it?' }));
  expect(result).toMatchObject({ usage: { costUsd: 0.56 } });
  expect(await rig.told(runId, 'agent.finished')).toMatchObject([
    { outcome: 'succeeded', tokens: { input: 1_000, output: 100 }, costUsd: 0.56 },
  ]);
});

test('keeps a hundred quick actions in their order', async () => {
  await using scripted = await scriptedModel();
  const { server, model } = scripted;
  const urls = Array.from({ length: 100 }, (_, index) => `https://a.test/${index}`);
  server.script([calls(urls.map((url) => call('look', { url }))), say('Done.')]);
  const { runId } = await rig.work((step) =>
    runAgent({ step, model, instructions: '', prompt: 'Look.', tools: { look } }),
  );
  const looks = (await rig.actions(runId)).filter(({ tool }) => tool === 'look');
  expect(looks.map(({ input }) => input)).toEqual(urls.map((url) => ({ url })));
});

test.each([
  [{ name: 'an agent' }, 'name'],
  [{ limits: { modelRequests: 0 } }, 'limits'],
  [{ limits: { requests: 3 } }, 'requests'],
  [{ limits: { costUsd: 1 } }, 'limits.costUsd'],
  [{ loops: { window: 1 } }, 'loops'],
  [{ tools: { 'look up': look } }, 'tools.look up'],
  [{ tools: { ask_human: look } }, 'tools.ask_human'],
  [{ tools: { look: { ...look, input: z.object({ at: z.date() }) } } }, 'tools.look.input'],
  [{ output: z.bigint() }, 'output'],
])('does not start with %j', async (options, named) => {
  await using scripted = await scriptedModel();
  const { model } = scripted;
  const { runId, result } = await rig.work((step) =>
    runAgent({ step, model, instructions: '', prompt: '', ...(options as object) }),
  );
  expect(result).toMatchObject({ code: 'agent_option_invalid', message: expect.stringContaining(named) });
  expect(await rig.told(runId, 'agent.started')).toEqual([]);
});
