import { testDatabase } from '@telltale/testing';
import {
  cutsConnection,
  fails,
  hangs,
  malformedBody,
  type PlainAnswer,
  type Reply,
  rateLimited,
  say,
} from '@telltale/testing/model';
import { expect, test } from 'vitest';
import { type ScriptedModel, scriptedModel, testRig } from '../test/rig.ts';
import { type AgentLimits, runAgent } from './index.ts';

const rig = testRig(testDatabase());

async function ask({ model }: ScriptedModel, limits: Partial<AgentLimits> = {}) {
  return await rig.work((step) => runAgent({ step, model, instructions: '', prompt: 'Hello?', limits }));
}

test.each<[string, Reply, string]>([
  ['fails', fails(503), 'error'],
  ['cuts the connection', cutsConnection(), 'error'],
  ['cuts the answer off', cutsConnection(say('Hello.')), 'error'],
  ['answers with rubbish', malformedBody(), 'error'],
  ['does not answer', hangs(), 'timeout'],
  ['asks to wait', rateLimited({ retryAfterMs: 1 }), 'error'],
])('a provider that %s is asked again, and both tries are actions', async (_, reply, outcome) => {
  await using scripted = await scriptedModel();
  scripted.server.script([reply, say('Hello.')]);
  const { runId, result } = await ask(scripted, { modelTimeoutMs: outcome === 'timeout' ? 500 : 60_000 });
  expect(result).toMatchObject({ text: 'Hello.', usage: { requests: 1, tokens: { input: 100, output: 10 } } });
  expect(await rig.actions(runId)).toMatchObject([
    { tool: 'model', outcome, input: { request: 1 } },
    { tool: 'model', outcome: 'success', input: { request: 1, try: 2 } },
  ]);
  const [waits] = await rig.told(runId, 'log.written');
  expect(waits).toMatchObject({ level: 'warn', message: expect.stringMatching(/Try 2 of 3 follows: .* \d+ ms\.$/) });
});

test('a provider that asks to wait is given the time that it asks for', async () => {
  await using scripted = await scriptedModel();
  scripted.server.script([rateLimited({ retryAfterSeconds: 0.05 }), say('Hello.')]);
  const { runId } = await ask(scripted);
  expect((await rig.told(runId, 'log.written')).map(({ message }) => message)).toEqual([
    'The provider of openai:scripted gets too many requests from us (429). Try 2 of 3 follows: the provider asks to wait 50 ms.',
  ]);
});

test.each<[number | PlainAnswer, string, RegExp]>([
  [400, 'did not accept the request (400): Scripted failure with status 400.', /Try another model/],
  [401, 'refused the API key (401).', /Check that the key is set/],
  [403, 'refused the API key (403).', /Check that the key is set/],
  [404, 'does not know openai:scripted (404).', /Check the model's name/],
  [fails(429, { code: 'insufficient_quota', type: 'insufficient_quota' }), 'has no credit left (429).', /Add credit/],
  [rateLimited({ retryAfterSeconds: 3_600 }), 'too many requests from us (429).', /Run fewer agents/],
])('what waiting does not mend is told at once: %j', async (reply, message, hint) => {
  await using scripted = await scriptedModel();
  scripted.server.script([typeof reply === 'number' ? fails(reply) : reply]);
  const { runId, result } = await ask(scripted);
  expect(result).toMatchObject({
    code: 'agent_failed',
    message: expect.stringContaining(message),
    hint: expect.stringMatching(hint),
  });
  expect(scripted.server.requests.length).toBe(1);
  expect(await rig.told(runId, 'agent.finished')).toMatchObject([{ outcome: 'failed' }]);
});

test('a provider that fails three times in a row is left alone for a while, by all agents', async () => {
  await using scripted = await scriptedModel();
  scripted.server.answerWith(() => fails(500));
  const { result } = await ask(scripted);
  expect(result).toMatchObject({
    code: 'agent_failed',
    retryable: true,
    message: expect.stringContaining('failed (500)'),
  });
  expect(scripted.server.requests.length).toBe(3);
  const runId = await rig.start(({ step }) =>
    step('work', (s) => runAgent({ step: s, model: scripted.model, instructions: '', prompt: 'Hello?' })),
  );
  const [refused] = await rig.sees(runId, 1, 'error');
  expect(refused?.error).toMatchObject({
    code: 'model_unavailable',
    message: expect.stringContaining('failed several times in a row; it is not asked for another'),
  });
  expect(scripted.server.requests.length).toBe(3);
  await rig.client.cancel(runId);
  await rig.client.wait(runId);
});

test('a server that is not there is named', async () => {
  await using scripted = await scriptedModel({ baseUrl: 'http://127.0.0.1:9/v1' });
  const { result } = await ask(scripted);
  expect(result).toMatchObject({ message: expect.stringMatching(/cannot be reached at http:\/\/127\.0\.0\.1:9: /) });
});
