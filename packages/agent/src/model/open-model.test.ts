import { say, startModelServer } from '@telltale/testing/model';
import { expect, test } from 'vitest';
import { generate } from './generate.ts';
import { openModel } from './open-model.ts';

const QUESTION = { messages: [{ role: 'user', content: 'Hello?' }] } as const;

test.each(['openai:gpt', 'anthropic:claude', 'google:gemini', 'ollama:qwen3:8b', 'openai-compatible:my/model'])(
  'with a base URL %s is asked for at that server',
  async (name) => {
    await using server = await startModelServer({ apiKey: 'right' });
    server.script([say('Hello.')]);
    const model = await openModel(name, { baseUrl: server.url, apiKey: 'right' });
    const { text, tokens } = await generate(model, QUESTION, AbortSignal.timeout(10_000));
    expect({ id: model.id, text, tokens }).toEqual({ id: name, text: 'Hello.', tokens: { input: 100, output: 10 } });
    expect(server.requests[0]?.body.model).toBe(name.slice(name.indexOf(':') + 1));
  },
);

test.each(['openai:gpt', 'anthropic:claude', 'google:gemini'])('opens %s by its own package', async (name) => {
  const { languageModel } = await openModel(name, { apiKey: 'any' });
  expect(languageModel).toMatchObject({
    modelId: name.split(':')[1],
    provider: expect.stringContaining(name.split(':')[0] ?? ''),
  });
});

test.each([
  ['gpt-4.1-mini', 'it does not begin with a known provider'],
  ['azure:gpt', 'it does not begin with a known provider'],
  ['openai:', 'it does not say which model'],
  ['openai:gpt', 'there is no API key for it'],
  ['anthropic:claude', 'there is no API key for it'],
  ['openai-compatible:gpt', 'nothing says where it is'],
])('refuses %s: %s', async (name, problem) => {
  await expect(openModel(name)).rejects.toMatchObject({
    code: 'model_name_invalid',
    message: `The model "${name}" cannot be used: ${problem}.`,
  });
});
